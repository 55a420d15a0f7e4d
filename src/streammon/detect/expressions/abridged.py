"""A string without some of its parts, and the way back."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable


class Abridged:
    """`text` is `whole` without what stands at `left_out`: places in order, none touching another."""

    def __init__(self, whole: str, left_out: Iterable[tuple[int, int]]) -> None:
        self._gaps: list[int] = []  # where in `text` something is left out
        self._shifts: list[int] = []  # how much, up to there
        kept, end, shift = [], 0, 0
        for start, stop in left_out:
            kept.append(whole[end:start])
            self._gaps.append(start - shift)
            end, shift = stop, shift + stop - start
            self._shifts.append(shift)
        self.text = "".join((*kept, whole[end:])) if kept else whole

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the characters from `start` to before `end` (not empty) of `text` stand in `whole`."""
        return self._origin(start), self._origin(end - 1) + 1

    def gaps(self, start: int, end: int) -> list[int]:
        """Return the places between `start` and `end` of `text`, counted from `start`, where something is left out."""
        inner = self._gaps[bisect_right(self._gaps, start) : bisect_right(self._gaps, end - 1)]
        return [gap - start for gap in inner]

    def _origin(self, position: int) -> int:
        left_out = bisect_right(self._gaps, position)
        return position + (self._shifts[left_out - 1] if left_out else 0)
