"""The text that the detectors look at: the characters that a reader sees, in one width and with nothing invisible."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")
"""Soft hyphen, zero-width characters, marks of writing direction, byte order mark."""

_ASCII = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+"
_NARROW = {ord(character) + 0xFEE0: character for character in _ASCII}
_WIDE = re.compile("[\uff0b\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")


@dataclass(frozen=True)
class Plain:
    """A text in which full-width digits and letters are narrow and invisible characters are left out.

    `gaps` are the places in `text` where something was left out, and `shifts` how much up to there.
    """

    text: str
    gaps: tuple[int, ...] = ()
    shifts: tuple[int, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the characters from `start` to before `end` (not empty) stand in the text as it was."""
        return self._origin(start), self._origin(end - 1) + 1

    def _origin(self, position: int) -> int:
        left_out = bisect_right(self.gaps, position)
        return position + (self.shifts[left_out - 1] if left_out else 0)


def plain(text: str) -> Plain:
    """Return `text` as the detectors look at it."""
    if _WIDE.search(text):
        text = text.translate(_NARROW)
    gaps: list[int] = []
    shifts: list[int] = []
    shift = 0
    for invisible in _INVISIBLE.finditer(text):
        gaps.append(invisible.start() - shift)
        shift += len(invisible[0])
        shifts.append(shift)
    return Plain(_INVISIBLE.sub("", text) if gaps else text, tuple(gaps), tuple(shifts))
