"""Boards, days and incidents to be graded, in as few words as a test can say them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from streammon.clock import LOCAL
from streammon.model.day import Day
from streammon.model.incident import Incident, State, Transition
from streammon.model.inspection import Finding, Place, Severity
from streammon.model.poll import PageKind
from streammon.model.rules import Board, GapLimits, Problem, Roundup, Rules, Rung, Span, Windows
from streammon.model.source import Source, SourceKind
from streammon.model.task import Task
from streammon.model.unit import Unit
from streammon.rules.inputs import fault_of, window_of
from streammon.rules.ledger import Book
from streammon.rules.lines import Register
from streammon.rules.measures import Counts, Terms, measured
from streammon.rules.periods import month_of

OCTOBER = month_of(date(2023, 10, 1))
NOON = datetime(2023, 10, 20, 12, tzinfo=LOCAL)
Event = Day | Incident


def october(number: int) -> date:
    return date(2023, 10, number)


def moment(on: date, hour: int = 12) -> datetime:
    return datetime.combine(on, time(hour), LOCAL)


def source(
    source_id: str = "s1",
    unit_id: str = "u1",
    *,
    board: str = "b",
    cadence: str = "实时更新",
    kind: SourceKind = SourceKind.WEBSITE,
    platform: str = "",
) -> Source:
    return Source(
        source_id=source_id,
        unit_id=unit_id,
        board=board,
        name=f"名称{source_id}",
        url="",
        host="",
        cadence=cadence,
        every=60,
        kind=kind,
        platform=platform,
    )


def day(
    on: date,
    published: int = 0,
    *,
    own: Source | None = None,
    originals: int | None = None,
    tasks: Sequence[str] = (),
    late: int = 0,
    at: datetime = NOON,
    stale: str = "",
    **counts: int,
) -> Day:
    """A day of a source: `published` items, of which `originals` (all, if not said) are none of somebody else."""
    whose = own or source()
    ids = tuple(f"{whose.source_id}-{on:%m%d}-{number}" for number in range(published))
    return Day(
        day_id=f"{whose.source_id}/{on}" + ("/records" if counts else ""),
        source_id=whose.source_id,
        unit_id=whose.unit_id,
        board=whose.board,
        date=on,
        at=moment(on, 1) if stale else at,
        contents=ids,
        originals=ids[: published if originals is None else originals],
        tasks=tuple(tasks),
        late=ids[:late],
        violates=stale,
        violates_at=moment(on, 0) if stale else None,
        counts=counts,
    )


def incident(
    name: str = "i",
    severity: Severity = Severity.ORDINARY,
    *,
    own: Source | None = None,
    rule: str = "text/lexicon",
    scope: str = "text",
    opened: date = date(2023, 10, 10),
    since: date | None = None,
    fixed: date | None = None,
    state: State = State.OPEN,
    right: str = "",
    due: date | None = None,
    returned: bool = False,
) -> Incident:
    whose = own or source()
    history = [Transition(at=moment(opened), state=State.REOPENED if returned else State.OPEN, why="seen")]
    if returned:
        earlier = [(3, State.OPEN), (2, State.FIXED)]
        history[:0] = [
            Transition(at=moment(opened - timedelta(days=days)), state=was, why="seen") for days, was in earlier
        ]
    if fixed:
        state = State.FIXED
        history.append(Transition(at=moment(fixed), state=state, why="seen"))
    elif state is not State.OPEN:
        history.append(Transition(at=moment(opened, 15), state=state, why="decided"))
    finding = Finding(rule=rule, severity=severity, evidence=name, right=right, since=moment(since) if since else None)
    return Incident(
        incident_id=name,
        subject_id="page",
        scope=scope,
        source_id=whose.source_id,
        unit_id=whose.unit_id,
        state=state,
        finding=finding,
        place=Place(url="", title="题目", kind=PageKind.ARTICLE, host=""),
        opened_at=moment(opened),
        deadline=moment(due or opened),
        fixed_at=moment(fixed) if fixed else None,
        history=tuple(history),
    )


def gap(since: date, *, limit: int = 7, rule: str = "gap/any", fixed: date | None = None, **more: object) -> Incident:
    """A gap of a source that published last on `since`."""
    opened = since + timedelta(days=limit + 1)
    return incident(f"{rule}-{since}", rule=rule, scope="gap", since=since, opened=opened, fixed=fixed, **more)  # type: ignore[arg-type]


def count(
    events: Iterable[Event],
    *,
    own: Source | None = None,
    limits: GapLimits | None = None,
    span: Span = OCTOBER,
    tasks: Iterable[str] = (),
    exempt: Iterable[str] = (),
    named: Iterable[str] = (),
) -> Counts:
    """The base measures of one source."""
    known = list(events)
    return measured(
        own or source(),
        [window_of(event) for event in known if isinstance(event, Day)],
        [fault_of(event) for event in known if isinstance(event, Incident)],
        Terms(span, limits or GapLimits(), frozenset(tasks), tuple(exempt), tuple(named)),
    )


def rung(grade: str, when: str = "") -> Rung:
    return Rung(grade=grade, because=f"因为{grade}", when=when)


def board(*rungs: Rung, **more: object) -> Board:
    return Board(board_id="b", title="表", rungs=rungs, **more)  # type: ignore[arg-type]


def problem(text: str, *, when: str = "", rule: str = "") -> Problem:
    return Problem(text=text, when=when, rule=rule)


def register(
    own: Board,
    *sources: Source,
    limits: GapLimits | None = None,
    tasks: Iterable[Task] = (),
    periods: Iterable[Span] = (),
    summaries: Iterable[Roundup] = (),
) -> Register:
    rules = Rules(
        gaps={own.board_id: limits or GapLimits()},
        windows=Windows(days={}),
        boards=(own,),
        summaries=tuple(summaries),
        periods=tuple(periods),
    )
    return Register(rules, {each.source_id: each for each in sources or (source(),)}, tuple(tasks))


def book(known: Register, groups: dict[str, str] | None = None) -> Book:
    """All units of the sources; their names are like 单位u1."""
    units = {each.unit_id for each in known.sources.values()}
    of_group = groups or {}
    return Book(
        "某县",
        {
            unit_id: Unit(unit_id=unit_id, name=f"单位{unit_id}", contact_id="p", group=of_group.get(unit_id, ""))
            for unit_id in sorted(units)
        },
        known,
    )
