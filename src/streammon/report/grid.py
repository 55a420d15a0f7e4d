"""An annex before it is a sheet, a table of a document or a file: cells, merged cells, a note."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from streammon.report.expression import Fact
from streammon.report.rounding import printed

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that no XML file may hold; titles of pages do hold them."""


PROSE = 15
"""Characters: no name is longer."""


@dataclass(frozen=True)
class Cell:
    """What stands in one place: the number or text, and how it is printed."""

    value: int | float | str | None
    text: str
    decimals: int = 0
    suffix: str = ""


@dataclass(frozen=True)
class Merge:
    """Cells that are one: from a row and a column, over so many rows and columns. Rows do not count the header."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True)
class Grid:
    """One printed table. `widths` are relative; `sums` are the rows that are totals."""

    annex_id: str
    number: int
    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    merges: tuple[Merge, ...]
    widths: tuple[int, ...]
    note: str
    sums: frozenset[int]
    continued: bool

    def is_prose(self, column: int) -> bool:
        """Return whether a column holds sentences, which are set flush left, and not names or numbers."""
        return any(wide(row[column].text) > PROSE for row in self.rows)

    def covered(self) -> set[tuple[int, int]]:
        """Return the places that a merged cell hides."""
        return {
            (merge.row + down, merge.column + right)
            for merge in self.merges
            for down in range(merge.rows)
            for right in range(merge.columns)
            if down or right
        }


def cell(fact: Fact, none: str = "", decimals: int = 1, suffix: str = "") -> Cell:
    """Return a fact as it is printed; `none` where there is nothing."""
    match fact:
        case None | "":
            return Cell(none or None, none)
        case int() if not suffix:
            return Cell(fact, str(fact))
        case int() | float():
            return Cell(fact, printed(float(fact), decimals, suffix), decimals, suffix)
        case date():
            return Cell(fact.isoformat(), fact.isoformat())
    text = clean(str(fact))
    return Cell(text, text)


def clean(text: str) -> str:
    """Return `text` without characters that can't be written to a document."""
    return _UNPRINTABLE.sub("", text)


def merges_of(rows: Sequence[tuple[Cell, ...]], owners: Sequence[str], column: int) -> list[Merge]:
    """Return what becomes one cell in a column: equal neighbours, one below the other, in rows of the same owner."""
    found = []
    start = 0
    for row in range(1, len(rows) + 1):
        if row < len(rows) and owners[row] == owners[start] and rows[row][column] == rows[start][column]:
            continue
        if row - start > 1:
            found.append(Merge(start, column, row - start, 1))
        start = row
    return found


def side_by_side(rows: Sequence[tuple[Cell, ...]], blocks: int) -> list[tuple[Cell, ...]]:
    """Return the rows in `blocks` blocks beside one another, filled from the left; the last may be shorter."""
    height = -(-len(rows) // blocks)
    width = len(rows[0]) if rows else 0
    empty = (Cell(None, ""),) * width
    columns = [list(rows[start : start + height]) for start in range(0, len(rows), height)] if rows else []
    columns = [each + [empty] * (height - len(each)) for each in columns]
    columns += [[empty] * height for _ in range(blocks - len(columns))]
    return [tuple(part for block in columns for part in block[row]) for row in range(height)]


def wide(text: str) -> int:
    """Return the width of a text in Chinese characters; two others are about as wide as one of them."""
    return -(-sum(2 if ord(character) > 0x2E7F else 1 for character in text) // 2)
