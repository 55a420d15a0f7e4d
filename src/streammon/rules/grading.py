"""The grades of a unit in a period as they stand: a pure machine over the days and incidents of that unit.

What is counted is in `measures`, which grade that gives in `boards`: the same functions make the ledger of a period
from the whole log. State is kept per unit and period, and nothing in it depends on the order in which events come.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import msgspec

from streammon.clock import LOCAL
from streammon.model.base import Instant, Part, digest
from streammon.model.day import Day
from streammon.model.grade import Grade
from streammon.model.incident import Incident
from streammon.model.rules import Board, Rules, Span
from streammon.model.step import Due, Step
from streammon.rules.inputs import Fault, Window, fault_of, newer, opened_on, window_of
from streammon.rules.lines import Register, Share, Standing, standings
from streammon.rules.periods import period_named, period_of


class Told(Part, frozen=True, kw_only=True, omit_defaults=True):
    """What was published last of a line: what stands for it, and its revision (0 while the period is open)."""

    mark: str
    revision: int = 0


class PeriodState(Part, frozen=True, kw_only=True, omit_defaults=True):
    """What is known of one unit in one period: its days and incidents by id, and what was told of each line.

    A line is a subject on a board (`columns|u01`).
    """

    windows: dict[str, Window] = msgspec.field(default_factory=dict)
    faults: dict[str, Fault] = msgspec.field(default_factory=dict)
    told: dict[str, Told] = msgspec.field(default_factory=dict)
    closes_at: Instant | None = None
    closed: bool = False


def key_of(event: Day | Incident, rules: Rules) -> str:
    """Return the key of the state that an event is for: unit and period (`u01|2023-10`)."""
    return f"{event.unit_id}|{period_of(_counts_on(event), rules).id}"


def step(state: PeriodState, event: Day | Incident | Due, now: datetime, register: Register) -> Step[PeriodState]:
    """Return what one day or incident does to the grades of its unit; a Due closes the period.

    A later report of the same day or incident replaces the earlier one, whichever comes first. What comes after that,
    and changes a grade or what it rests on, gives a numbered revision.
    """
    unit_id, span = _whose(event, register.rules)
    if span is None:
        return Step(state)  # the rules have lost it
    closes_at = state.closes_at or _closing(span, register.rules, now)
    state = msgspec.structs.replace(state, closes_at=closes_at)
    if isinstance(event, Due):
        state, boards = msgspec.structs.replace(state, closed=True), register.rules.boards
    else:
        before, state = state, _noted(state, event)
        boards = tuple(_boards(before, state, event, register))
    told = dict(state.told)
    found = standings(unit_id, boards, span, _shares(state), register)
    emits = tuple(grade for standing in found if (grade := _news(standing, span, state, told, now)))
    return Step(msgspec.structs.replace(state, told=told), emits, due=None if state.closed else closes_at)


def _whose(event: Day | Incident | Due, rules: Rules) -> tuple[str, Span | None]:
    if isinstance(event, Due):
        unit_id, _, name = event.key.partition("|")
        return unit_id, period_named(name, rules)
    return event.unit_id, period_of(_counts_on(event), rules)


def _counts_on(event: Day | Incident) -> date:
    return event.date if isinstance(event, Day) else opened_on(event)


def _closing(span: Span, rules: Rules, now: datetime) -> datetime:
    """Return when a period is closed: some days after its end, or after it was first heard of when that was later."""
    last = max(span.last, now.astimezone(LOCAL).date())
    return datetime.combine(last + timedelta(days=rules.close_days + 1), time(), LOCAL)


def _noted(state: PeriodState, event: Day | Incident) -> PeriodState:
    if isinstance(event, Incident):
        fault = newer(fault_of(event), state.faults.get(event.incident_id))
        return msgspec.structs.replace(state, faults={**state.faults, event.incident_id: fault})
    window = newer(window_of(event), state.windows.get(event.day_id))
    return msgspec.structs.replace(state, windows={**state.windows, event.day_id: window})


def _boards(before: PeriodState, state: PeriodState, event: Day | Incident, register: Register) -> Iterator[Board]:
    """Yield the boards that an event can change: that of the source, and the one on which the day had counted."""
    if isinstance(event, Incident):
        source = register.sources.get(event.source_id)
        names = {source.board} if source else set()
    else:
        known = (side.windows.get(event.day_id) for side in (before, state))
        names = {window.board for window in known if window}
    return (board for board in register.rules.boards if board.board_id in names)


def _shares(state: PeriodState) -> dict[str, Share]:
    shares: defaultdict[str, Share] = defaultdict(Share)
    for day_id, window in state.windows.items():
        shares[window.source_id].windows[day_id] = window
    for incident_id, fault in state.faults.items():
        shares[fault.source_id].faults[incident_id] = fault
    return shares


def _news(standing: Standing, span: Span, state: PeriodState, told: dict[str, Told], now: datetime) -> Grade | None:
    """Return the grade to publish, and note it in `told`; None while it and what it rests on are as they were told."""
    line = f"{standing.board.board_id}|{standing.subject_id}"
    known, seal = told.get(line), standing.seal if state.closed else ""
    verdict = standing.verdict
    figures = " ".join(f"{name}={value}" for name, value in sorted(verdict.measures.items()))
    mark = digest(verdict.grade, verdict.because, figures, seal)
    if known is not None and known.mark == mark:
        return None
    revision = (known.revision if known else 0) + 1 if state.closed else 0
    told[line] = Told(mark=mark, revision=revision)
    return Grade(
        grade_id=digest(span.id, standing.board.board_id, standing.subject_id),
        period=span.id,
        board=standing.board.board_id,
        unit_id=standing.unit_id,
        subject_id=standing.subject_id,
        grade=verdict.grade,
        because=verdict.because,
        measures=verdict.measures,
        distance=standing.distance,
        at=now,
        evidence=standing.incidents,
        contents=standing.contents if state.closed else (),
        final=state.closed,
        revision=revision,
        digest=seal,
    )
