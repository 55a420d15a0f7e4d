"""Which column of a table is which field."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from streammon.errors import ConfigError
from streammon.imports.grid import Grid
from streammon.words import say

MOST_ROWS_ABOVE = 20
"""A table may have titles and notes above its header."""


class Kind(StrEnum):
    """What can be imported."""

    MESSAGES = "messages"
    WORK_ORDERS = "work-orders"
    SCENES = "scenes"
    REPORTS = "reports"
    REGISTRATIONS = "registrations"
    FOLLOWERS = "followers"
    SUBMISSIONS = "submissions"
    POSTS = "posts"
    TASKS = "tasks"


@dataclass(frozen=True)
class Fields:
    """The fields of a kind: those that must be there, those of which one must be, and the words for each."""

    words: dict[str, tuple[str, ...]]
    required: tuple[str, ...]
    either: tuple[str, ...]


@dataclass(frozen=True)
class Header:
    """The header of one table: its row, the column (from 0) of each field, and its words as they stand there."""

    row: int
    columns: dict[str, int]
    titles: list[str]

    def title(self, field: str) -> str:
        """Return the header over a field; the field's own name where it has no column."""
        return self.titles[self.columns[field]] if field in self.columns else field

    @property
    def unused(self) -> list[str]:
        """The headers of columns that mean nothing to us."""
        return [title for index, title in enumerate(self.titles) if title and index not in self.columns.values()]


@cache
def fields_of(kind: Kind) -> Fields:
    """Return the fields of a kind, from kinds.toml."""
    table = tomllib.loads(files(__package__).joinpath("kinds.toml").read_text(encoding="utf-8"))
    own = table["kinds"][kind]
    words = table["words"] | own.get("words", {})
    return Fields(
        {name: (name, *words.get(name, ())) for name in own["fields"]},
        tuple(own["required"]),
        tuple(own["either"]),
    )


def header_of(grid: Grid, kind: Kind, chosen: Mapping[str, str]) -> Header | None:
    """Return the header of a table: the first row in which two columns are known; None if there is none.

    `chosen` says of single headers which field they are, and goes before the words.
    """
    for number, cells in list(grid.rows.items())[:MOST_ROWS_ABOVE]:
        columns = _columns(cells, fields_of(kind), chosen)
        if len(columns) > 1:
            return Header(number, columns, cells)
    return None


def check(header: Header, kind: Kind, where: str) -> None:
    """Raise ConfigError where a column is missing without which no row can be understood."""
    fields = fields_of(kind)
    missing = [name for name in fields.required if name not in header.columns]
    if fields.either and not any(name in header.columns for name in fields.either):
        missing.append(fields.either[0])
    if missing:
        name, words = missing[0], "、".join(fields.words[missing[0]][1:7])
        what = say("imports.header.missing", names="、".join(say(f"imports.field.{each}") for each in missing))
        raise ConfigError(where, what, say("imports.header.words", words=words, field=name))


def chosen_of(pairs: Sequence[str], kind: Kind) -> dict[str, str]:
    """Return the headers told on the command line (列名=field). Raises ConfigError for one that is no field."""
    chosen = {}
    for pair in pairs:
        title, _, field = pair.rpartition("=")
        if not title or field not in fields_of(kind).words:
            names = "、".join(f"{name}（{say(f'imports.field.{name}')}）" for name in fields_of(kind).words)
            raise ConfigError(
                "--map", say("imports.header.map", text=pair), say("imports.header.map_form", names=names)
            )
        chosen[bare(title)] = field
    return chosen


def bare(title: str) -> str:
    """Return a header without what does not make it another one: spaces, brackets, a colon, a star."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", title)).strip("*:")
    return re.sub(r"(?<=.)\(.*\)$", "", plain).strip("*:").lower()


def _columns(cells: Sequence[str], fields: Fields, chosen: Mapping[str, str]) -> dict[str, int]:
    titles = [bare(cell) for cell in cells]
    columns: dict[str, int] = {}
    for name, words in fields.words.items():
        told = [title for title, field in chosen.items() if field == name]
        ranked = [bare(word) for word in words]
        fitting = [title for title in (*told, *ranked) if title in titles and chosen.get(title, name) == name]
        if fitting and (column := titles.index(fitting[0])) not in columns.values():
            columns[name] = column
    return columns
