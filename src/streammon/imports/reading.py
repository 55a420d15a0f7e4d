"""A file as a whole: its tables, the rows understood, and every row that could not be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from streammon.errors import ConfigError
from streammon.imports.cells import Cells
from streammon.imports.grid import Grid, grids
from streammon.imports.headers import Header, Kind, check, header_of
from streammon.imports.rows import KINDS, Found, Reading, Row, understood
from streammon.model.base import digest
from streammon.model.content import Content
from streammon.model.task import Task
from streammon.words import say


@dataclass(frozen=True)
class Good:
    """A row understood, and where it stands.

    `rivals` are the ids that the same thing would have with the other sources of its kind, where it is one wherever it
    lies: an order that was passed on to another unit.
    """

    where: str
    found: Found
    rivals: tuple[str, ...] = ()


@dataclass
class Imported:
    """What a file holds. `problems` are of rows, `bad` how many rows have any; `doubled` rows say what another says."""

    tables: list[tuple[Grid, Header]] = field(default_factory=list)
    aside: list[Grid] = field(default_factory=list)
    good: list[Good] = field(default_factory=list)
    problems: list[ConfigError] = field(default_factory=list)
    bad: int = 0
    doubled: int = 0


def read(path: Path, reading: Reading, chosen: Mapping[str, str]) -> Imported:
    """Return what a file holds; `chosen` says of single headers which field they are.

    Raises ConfigError where the file is no table, or none of its sheets has the columns.
    """
    imported, numbering = Imported(), _Numbering(reading.kind)
    for grid in grids(path):
        header = header_of(grid, reading.kind, chosen)
        if header is None:
            imported.aside.append(grid)
            continue
        where = say("imports.place.row", file=path.name, sheet=grid.name, row=header.row)
        check(header, reading.kind, where)
        _check_due(header, reading, where)
        imported.tables.append((grid, header))
        for cells in _rows(path.name, grid, header):
            _take(imported, cells, reading, numbering)
    if not imported.tables:
        raise ConfigError(str(path), say("imports.header.none"), say("imports.header.none_hint"))
    return imported


_NEED_DUE = (Kind.MESSAGES, Kind.WORK_ORDERS)


def _check_due(header: Header, reading: Reading, where: str) -> None:
    if reading.kind in _NEED_DUE and "due_at" not in header.columns and reading.due is None:
        raise ConfigError(where, say("imports.header.no_due"), say("imports.header.no_due_hint"))


def _rows(file: str, grid: Grid, header: Header) -> Iterator[Cells]:
    """Yield the rows below the header; a header that is repeated on a new page is none."""
    for number, texts in grid.rows.items():
        if number > header.row and any(texts) and texts != header.titles:
            yield Cells(file, grid.name, number, header, texts)


def _take(imported: Imported, cells: Cells, reading: Reading, numbering: _Numbering) -> None:
    row = understood(cells, reading)
    where = say("imports.place.row", file=cells.file, sheet=cells.sheet, row=cells.row)
    try:
        found = numbering.named(row, where) if row else None
    except ConfigError as error:
        cells.problems.append(error)
        found = row = None
    if found is not None:
        rivals = _rivals(row, reading) if row and reading.kind is Kind.WORK_ORDERS else ()
        imported.good.append(Good(where, found, rivals))
    elif row is not None:
        imported.doubled += 1
    imported.problems += cells.problems
    imported.bad += bool(cells.problems)


def _rivals(row: Row, reading: Reading) -> tuple[str, ...]:
    """A hotline numbers its orders for all units; without a number, nobody knows which of them are one."""
    if len(row.identity) > 1:
        return ()
    sources = [source for source in reading.registry.sources.values() if source.kind in KINDS[reading.kind]]
    own = getattr(row.found, "source_id", "")
    return tuple(signal_id(reading.kind, each.source_id, *row.identity) for each in sources if each.source_id != own)


class _Numbering:
    """Gives every record its id: the same for the same row of a later file.

    What bears no number is told from others by what it shows; of two that show the same, one is the second.
    """

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        self._seen: Counter[tuple[str, ...]] = Counter()
        self._first: dict[tuple[str, ...], tuple[str, Found]] = {}

    def named(self, row: Row, where: str) -> Found | None:
        """Return what a row says, with its id; None if another row has said it. Raises ConfigError if that differs."""
        found = row.found
        own = (getattr(found, "source_id", ""), *row.identity)
        if len(row.identity) > 1:
            self._seen[own] += 1
            own = (*own, str(self._seen[own]))
        elif own in self._first:
            other, known = self._first[own]
            if known == found:
                return None
            raise ConfigError(where, say("imports.row.doubled", number=row.identity[0], where=other))
        self._first[own] = (where, found)
        if isinstance(found, Content | Task):
            return found
        return msgspec.structs.replace(found, signal_id=signal_id(self._kind, *own))


def signal_id(kind: Kind, source_id: str, *identity: str) -> str:
    """Return the id of a record that was imported: the same whenever it is imported again."""
    return digest("import", kind, source_id, *identity)
