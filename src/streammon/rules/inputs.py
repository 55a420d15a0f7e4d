"""What of a day and of an incident counts in a grade: the inputs of a period, the newest of each.

They are kept small, for a province has millions. What is newer is told by the events' own time; of two that are equally
new and differ, one is always chosen, whichever comes first.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from sys import intern
from typing import TypeVar

import msgspec

from streammon.clock import LOCAL
from streammon.model.base import Instant, Part
from streammon.model.day import Day
from streammon.model.incident import FAULTLESS, MENDED, Incident, openings
from streammon.model.inspection import Severity

MISSING = frozenset({"gap", "column"})
"""Incidents of these scopes are about what is missing, and `due`, `surplus` and `empty_due` count that already."""


class Window(Part, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """What a `Day` counts for. `at` is in seconds since the epoch; `contents` are their ids, with blanks between them.

    `stale` is the gap rule that the source had violated already when the window was written, on the day itself.
    """

    at: float
    source_id: str
    board: str
    date: date
    items: int = 0
    originals: int = 0
    late: int = 0
    contents: str = ""
    tasks: str = ""
    stale: str = ""
    counts: tuple[tuple[str, int], ...] = ()

    @property
    def ids(self) -> Sequence[str]:
        """The ids of the contents."""
        return (self.contents,) if self.items == 1 else self.contents.split()


class Fault(Part, frozen=True, kw_only=True, omit_defaults=True):
    """What an `Incident` counts for: the local day on which it was opened, and the one when it was proved to be mended.

    `at` is its last transition in seconds since the epoch, and `changes` how many there were. One that is about what is
    missing (`is_missing`) counts by its rule alone, one that is not held against the unit (`faultless`) not at all. A
    gap has `since`. `in_time`: mended by the deadline then in force; `repeated`: mended once before, it had come back.
    """

    at: float
    changes: int
    source_id: str
    rule: str
    severity: Severity
    opened: date
    is_missing: bool = False
    faultless: bool = False
    since: date | None = None
    fixed: date | None = None
    in_time: bool = False
    repeated: bool = False


T = TypeVar("T", Window, Fault)


def newer(one: T, other: T | None) -> T:
    """Return the newer of two reports of the same thing."""
    if other is None or one.at > other.at:
        return one
    if one.at < other.at or one == other:
        return other
    return max(one, other, key=_rank)


def _rank(report: Window | Fault) -> tuple[int, bytes]:
    return report.changes if isinstance(report, Fault) else report.items, msgspec.json.encode(report)


def timeless(report: Window | Fault) -> str:
    """Return text that stands for what a report says, whenever it was made and after how many others.

    How an incident was mended is no part of it: that is nothing to a board that does not count it, and the measures of
    one that does say it.
    """
    if isinstance(report, Fault):
        report = msgspec.structs.replace(report, changes=0, in_time=False, repeated=False)
    return msgspec.json.encode(msgspec.structs.replace(report, at=0.0)).decode()


def window_of(day: Day) -> Window:
    """Return what a day counts for."""
    is_stale = day.violates_at is not None and day.violates_at <= day.at and _local(day.at) == day.date
    return Window(
        at=day.at.timestamp(),
        source_id=intern(day.source_id),
        board=intern(day.board),
        date=_one(day.date),
        items=len(day.contents),
        originals=len(day.originals),
        late=len(day.late),
        contents=" ".join(day.contents),
        tasks=" ".join(day.tasks),
        stale=day.violates if is_stale else "",
        counts=tuple(sorted(day.counts.items())) if day.counts else (),
    )


@lru_cache(maxsize=4096)
def _one(day: date) -> date:
    """Return one and the same object for equal dates: millions of windows share a few."""
    return day


def fault_of(incident: Incident) -> Fault:
    """Return what an incident counts for."""
    history, finding = incident.history, incident.finding
    fixed_at = incident.fixed_at if incident.state in MENDED else None
    return Fault(
        at=(history[-1].at if history else incident.opened_at).timestamp(),
        changes=len(history),
        source_id=incident.source_id,
        rule=finding.rule,
        severity=finding.severity,
        opened=_local(incident.opened_at),
        is_missing=incident.scope in MISSING,
        faultless=incident.state in FAULTLESS,
        since=_local(finding.since) if finding.since else None,
        fixed=_local(fixed_at) if fixed_at else None,
        in_time=fixed_at is not None and fixed_at <= incident.deadline,
        repeated=openings(incident) > 1,
    )


def opened_on(incident: Incident) -> date:
    """Return the local day on which an incident was opened, the last time; it counts on that day."""
    return _local(incident.opened_at)


def _local(moment: Instant) -> date:
    return moment.astimezone(LOCAL).date()
