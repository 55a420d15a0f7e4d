"""Tables of a file (xlsx, xls, csv and what else holds cells) as rows of text."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from streammon.errors import ConfigError
from streammon.extract import Unreadable, read
from streammon.words import say


@dataclass
class Grid:
    """One sheet. `rows` are its cells by the number of their row (from 1), as a reader sees them, hidden ones too."""

    name: str
    rows: dict[int, list[str]] = field(default_factory=dict)


def grids(path: Path) -> list[Grid]:
    """Return the sheets of a file that hold something. Raises ConfigError for a file that is no table."""
    try:
        document = read(path.read_bytes(), name=path.name, media_type="")
    except OSError as error:
        raise ConfigError(str(path), say("imports.file.unreadable", why=error.strerror), "") from None
    except Unreadable as error:
        raise ConfigError(str(path), say("imports.file.unreadable", why=error), say("imports.file.kinds")) from None
    found: list[Grid] = []
    ends = [section.start for section in document.sections[1:]] + [len(document.text) + 1]
    for section, end in zip(document.sections, ends, strict=True):
        if not section.cells:
            continue
        # Hidden rows and columns stand in sections of their own, named after their sheet.
        if not found or not section.name.startswith(found[-1].name):
            found.append(Grid(section.name))
        for number, line in enumerate(document.text[section.start : end - 1].split("\n"), section.line):
            _merge(found[-1].rows.setdefault(number, []), line.split("\t"))
    if not found:
        raise ConfigError(str(path), say("imports.file.no_table"), say("imports.file.kinds"))
    return [Grid(grid.name, dict(sorted(grid.rows.items()))) for grid in found]


def _merge(row: list[str], cells: list[str]) -> None:
    row += [""] * (len(cells) - len(row))
    for index, cell in enumerate(cells):
        row[index] = row[index] or cell.strip()
