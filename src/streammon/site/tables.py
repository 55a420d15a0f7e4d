"""CSV tables of a site folder, with the place of every cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from streammon.site.files import read_text
from streammon.site.problems import Problems, near
from streammon.words import say


@dataclass(frozen=True)
class Row:
    """One line of a table. Cells are stripped."""

    file: Path
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def where(self, column: str) -> str:
        """Return the place of a cell, for a person."""
        return say("site.place.cell", file=self.file, line=self.line, column=column)


def read_table(path: Path, columns: Sequence[str], problems: Problems, extras: Sequence[str] = ()) -> list[Row]:
    """Return the rows of a table that must have `columns`, in any order; blank lines are passed over.

    Each of `extras` may be there too; where it is not, its cells are empty.
    """
    text = read_text(path, problems)
    if text is None:
        return []
    lines = _lines(path, text, problems)
    header = next(lines, (1, []))[1]
    rows: list[Row] = []
    if not _header_fits(path, header, columns, extras, problems):
        return rows
    left_out = dict.fromkeys(extras, "")
    for line, cells in lines:
        if len(cells) == len(header):
            rows.append(Row(path, line, left_out | dict(zip(header, cells, strict=True))))
        else:
            where = say("site.place.line", file=path, line=line)
            problems.add(
                where, say("site.table.cells", found=len(cells), expected=len(header)), say("site.table.quote")
            )
    if not rows:
        problems.add(str(path), say("site.table.bare"))
    return rows


def _lines(path: Path, text: str, problems: Problems) -> Iterator[tuple[int, list[str]]]:
    """Yield the number of the first line of each record, and its cells."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, [cell.strip() for cell in cells]
            line = reader.line_num + 1
    except csv.Error:
        problems.add(say("site.place.line", file=path, line=line), say("site.table.broken"), say("site.table.quote"))


def _header_fits(
    path: Path, header: Sequence[str], columns: Sequence[str], extras: Sequence[str], problems: Problems
) -> bool:
    """Check the names of the columns; every unknown, missing and doubled one is a problem."""
    missing = [column for column in columns if column not in header]
    doubled = sorted({name for name in header if header.count(name) > 1})
    unknown = [name for name in header if name not in (*columns, *extras)]
    for name in unknown:
        free = [*missing, *(extra for extra in extras if extra not in header)]
        problems.add(
            say("site.place.line", file=path, line=1), say("site.table.unknown", column=name), near(name, free)
        )
    for name in missing:
        problems.add(say("site.place.line", file=path, line=1), say("site.table.missing", column=name))
    for name in doubled:
        problems.add(say("site.place.line", file=path, line=1), say("site.table.doubled", column=name))
    return not (unknown or missing or doubled)
