"""The file replay.toml of a site folder: how the tables of its printed circular become events, and what they claim."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path

import msgspec

from streammon.errors import ConfigError
from streammon.model.source import SourceKind
from streammon.replay.printed import Row
from streammon.replay.spreading import Span
from streammon.words import say

FILE = "replay.toml"


class Makes(StrEnum):
    """What the rows of a table become."""

    ITEMS = "items"
    """As many publications as are printed: `originals` or `published`, `tasks`, `reposts`, or one count a month."""
    STEADY = "steady"
    """Publications of every source of the board every few days; a row is a span of days without."""
    SUBMISSIONS = "submissions"
    MESSAGES = "messages"
    WORK_ORDERS = "work-orders"
    SUMMARIES = "summaries"
    """Monthly reports, of which so many as are printed never came."""
    REPORTS = "reports"
    SCENES = "scenes"
    FOLLOWERS = "followers"
    NOTHING = ""
    """Only what is printed in words (`causes`), or only a comparison."""


class Makings(StrEnum):
    """What a sentence of a row comes from."""

    TEXT = "text"
    """A publication with `text` in it."""
    LATE_REPLY = "late-reply"
    NO_REPOSTS = "no-reposts"
    WRONG_KIND = "wrong-kind"
    """An account registered as another kind than it is."""
    DEREGISTERED = "deregistered"
    STALE = "stale"
    """Columns, named in brackets, on which nothing has been published for half a year."""
    NO_REPORT = "no-report"
    """Something that had to be there, and was not when somebody looked."""
    BAD_REPORT = "bad-report"


class Cause(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where the cell in `column` contains `words`, what is printed there has come from `makes`.

    `source` is the source that it happened to, where that is not the one of the row.
    """

    column: str
    words: str
    makes: Makings
    text: str = ""
    source: str = ""


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One reading of one printed table.

    `match` names the columns by which a row finds its source (name, unit, platform), in the order of the registry
    where several have the same; `kind` bounds the choice. `filled` columns are empty where they repeat the row above.
    `counts` names the columns that events are made of; `every` is the days between two publications of a source that
    is steady, `longest` the most days between two originals, `silent` the column with spans of days without any.

    Compared are, by measure, columns about the source of a row (`sources`), about its subject (`subjects`: also grade
    and problem), about its group (`groups`, in `summary`), about the whole board (`totals`: a row names the measure
    and its value), about its gaps (`gaps`, where a row is one: `counts` names its `first`, `last`, `kind` and `limit`,
    and `rules` the rule of each kind). `undue` is empty where nothing was due. In a problem, the words `listed` are
    followed by the names of the sources that have a gap, in brackets.
    """

    file: str
    board: str
    makes: Makes = Makes.NOTHING
    match: dict[str, str] = {}
    kind: SourceKind | None = None
    filled: tuple[str, ...] = ()
    counts: dict[str, str] = {}
    months: tuple[str, ...] = ()
    every: int = 3
    longest: int = 0
    silent: str = ""
    causes: tuple[Cause, ...] = ()
    sources: dict[str, str] = {}
    subjects: dict[str, str] = {}
    groups: dict[str, str] = {}
    summary: str = ""
    totals: bool = False
    gaps: bool = False
    rules: dict[str, str] = {}
    undue: str = ""
    listed: str = ""
    separator: str = "；"
    none: str = "无"

    def span(self, row: Row) -> Span:
        """Return the days that a row of gaps is about."""
        return Span(row.day(self.counts["first"]), row.day(self.counts["last"]))

    def rule(self, row: Row) -> str:
        """Return the rule that a row of gaps is about."""
        return self.rules[row[self.counts["kind"]]]


class Episode(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the circular tells of one source in words: an attachment with `text`, and a list of `persons` persons."""

    source_id: str
    on: date
    title: str
    text: str
    persons: int = 0


class Plan(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The whole file. `aliases` are names of units in print that the registry has under another one."""

    period: str
    aliases: dict[str, str] = {}
    tables: tuple[Table, ...]
    episodes: tuple[Episode, ...] = ()


def read_plan(folder: Path) -> Plan:
    """Return the plan of a site folder. Raises ConfigError, with the place inside the file, if it can't be used."""
    file = folder / FILE
    try:
        return msgspec.toml.decode(file.read_bytes(), type=Plan)
    except OSError as error:
        raise ConfigError(str(file), say("replay.error.broken", why=error.strerror), say("replay.error.plan")) from None
    except msgspec.MsgspecError as error:
        raise ConfigError(str(file), say("replay.error.broken", why=error)) from None
