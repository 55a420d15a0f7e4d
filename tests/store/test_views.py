import random
from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from streammon.errors import Transient
from streammon.model.action import Verb
from streammon.model.alert import Alert, AlertKind
from streammon.model.base import Event
from streammon.model.day import Day
from streammon.model.grade import Grade
from streammon.model.incident import Incident, State, Transition
from streammon.model.inspection import Finding, Place, Severity
from streammon.model.message import Outcome, Receipt
from streammon.model.poll import PageKind, Reason
from streammon.model.signal import Visit
from streammon.model.source import Source, SourceKind
from streammon.store import Counters, SourceView, Views

START = datetime(2023, 10, 1, tzinfo=UTC)
PLACE = Place(url="http://a/1", title="标题", kind=PageKind.ARTICLE, host="a")


def at(days: float) -> datetime:
    return START + timedelta(days=days)


def source(source_id: str, **changes: object) -> Source:
    fields = {"unit_id": "u", "board": "b", "name": "n", "url": "u", "host": "h", "cadence": "1条/月", "every": 60}
    return Source(**{"source_id": source_id, **fields, **changes})


def visit(source_id: str, when: datetime, reason: str = "") -> Visit:
    return Visit(
        signal_id=f"{source_id}{when}",
        source_id=source_id,
        unit_id="u",
        url="u",
        kind=PageKind.LIST,
        why=Reason.DUE,
        at=when,
        ok=not reason,
        reason=reason,
    )


def day(source_id: str, when: datetime, contents: int, violates_at: datetime | None = None, on: int = 1) -> Day:
    return Day(
        day_id=f"{source_id}-{on}",
        source_id=source_id,
        unit_id="u",
        board="b",
        date=date(2023, 10, on),
        at=when,
        contents=tuple(map(str, range(contents))),
        last_published_at=when,
        violates_at=violates_at,
        violates="gap/any",
    )


def incident(incident_id: str, *states: State, due: float = 9) -> Incident:
    history = tuple(Transition(at=at(number), state=state, why="") for number, state in enumerate(states))
    return Incident(
        incident_id=incident_id,
        subject_id="c",
        scope="text",
        source_id="a",
        unit_id="u",
        state=states[-1],
        finding=finding(),
        place=PLACE,
        opened_at=at(0),
        deadline=at(due),
        history=history,
    )


def finding(evidence: str = "e") -> Finding:
    return Finding(rule="text/lexicon", severity=Severity.SEVERE, evidence=evidence)


def judged(incident_id: str, verb: Verb, state: State) -> Incident:
    found = incident(incident_id, State.REVIEW)
    history = (*found.history, Transition(at=at(7), state=state, why=f"{verb} 1", by="督查员"))
    return msgspec.structs.replace(found, state=state, history=history)


def alert(alert_id: str) -> Alert:
    return Alert(
        alert_id=alert_id,
        kind=AlertKind.OPENED,
        contact_id="c",
        unit_id="u",
        source_id="a",
        subject_id="c",
        incident_id="i",
        finding=incident("i", State.OPEN).finding,
        place=PLACE,
        at=at(1),
        deadline=at(9),
    )


def receipt(message_id: str, outcome: Outcome, hour: int = 1) -> Receipt:
    return Receipt(
        receipt_id=f"{message_id}-{outcome}",
        message_id=message_id,
        contact_id="c",
        channel=0,
        outcome=outcome,
        detail="",
        at=at(hour),
        alerts=(),
    )


def grade(unit: str, text: str, when: datetime, final: bool = False) -> Grade:
    return Grade(
        grade_id=f"2023-10-b-{unit}",
        period="2023-10",
        board="b",
        unit_id=unit,
        grade=text,
        because="",
        measures={},
        at=when,
        final=final,
        revision=int(final),
    )


EVENTS: list[Event] = [
    source("a"),
    source("b"),
    source("c"),
    source("gone"),
    source("gone", removed=True),
    visit("a", at(1)),
    visit("a", at(2), "timeout"),
    visit("a", at(3), "HTTP 500"),
    visit("b", at(2), "timeout"),
    visit("b", at(3)),
    visit("gone", at(3), "timeout"),
    day("a", at(1), 2, at(20)),
    day("a", at(2), 3, at(21)),
    day("b", at(2), 1, at(4)),
    day("b", at(3), 2, at(5), on=3),
    day("gone", at(3), 0, at(2)),
    incident("i", State.OPEN),
    incident("i", State.OPEN, State.ALERTED),
    incident("j", State.OPEN, State.ALERTED, State.FIXED),
    incident("k", State.OPEN, due=8),
    alert("x"),
    alert("y"),
    receipt("x", Outcome.SENT),
    receipt("y", Outcome.REFUSED),
    receipt("z", Outcome.SENT),
    receipt("z", Outcome.FAILED, 2),
    receipt("w", Outcome.SENT),
    receipt("w", Outcome.DELIVERED, 2),
    grade("u2", "优秀", at(1)),
    grade("u1", "不合格", at(3), final=True),
    grade("u1", "优秀", at(3)),
]


async def everything(views: Views) -> object:
    incidents = await views.incidents(open_only=False)
    counters = await views.counters(at(10))
    return await views.sources(), incidents, await views.incidents(), counters, await views.grades("2023-10")


async def test_sources_stand_by_urgency_with_their_last_success(views: Views) -> None:
    await views.apply(EVENTS)
    b, a, c = await views.sources()
    assert b == SourceView(
        source=source("b"), last_published_at=at(3), violates_at=at(5), violates="gap/any", seen_at=at(3)
    )
    assert (a.source.source_id, a.violates_at, a.seen_at, a.blind, a.reason) == ("a", at(21), at(1), True, "HTTP 500")
    assert c == SourceView(source=source("c"))
    assert await views.sources(limit=1, offset=1) == [a]


