"""The files of the folder `october`: how many items each source published, and the articles that make the story."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import msgspec

from streammon.clock import LOCAL
from streammon.demo.attachments import KINDS
from streammon.demo.moments import MONTH
from streammon.errors import ConfigError
from streammon.site.problems import Problems
from streammon.site.tables import Row, read_table
from streammon.words import say

T = TypeVar("T")


class CountyFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file county.toml: the website's own name, and what is odd about it. `gbk` are ids of units."""

    name: str
    domain: str
    id_code: str
    gbk: tuple[str, ...]
    towns: tuple[str, ...]
    repost_sources: tuple[str, ...]
    boards: dict[str, str]


@dataclass(frozen=True, slots=True)
class Figures:
    """How many items a source published in the month, how many before, and how many of the month's are reposts."""

    published: int
    older: int
    reposts: int


@dataclass(frozen=True, slots=True)
class Episode:
    """An article of the month with a mistake in it, or with an attachment.

    In `text` a `|` parts paragraphs, and `{}` is the expression: it reads `wrong` until `fixed_at`, then `right`.
    """

    source_id: str
    published_at: datetime
    title: str
    text: str
    wrong: str
    right: str
    fixed_at: datetime | None
    deleted_at: datetime | None
    attachment: str


def read_toml(file: Path, kind: type[T]) -> T:
    """Return the file as `kind`. Raises ConfigError, with the place inside the file, if it does not fit."""
    try:
        return msgspec.toml.decode(file.read_bytes(), type=kind)
    except OSError as error:
        raise ConfigError(str(file), say("demo.error.broken", why=error.strerror)) from None
    except msgspec.MsgspecError as error:
        raise ConfigError(str(file), say("demo.error.broken", why=error)) from None


def read_figures(file: Path, sources: Collection[str]) -> dict[str, Figures]:
    """Return the figures by source id; there must be one row for each of `sources`. Raises ConfigErrors."""
    problems = Problems()
    found: dict[str, Figures] = {}
    for row in read_table(file, ("source_id", "published", "older", "reposts"), problems):
        source_id = _source(row, sources, problems)
        if source_id in found:
            problems.add(row.where("source_id"), say("demo.error.doubled", source_id=source_id))
        found[source_id] = Figures(*(_count(row, name, problems) for name in ("published", "older", "reposts")))
    for source_id in sources:
        if source_id not in found:
            problems.add(str(file), say("demo.error.no_row", source_id=source_id))
    problems.refuse()
    return found


def read_episodes(file: Path, sources: Collection[str]) -> list[Episode]:
    """Return the articles that make the story. Raises ConfigErrors."""
    problems = Problems()
    columns = tuple(Episode.__dataclass_fields__)
    episodes = [_episode(row, sources, problems) for row in read_table(file, columns, problems)]
    problems.refuse()
    return [episode for episode in episodes if episode]


def _episode(row: Row, sources: Collection[str], problems: Problems) -> Episode | None:
    published = _moment(row, "published_at", problems)
    later = {name: _moment(row, name, problems) if row[name] else None for name in ("fixed_at", "deleted_at")}
    if row["attachment"] not in ("", *KINDS):
        wrong = say("demo.error.attachment", kind=row["attachment"], kinds="、".join(KINDS))
        problems.add(row.where("attachment"), wrong)
    if published is None:
        return None
    if not MONTH[0] <= published.date() <= MONTH[1]:
        problems.add(row.where("published_at"), say("demo.error.outside"))
    for name, moment in later.items():
        if moment is not None and moment <= published:
            problems.add(row.where(name), say("demo.error.order", later=name, earlier="published_at"))
    return Episode(
        _source(row, sources, problems), published, row["title"], row["text"], row["wrong"], row["right"],
        later["fixed_at"], later["deleted_at"], row["attachment"],
    )  # fmt: skip


def _source(row: Row, sources: Collection[str], problems: Problems) -> str:
    if row["source_id"] not in sources:
        problems.add(row.where("source_id"), say("demo.error.unknown_source", source_id=row["source_id"]))
    return row["source_id"]


def _count(row: Row, column: str, problems: Problems) -> int:
    if row[column].isdecimal():
        return int(row[column])
    problems.add(row.where(column), say("demo.error.count", value=row[column]))
    return 0


def _moment(row: Row, column: str, problems: Problems) -> datetime | None:
    try:
        return datetime.strptime(row[column], "%Y-%m-%d %H:%M").replace(tzinfo=LOCAL)
    except ValueError:
        problems.add(row.where(column), say("demo.error.moment", value=row[column]))
        return None
