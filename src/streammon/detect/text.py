"""What the detectors look at: the characters that a reader sees, in one width and with nothing invisible."""

from __future__ import annotations

import re
from functools import cached_property

from streammon.detect.characters import Characters
from streammon.detect.expressions.abridged import Abridged
from streammon.detect.folding import simplified
from streammon.detect.masking import snippet
from streammon.model.base import digest
from streammon.model.inspection import Finding, Severity

_HIDDEN = "\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\ufeff"
"""Soft hyphen, zero-width characters, the Mongolian vowel separator, marks of writing direction, byte order mark."""

_ASCII = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+"
_NARROW = {ord(character) + 0xFEE0: character for character in _ASCII}
_WIDE = Characters(map(chr, _NARROW))
_INVISIBLE, _INVISIBLES = Characters(_HIDDEN), re.compile(f"[{_HIDDEN}]+")


class Text:
    """A text as it was (`original`), and `plain`: digits and letters narrow, invisible characters left out.

    Detectors count in `plain`; findings count in `original`.
    """

    def __init__(self, original: str) -> None:
        self.original = original
        narrow = original.translate(_NARROW) if _WIDE.may_be_in(original) else original
        invisible = _INVISIBLES.finditer(narrow) if _INVISIBLE.may_be_in(narrow) else ()
        self._visible = Abridged(narrow, (found.span() for found in invisible))
        self.plain = self._visible.text

    @cached_property
    def simplified(self) -> str:
        """Return `plain` with traditional characters simplified; every character has its place in both."""
        return simplified(self.plain)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the characters from `start` to before `end` (not empty) of `plain` stand in `original`."""
        return self._visible.span(start, end)

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