async def test_everything_is_counted_once(views: Views) -> None:
    await views.apply(EVENTS)
    assert await views.counters(at(10)) == Counters(
        watched=3,
        blind=1,
        violating=1,
        period="2023-10",
        published=6,
        opened=1,
        alerted=1,
        fixed=1,
        alerts=2,
        sent=2,
        unsent=2,
    )


async def test_open_incidents_stand_by_deadline(views: Views) -> None:
    await views.apply(EVENTS)
    assert [(found.incident_id, found.state) for found in await views.incidents()] == [("k", "open"), ("i", "alerted")]
    assert len(await views.incidents(open_only=False)) == 3


async def test_the_same_problem_elsewhere_is_an_echo_until_it_has_ended(views: Views) -> None:
    other = msgspec.structs.replace(incident("o", State.OPEN), finding=finding("another"))
    await views.apply([*EVENTS, other])
    mended = await views.incident("j")
    assert mended is not None
    assert [echo.incident_id for echo in await views.echoes(mended)] == ["k", "i"]
    await views.apply([incident("k", State.OPEN, State.FIXED)])
    assert [echo.incident_id for echo in await views.echoes(mended)] == ["i"]
    assert await views.echoes(other) == []


async def test_what_persons_said_of_findings_is_counted_by_rule_once_each(views: Views) -> None:
    dismissed = judged("d", Verb.DISMISS, State.DISMISSED)
    events = [judged("a", Verb.CONFIRM, State.OPEN), dismissed, dismissed, incident("k", State.OPEN)]
    await views.apply(events)
    assert await views.precision() == {"text/lexicon": (1, 1)}
    assert await views.dismissed() == [dismissed]


async def test_a_dismissal_taken_back_is_forgotten(views: Views) -> None:
    dismissed = judged("d", Verb.DISMISS, State.DISMISSED)
    again = Transition(at=at(8), state=State.OPEN, why="confirm a")
    await views.apply([dismissed])
    await views.apply([msgspec.structs.replace(dismissed, state=State.OPEN, history=(*dismissed.history, again))])
    assert await views.dismissed() == []
    assert await views.precision() == {"text/lexicon": (1, 0)}


async def test_the_newest_grade_wins_and_the_final_one_at_last(views: Views) -> None:
    await views.apply(EVENTS)
    assert [(found.unit_id, found.grade) for found in await views.grades("2023-10")] == [
        ("u1", "不合格"),
        ("u2", "优秀"),
    ]
    assert await views.grades("2023-11") == []


@pytest.mark.parametrize("seed", range(8))
async def test_replays_in_any_order_give_the_same_views(views: Views, seed: int) -> None:
    await views.apply(EVENTS)
    wanted = await everything(views)
    await views.clear()
    assert await views.sources() == []

    registry, rest = EVENTS[:5], EVENTS[5:] * 2
    random.Random(seed).shuffle(rest)
    where = random.Random(seed).randrange(len(rest))
    for event in [*rest[:where], *registry, *rest[where:]]:
        await views.apply([event])
    assert await everything(views) == wanted


async def test_a_removed_source_leaves_and_may_come_back(views: Views) -> None:
    await views.apply([*EVENTS, source("a", removed=True)])
    assert [view.source.source_id for view in await views.sources()] == ["b", "c"]
    assert (await views.counters(at(0))).blind == 0
    await views.apply([source("a")])
    assert [view.source.source_id for view in await views.sources()] == ["b", "a", "c"]


async def test_a_blind_source_is_never_counted_as_violating(views: Views) -> None:
    await views.apply([source("a"), day("a", at(1), 0, at(2)), visit("a", at(1))])
    assert (await views.counters(at(3))).violating == 1
    await views.apply([visit("a", at(2), "timeout")])
    counters = await views.counters(at(3))
    assert (counters.violating, counters.blind) == (0, 1)


async def test_many_more_than_one_batch(views: Views) -> None:
    await views.apply([day(f"{n:05}", at(1), 1, at(n / 1000)) for n in range(3000)])
    await views.apply([source(f"{n:05}") for n in range(3000)])
    assert (await views.counters(at(0))).published == 3000
    assert [view.source.source_id for view in await views.sources(limit=2, offset=2997)] == ["02997", "02998"]


async def test_the_clock_only_goes_forward(views: Views) -> None:
    assert await views.now() is None
    await views.apply([], now=at(2))
    await views.apply([], now=at(1))
    assert await views.now() == at(2)


async def test_watchers_hear_what_has_changed_and_nothing_else(views: Views) -> None:
    await views.apply([source("a")])
    changes = views.watch()
    assert await anext(changes) == frozenset()
    await views.apply([source("a")])
    await views.apply([source("a", name="renamed"), alert("x")], now=at(1))
    assert await anext(changes) == {"sources", "alerts", "clock"}
    await changes.aclose()


async def test_a_redis_out_of_reach_is_transient() -> None:
    views = Views.connect("redis://127.0.0.1:1/0")
    with pytest.raises(Transient):
        await views.apply([source("a")])
    await views.close()


async def test_records_move_no_clock_and_their_sources_stand_in_no_ranking(views: Views) -> None:
    window = day("a", at(1), 2, at(20))
    records = msgspec.structs.replace(window, day_id="a/records", at=at(2), contents=(), counts={"received": 3})
    mailbox = source("m", kind=SourceKind.MAILBOX, url="", host="")
    await views.apply([source("a"), mailbox, window, records])
    (shown,) = await views.sources()
    assert (shown.source.source_id, shown.violates_at) == ("a", at(20))
    assert (await views.counters(at(3))).watched == 1
