"""The grade of a unit on each board, month by month: a pure machine over the days and incidents of that unit.

The measures and the order of the grades are those of the circular's notes; which bounds give which grade is data
(`Board`). State is kept per unit and local month, and nothing in it depends on the order in which events come.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache

import msgspec

from streammon.clock import LOCAL
from streammon.model.base import Instant, Part, digest
from streammon.model.day import Day
from streammon.model.grade import Grade
from streammon.model.incident import Incident
from streammon.model.inspection import Severity
from streammon.model.rules import Board, Condition, Rules, Rung
from streammon.model.source import Source
from streammon.model.step import Step
from streammon.rules import cadence

MEASURES = ("published", "due", "surplus", "empty_due", "vetoes", "severe", "ordinary")
"""What a condition of a board may bound; `Board` says what each of them counts."""

_MEASURE_OF = {Severity.VETO: "vetoes", Severity.SEVERE: "severe", Severity.ORDINARY: "ordinary"}

_MISSING = frozenset({"gap", "column"})
"""Incidents of these scopes are about what is missing, and `due`, `surplus` and `empty_due` count that already."""


class Published(Part, frozen=True, kw_only=True, order=True):
    """How many items a source published on one day, as was known `at` that moment; the newest is the greatest."""

    at: Instant
    items: int


class Fault(Part, frozen=True, kw_only=True, order=True):
    """How bad an incident is, as of its last transition, `at`; the newest is the greatest."""

    at: Instant
    severity: Severity


class BoardState(Part, frozen=True, kw_only=True):
    """What counts on one board: the days of its sources (by source, then ISO date), the incidents by id.

    `grade` and `measures` are what was published last.
    """

    days: dict[str, dict[str, Published]] = msgspec.field(default_factory=dict)
    faults: dict[str, Fault] = msgspec.field(default_factory=dict)
    grade: str = ""
    measures: dict[str, int] = msgspec.field(default_factory=dict)


class PeriodState(Part, frozen=True, kw_only=True):
    """What is known of one unit in one month, by board."""

    boards: dict[str, BoardState] = msgspec.field(default_factory=dict)


def keys_of(event: Day | Incident) -> list[str]:
    """Return the key of the state that an event is for: unit and month (`u01|2023-10`). Gaps are for none."""
    if isinstance(event, Incident) and event.scope in _MISSING:
        return []
    return [f"{event.unit_id}|{_period(event)}"]


def step(
    state: PeriodState, event: Day | Incident, now: datetime, rules: Rules, sources: Mapping[str, Source]
) -> Step[PeriodState]:
    """What one day or incident does to the grade of its unit on the board of its source.

    A later report of the same day or incident replaces the earlier one, whichever comes first. A source counts from
    its first day on, so one that could never be visited is not held against its unit.
    """
    board = _board(event, rules, sources)
    if board is None or not keys_of(event):
        return Step(state)
    known = _noted(state.boards.get(board.board_id, BoardState()), event)
    period = _period(event)
    measures = _measures(known, period, sources)
    rung = next((rung for rung in board.rungs if _reached(rung, measures)), board.rungs[-1])
    told = msgspec.structs.replace(known, grade=rung.grade, measures=measures)
    state = PeriodState(boards={**state.boards, board.board_id: told})
    if told == known:
        return Step(state)
    grade = Grade(
        grade_id=digest(period, board.board_id, event.unit_id),
        period=period,
        board=board.board_id,
        unit_id=event.unit_id,
        grade=rung.grade,
        because=rung.because,
        measures=measures,
        at=now,
        evidence=tuple(sorted(known.faults)),
    )
    return Step(state, emits=(grade,))


def _period(event: Day | Incident) -> str:
    day = event.date if isinstance(event, Day) else event.opened_at.astimezone(LOCAL).date()
    return f"{day:%Y-%m}"


def _board(event: Day | Incident, rules: Rules, sources: Mapping[str, Source]) -> Board | None:
    """Return the board that an event counts for; None if the registry or the rules have lost it."""
    if isinstance(event, Day):
        name = event.board
    else:
        source = sources.get(event.source_id)
        name = source.board if source else ""
    return next((board for board in rules.boards if board.board_id == name), None)


def _noted(known: BoardState, event: Day | Incident) -> BoardState:
    if isinstance(event, Incident):
        changed = event.history[-1].at if event.history else event.opened_at
        fault = Fault(at=changed, severity=event.finding.severity)
        newest = max(fault, known.faults.get(event.incident_id, fault))
        return msgspec.structs.replace(known, faults={**known.faults, event.incident_id: newest})
    days = known.days.get(event.source_id, {})
    day, published = event.date.isoformat(), Published(at=event.at, items=len(event.contents))
    days = {**days, day: max(published, days.get(day, published))}
    return msgspec.structs.replace(known, days={**known.days, event.source_id: days})


def _measures(known: BoardState, period: str, sources: Mapping[str, Source]) -> dict[str, int]:
    measures = dict.fromkeys(MEASURES, 0)
    for source_id, days in known.days.items():
        items = sum(day.items for day in days.values())
        due = _due(sources.get(source_id), period)
        measures["published"] += items
        if due:
            measures["due"] += due
            measures["surplus"] += items - due
            measures["empty_due"] += items == 0
    for fault in known.faults.values():
        measures[_MEASURE_OF[fault.severity]] += 1
    return measures


def _due(source: Source | None, period: str) -> int:
    return 0 if source is None or source.removed else _asked(source.cadence, period)


@lru_cache(maxsize=1024)
def _asked(text: str, period: str) -> int:
    """Return how many items a cadence asks for in a month: a yearly one asks in the last month only."""
    first = date.fromisoformat(f"{period}-01")
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return cadence.parse(text).due_within(first, last)


def _reached(rung: Rung, measures: Mapping[str, int]) -> bool:
    """Say whether a grade is given: any of `any`, or all of `all`, or nothing asked."""
    if not rung.any and not rung.all:
        return True
    within = [_within(condition, measures) for condition in rung.all]
    return any(_within(condition, measures) for condition in rung.any) or (bool(within) and all(within))


def _within(condition: Condition, measures: Mapping[str, int]) -> bool:
    measure = measures[condition.measure]
    at_least, at_most = condition.at_least, condition.at_most
    return (at_least is None or measure >= at_least) and (at_most is None or measure <= at_most)
