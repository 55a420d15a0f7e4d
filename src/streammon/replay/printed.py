"""The tables of a circular as they were printed, and what in them contradicts itself."""

from __future__ import annotations

import csv
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from streammon.errors import ConfigError
from streammon.words import say

PRINTED = "printed"
INCONSISTENT = "inconsistent.csv"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table; cells are stripped."""

    file: Path
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """Return a cell. Raises ConfigError for a column that the table lacks."""
        if column not in self.cells:
            where = f"{self.file}:1"
            raise ConfigError(
                where,
                say("replay.error.column", column=column),
                say("replay.error.columns", columns="、".join(self.cells)),
            )
        return self.cells[column]

    def count(self, column: str) -> int:
        """Return a number of things; nothing and "/" are 0. Raises ConfigError for what is no number."""
        text = self[column]
        if text in ("", "/"):
            return 0
        if not text.isdecimal():
            raise ConfigError(f"{self.file}:{self.line} {column}", say("replay.error.count", value=text))
        return int(text)

    def day(self, column: str) -> date:
        """Return a day (2023-10-09). Raises ConfigError for what is none."""
        try:
            return date.fromisoformat(self[column])
        except ValueError:
            where = f"{self.file}:{self.line} {column}"
            raise ConfigError(where, say("replay.error.day", value=self[column])) from None


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """A figure that the circular's own rules or other figures contradict, and what these lead to (`computed`)."""

    board: str
    subject: str
    measure: str
    printed: str
    computed: str
    why: str


class Cases:
    """The tables of one circular, in `folder` or a folder in it that is named like the site.

    What its text alone says is in the site folder, as are the tables where no folder is named.
    """

    def __init__(self, site: Path, folder: Path | None = None) -> None:
        self._printed = site / PRINTED
        self._folder = folder or self._printed
        if folder and (folder / site.name).is_dir():
            self._folder = folder / site.name

    def refuse_others(self, names: Collection[str]) -> None:
        """Raise ConfigError where the folder holds none of the tables `names`: it is of something else."""
        if not any((self._folder / name).is_file() for name in names):
            known = "、".join(dict.fromkeys(names))
            raise ConfigError(str(self._folder), say("replay.error.folder"), say("replay.error.names", names=known))

    def rows(self, name: str, filled: tuple[str, ...] = ()) -> list[Row]:
        """Return the rows of a table; a cell of `filled` that is empty repeats the one above.

        Raises ConfigError when there is no such table.
        """
        folders = dict.fromkeys((self._folder, self._printed))
        file = next((folder / name for folder in folders if (folder / name).is_file()), None)
        if file is None:
            where = say("replay.error.tables", folders=" 或 ".join(map(str, folders)))
            raise ConfigError(name, say("replay.error.table"), where)
        found: list[Row] = []
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            for cells in reader:
                above = found[-1].cells if found else {}
                row = {column: (cell or "").strip() for column, cell in cells.items() if column}
                row |= {column: row[column] or above.get(column, "") for column in filled if column in row}
                found.append(Row(file, reader.line_num, row))
        return found

    def inconsistencies(self) -> list[Inconsistency]:
        """Return what is known to contradict itself in print."""
        names = tuple(Inconsistency.__dataclass_fields__)
        if not (self._printed / INCONSISTENT).is_file():
            return []
        return [Inconsistency(*(row[name] for name in names)) for row in self.rows(INCONSISTENT)]
