"""A period's whole account: the words, tables and grades of the circular all come from here."""

from __future__ import annotations

from datetime import date

from streammon.model.base import Event, Instant, Part
from streammon.model.incident import Incident
from streammon.model.source import SourceKind

Value = int | float
"""A measure: a count, or a share or rate made of counts."""


class SourceLine(Part, frozen=True, kw_only=True):
    """What one source contributed to a line. `due` is None where nothing was due ("/" in print)."""

    source_id: str
    name: str
    kind: SourceKind
    platform: str
    cadence: str
    due: int | None
    measures: dict[str, Value]


class Gap(Part, frozen=True, kw_only=True):
    """Days without any (`gap/any`), or without an original (`gap/original`), publication; both ends are such days.

    Cut at the ends of the period. `limit` is how many days are allowed.
    """

    source_id: str
    rule: str
    first: date
    last: date
    limit: int


class Line(Part, frozen=True, kw_only=True):
    """One subject (a unit or a source) on one board.

    `because` is the rule that gave the grade; `distance` what is missing for the next better one, in words (差 1 条),
    empty at the top or where no count leads there. `problems` are the printed sentences; `evidence` the ids of the
    incidents and the contents behind the measures.
    """

    subject_id: str
    unit_id: str
    name: str
    unit: str
    group: str
    measures: dict[str, Value]
    grade: str
    because: str
    distance: str = ""
    problems: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    sources: tuple[SourceLine, ...] = ()
    incidents: tuple[str, ...] = ()
    contents: tuple[str, ...] = ()


class Table(Part, frozen=True, kw_only=True):
    """One board. Its lines are in the order of the registry."""

    board_id: str
    title: str
    lines: tuple[Line, ...]
    grades: tuple[str, ...]
    """All grades of the board, in the order in which its rungs are tried."""


class GroupLine(Part, frozen=True, kw_only=True):
    """The subjects of one group of units on one board, summed up."""

    group: str
    measures: dict[str, Value]


class Summary(Part, frozen=True, kw_only=True):
    """A table of groups: regions with the number of accounts checked and failed and the pass rate."""

    summary_id: str
    title: str
    board_id: str
    lines: tuple[GroupLine, ...]
    total: GroupLine


class Ledger(Event, frozen=True, kw_only=True):
    """Everything of one period of one site, made of the days and incidents of the log and of nothing else.

    `first` and `last` are the period's days. `incidents` are those opened in the period, and `carried` those opened
    before it that were not fixed when it began (the re-check list). `revision` is 0 while the period is open, and
    `digest` stands for all inputs.
    """

    site: str
    period: str
    first: date
    last: date
    at: Instant
    tables: tuple[Table, ...]
    summaries: tuple[Summary, ...]
    incidents: tuple[Incident, ...]
    carried: tuple[Incident, ...]
    revision: int
    digest: str
