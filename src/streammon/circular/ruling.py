"""Tables that are drawn on a page: rules to cells, and the characters to the cell in which they stand.

Lengths are in points, y grows upwards. A cell that spans others has its text where its upper left part is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

_NEAR = 3.0
"""Rules that are not further apart are one, or meet."""
_SAME_LINE = 4.0
_MOST_FIELDS = 5_000
_FEWEST = 5
"""So many rules in both directions together make a table, two of them in each; fewer are a frame or a line."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A line from `start` to `end`, at `at` in the other direction."""

    at: float
    start: float
    end: float

    def covers(self, at: float, place: float) -> bool:
        """Tell whether the rule stands at `at` and passes `place`."""
        return abs(self.at - at) <= _NEAR and self.start - _NEAR <= place <= self.end + _NEAR


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character, the middle of its width, and the line it stands on."""

    text: str
    x: float
    y: float


@dataclass(frozen=True)
class Drawn:
    """A table: the rules in both directions, from left to right and from top to bottom."""

    across: tuple[Rule, ...]
    down: tuple[Rule, ...]

    @cached_property
    def xs(self) -> list[float]:
        """The borders of columns, from left to right."""
        return _merged(rule.at for rule in self.down)

    @cached_property
    def ys(self) -> list[float]:
        """The borders of rows, from top to bottom."""
        return _merged(rule.at for rule in self.across)[::-1]

    @property
    def is_table(self) -> bool:
        """Whether there are rules enough, and not so many that it is a picture."""
        columns, rows = len(self.xs), len(self.ys)
        return min(columns, rows) > 1 and columns + rows >= _FEWEST and columns * rows <= _MOST_FIELDS

    def holds(self, glyph: Glyph) -> bool:
        """Tell whether a character stands in the table."""
        xs, ys = self.xs, self.ys
        return xs[0] <= glyph.x <= xs[-1] and ys[-1] <= glyph.y < ys[0]

    def rows(self, glyphs: Iterable[Glyph]) -> list[str]:
        """Return the rows as lines, cells parted by tabulators; a cell as wide as the table is a line of text."""
        xs, ys = self.xs, self.ys
        owners = self._owners(xs, ys)
        cells: dict[tuple[int, int], list[Glyph]] = {}
        for glyph in glyphs:
            column = bisect_right(xs, glyph.x) - 1
            row = bisect_right(ys, -glyph.y, key=lambda y: -y) - 1
            owner = owners[min(row, len(ys) - 2), min(column, len(xs) - 2)]
            cells.setdefault(owner, []).append(glyph)
        lines = []
        for row in range(len(ys) - 1):
            spans = len({owners[row, column] for column in range(len(xs) - 1)}) == 1
            words = ["".join(written(cells.get((row, column), ()))).strip() for column in range(len(xs) - 1)]
            lines.append(words[0] if spans else "\t".join(words))
        return [line for line in lines if line.strip()]

    def _owners(self, xs: Sequence[float], ys: Sequence[float]) -> dict[tuple[int, int], tuple[int, int]]:
        """Return for each field of the grid the upper left one of the cell that it belongs to."""
        owners: dict[tuple[int, int], tuple[int, int]] = {}
        for row, column in product(range(len(ys) - 1), range(len(xs) - 1)):
            x, y = (xs[column] + xs[column + 1]) / 2, (ys[row] + ys[row + 1]) / 2
            owner = (row, column)
            if column and not any(rule.covers(xs[column], y) for rule in self.down):
                owner = owners[row, column - 1]
            elif row and not any(rule.covers(ys[row], x) for rule in self.across):
                owner = owners[row - 1, column]
            owners[row, column] = owner
        return owners


def written(glyphs: Iterable[Glyph]) -> list[str]:
    """Return the lines that characters make, from top to bottom and from left to right."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.y):
        if lines and lines[-1][0].y - glyph.y <= _SAME_LINE:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return ["".join(glyph.text for glyph in sorted(line, key=lambda glyph: glyph.x)) for line in lines]


def tables(across: Sequence[Rule], down: Sequence[Rule]) -> list[Drawn]:
    """Return the tables that the rules of a page make, from top to bottom: rules that meet belong together."""
    groups: list[tuple[list[Rule], list[Rule]]] = []
    for rule in down:
        meeting = [group for group in groups if any(_meet(other, rule) for other in group[0])]
        crossing = [other for other in across if _meet(other, rule)]
        joined = ([*crossing, *(each for group in meeting for each in group[0])], [rule])
        joined[1].extend(each for group in meeting for each in group[1])
        groups = [group for group in groups if group not in meeting] + [joined]
    drawn = [Drawn(tuple(dict.fromkeys(one)), tuple(other)) for one, other in groups]
    return sorted((table for table in drawn if table.is_table), key=lambda table: -table.ys[0])


def _meet(across: Rule, down: Rule) -> bool:
    return across.covers(across.at, down.at) and down.covers(down.at, across.at)


def _merged(places: Iterable[float]) -> list[float]:
    """Return places in order, those near each other once."""
    merged: list[float] = []
    for place in sorted(places):
        if not merged or place - merged[-1] > _NEAR:
            merged.append(place)
    return merged
