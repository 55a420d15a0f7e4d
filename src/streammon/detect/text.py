"""What the detectors look at: the characters that a reader sees, in one width and with nothing invisible."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from streammon.detect.masking import snippet
from streammon.model.base import digest
from streammon.model.inspection import Finding, Severity

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")
"""Soft hyphen, zero-width characters, marks of writing direction, byte order mark."""

_ASCII = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+"
_NARROW = {ord(character) + 0xFEE0: character for character in _ASCII}
_WIDE = re.compile("[\uff0b\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")


class Text:
    """A text as it was (`original`), and `plain`: digits and letters narrow, invisible characters left out.

    Detectors count in `plain`; findings count in `original`.
    """

    def __init__(self, original: str) -> None:
        self.original = original
        narrow = original.translate(_NARROW) if _WIDE.search(original) else original
        left_out = tuple(_left_out(narrow))
        self._gaps = [gap for gap, _ in left_out]
        self._shifts = [shift for _, shift in left_out]
        self.plain = _INVISIBLE.sub("", narrow) if left_out else narrow

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the characters from `start` to before `end` (not empty) of `plain` stand in `original`."""
        return self._origin(start), self._origin(end - 1) + 1

    def finding(
        self,
        rule: str,
        severity: Severity,
        start: int,
        end: int,
        *,
        evidence: str,
        why: str,
        wrong: str = "",
        right: str = "",
        count: int = 1,
        confidence: float = 1.0,
        review: bool = False,
    ) -> Finding:
        """Return a finding on the characters from `start` to before `end` of `plain`; its snippet shows no number.

        `evidence` is what the problem is, in words that tell nothing of a person; it leaves as a digest.
        """
        first, last = self.span(start, end)
        return Finding(
            rule=rule,
            severity=severity,
            evidence=digest(evidence),
            start=first,
            end=last,
            snippet=snippet(self.original, first, last),
            wrong=wrong,
            right=right,
            why=why,
            count=count,
            confidence=confidence,
            review=review,
        )

    def _origin(self, position: int) -> int:
        left_out = bisect_right(self._gaps, position)
        return position + (self._shifts[left_out - 1] if left_out else 0)


def _left_out(text: str) -> Iterator[tuple[int, int]]:
    """Yield the places in the plain text where something is left out, and how much up to there."""
    shift = 0
    for invisible in _INVISIBLE.finditer(text):
        gap = invisible.start() - shift
        shift += len(invisible[0])
        yield gap, shift
