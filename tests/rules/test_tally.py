"""Records counted by the day: stories of single records, and that order and repetition change nothing."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stories import local, source_of, stored

from streammon.model.day import Day
from streammon.model.inspection import Inspection
from streammon.model.signal import (
    CitizenMessage,
    Followers,
    Registration,
    Report,
    SceneEvent,
    Submission,
    Watched,
    Withdrawal,
    WorkOrder,
)
from streammon.model.source import SourceKind
from streammon.model.step import Due
from streammon.rules import tally

SOURCES = {
    "m1": source_of("m1", board="messages", name="县长信箱", kind=SourceKind.MAILBOX, url="", host="", every=0),
}


def of(kind: Any, signal_id: str = "r1", at: str = "2023-10-02", **facts: Any) -> Any:
    moments = {name: local(value) for name, value in facts.items() if name.endswith("_at") and isinstance(value, str)}
    facts = {"signal_id": signal_id, "source_id": "m1", "unit_id": "u01", "at": local(at), **facts, **moments}
    return kind(**facts)


def message(signal_id: str = "r1", at: str = "2023-10-02", **facts: Any) -> CitizenMessage:
    return of(
        CitizenMessage, signal_id, at, **{"received_at": "2023-10-01 23:30", "due_at": "2023-10-08 18:00", **facts}
    )


class Office:
    """Feeds the machines of one source; a `Due` comes when it was asked for."""

    def __init__(self, sources: Any = SOURCES) -> None:
        self.sources = sources
        self.states: dict[str, tally.TallyState] = {}
        self.dues: dict[str, datetime | None] = {}
        self.emitted: list[Any] = []

    def hears(self, *records: Any, now: str | datetime) -> Office:
        moment = local(now) if isinstance(now, str) else now
        self.waits(moment)
        for record in records:
            self._step(tally.key_of(record), record, moment)
        return self

    def waits(self, until: str | datetime) -> Office:
        moment = local(until) if isinstance(until, str) else until
        for key in list(self.dues):
            while (due := self.dues[key]) is not None and due <= moment:
                self._step(key, Due(key=key, at=due), due)
        return self

    def _step(self, key: str, event: Any, now: datetime) -> None:
        step = tally.step(self.states.get(key, tally.TallyState()), event, now, self.sources)
        self.states[key], self.dues[key] = stored(step.state), step.due
        self.emitted += step.emits

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """What the newest version of each day says, by date."""
        days = {e.day_id: e for e in sorted((e for e in self.emitted if isinstance(e, Day)), key=lambda day: day.at)}
        sums = {f"{day.date}": {name: n for name, n in day.counts.items() if n} for day in days.values()}
        return {on: counts for on, counts in sums.items() if counts}

    @property
    def problems(self) -> dict[tuple[str, str], list[str]]:
        """The rules of what is wrong now, by subject and scope, as the newest inspection says."""
        found: dict[tuple[str, str], Inspection] = {}
        for each in (e for e in self.emitted if isinstance(e, Inspection)):
            place = (each.subject_id, each.scope)
            if place not in found or each.at >= found[place].at:
                found[place] = each
        return {place: [f.rule for f in each.findings] for place, each in found.items() if each.findings}


def test_a_message_counts_on_the_local_day_on_which_it_came() -> None:
    office = Office().hears(message(), now="2023-10-02 09:00")
    assert office.counts == {"2023-10-01": {"received": 1}}
    assert office.hears(message(at="2023-10-03", closed_at="2023-10-03"), now="2023-10-03 09:00").counts == {
        "2023-10-01": {"received": 1, "closed": 1}
    }


def test_an_open_message_is_overdue_from_its_deadline_on_and_mended_by_an_answer() -> None:
    office = Office().hears(message(), now="2023-10-02 09:00")
    assert office.waits("2023-10-08 17:59").problems == {}
    assert office.waits("2023-10-08 18:00").problems == {("r1", "record"): ["message/overdue"]}
    assert office.counts == {"2023-10-01": {"received": 1, "overdue": 1}}
    office.hears(message(at="2023-10-09", closed_at="2023-10-09"), now="2023-10-10")
    assert office.problems == {}
    assert office.counts == {"2023-10-01": {"received": 1, "closed": 1, "overdue": 1}}


def test_an_answer_in_time_that_was_heard_of_late_takes_the_overdue_back() -> None:
    office = Office().hears(message(), now="2023-10-02").waits("2023-10-09")
    office.hears(message(at="2023-10-07", closed_at="2023-10-07"), now="2023-10-12")
    assert office.counts == {"2023-10-01": {"received": 1, "closed": 1}}
    assert office.problems == {}


def test_each_overdue_message_ends_by_itself() -> None:
    office = Office().hears(message("r1"), message("r2"), now="2023-10-02").waits("2023-10-09")
    office.hears(message("r1", at="2023-10-10", closed_at="2023-10-10"), now="2023-10-10")
    assert office.problems == {("r2", "record"): ["message/overdue"]}


def test_a_record_that_counts_on_another_day_leaves_the_first_one() -> None:
    office = Office().hears(message(), now="2023-10-02")
    office.hears(message(at="2023-10-03", received_at="2023-10-03 08:00"), now="2023-10-03")
    assert office.counts == {"2023-10-03": {"received": 1}}


def test_a_withdrawn_record_counts_no_more_and_is_wrong_no_more() -> None:
    office = Office().hears(message(), now="2023-10-02").waits("2023-10-09")
    office.hears(of(Withdrawal, at="2023-10-10", on=local("2023-10-01").date()), now="2023-10-10")
    assert (office.counts, office.problems) == ({}, {})
    assert next(day for day in reversed(office.emitted) if isinstance(day, Day)).counts == {"received": 0, "overdue": 0}
    assert office.hears(message(), now="2023-10-11").counts == {}  # the file of before, once more
    assert office.hears(message(at="2023-10-12"), now="2023-10-12").counts == {
        "2023-10-01": {"received": 1, "overdue": 1}
    }


@pytest.mark.parametrize(
    ("record", "day", "counts"),
    [
        (
            of(
                WorkOrder,
                received_at="2023-10-05",
                due_at="2023-10-07",
                closed_at="2023-10-08",
                returned=2,
                warned=True,
            ),
            "2023-10-05",
            {"received": 1, "orders": 1, "closed": 1, "overdue": 1, "returned": 2, "warnings": 1},
        ),
        (
            of(WorkOrder, received_at="2023-10-05", due_at="2023-10-07", closed_at="2023-10-07"),
            "2023-10-05",
            {"received": 1, "orders": 1, "closed": 1},
        ),
        (
            of(Watched, at="2023-10-06", date=date(2023, 10, 5), looks=24, misses=2),
            "2023-10-05",
            {"looks": 24, "misses": 2},
        ),
        (of(Watched, at="2023-10-06", date=date(2023, 10, 5), looks=24, misses=0), "2023-10-05", {"looks": 24}),
        (
            of(SceneEvent, event_type="占道经营", generated_at="2023-10-05"),
            "2023-10-05",
            {"generated": 1, "pending": 1},
        ),
        (
            of(SceneEvent, event_type="占道经营", generated_at="2023-10-05", discarded_at="2023-10-06"),
            "2023-10-05",
            {"generated": 1, "discarded": 1},
        ),
        (
            of(SceneEvent, event_type="x", generated_at="2023-10-05", accepted_at="2023-10-06", closed_at="2023-10-06"),
            "2023-10-05",
            {"generated": 1, "accepted": 1, "closed": 1},
        ),
        (
            of(Report, name="月报", due_at="2023-10-25", submitted_at="2023-10-26", well_formed=False),
            "2023-10-25",
            {"reports_due": 1, "reports_late": 1, "reports_malformed": 1},
        ),
        (
            of(Report, name="月报", due_at="2023-10-25", submitted_at="2023-10-24", well_formed=True),
            "2023-10-25",
            {"reports_due": 1},
        ),
        (of(Submission, title="一则动态", at="2023-10-09 10:00"), "2023-10-09", {"submitted": 1}),
        (of(Followers, followers=702, at="2023-10-31"), "2023-10-31", {"followers": 702}),
    ],
)
def test_what_a_record_counts_as(record: Any, day: str, counts: dict[str, int]) -> None:
    assert Office().hears(record, now="2023-11-01").counts == {day: counts}


def test_of_followers_the_newest_figure_of_a_day_stands() -> None:
    records = [of(Followers, f"f{hour}", at=f"2023-10-31 {hour}:00", followers=hour) for hour in (18, 12)]
    assert Office().hears(*records, now="2023-11-01").counts == {"2023-10-31": {"followers": 18}}


def test_a_report_that_is_missing_when_it_is_due_is_late_until_it_comes() -> None:
    office = Office().hears(of(Report, name="月报", due_at="2023-10-25"), now="2023-10-02").waits("2023-10-25")
    assert office.problems == {("r1", "record"): ["report/late"]}
    assert office.counts == {"2023-10-25": {"reports_due": 1, "reports_late": 1}}
    late = of(Report, at="2023-10-27", name="月报", due_at="2023-10-25", submitted_at="2023-10-27", well_formed=False)
    assert office.hears(late, now="2023-10-27").problems == {("r1", "record"): ["report/malformed"]}


@pytest.mark.parametrize(
    ("registered", "real", "rule"),
    [
        ("订阅号", "服务号", ["registration/type"]),
        ("订阅号", "", ["registration/deregistered"]),
        ("", "订阅号", ["registration/missing"]),
        ("订阅号", "订阅号", []),
    ],
)
def test_the_register_against_the_platform(registered: str, real: str, rule: list[str]) -> None:
    look = of(Registration, at="2023-10-31", registered_as=registered, platform_kind=real)
    assert Office().hears(look, now="2023-11-01").problems.get(("m1", "registration"), []) == rule


def test_the_last_look_at_the_register_counts_be_it_in_another_month_or_heard_of_first() -> None:
    wrong = of(Registration, "r1", at="2023-09-30", registered_as="订阅号", platform_kind="服务号")
    right = of(Registration, "r2", at="2023-10-05", registered_as="服务号", platform_kind="服务号")
    assert Office().hears(wrong, right, now="2023-10-06").problems == {}
    assert Office().hears(right, wrong, now="2023-10-06").problems == {}


def test_a_source_that_the_registry_has_lost_is_silent() -> None:
    assert Office({}).hears(message(), now="2023-10-02").waits("2023-10-20").emitted == []


def test_days_of_one_moment_can_be_told_apart() -> None:
    office = Office().hears(message("r1"), message("r2"), message("r3"), now="2023-10-02")
    moments = [day.at for day in office.emitted]
    assert moments == sorted(set(moments))
    assert office.counts == {"2023-10-01": {"received": 3}}


DAYS = st.integers(1, 20).map(lambda day: f"2023-10-{day:02}")


@st.composite
def versions(draw: Any) -> Any:
    own, at = draw(st.sampled_from(["r1", "r2", "r3"])), draw(DAYS)
    if draw(st.integers(0, 9)) == 0:
        return of(Withdrawal, own, at, on=local(draw(DAYS)).date())
    closed = draw(st.none() | DAYS)
    return message(own, at, received_at=draw(DAYS), due_at=draw(DAYS), closed_at=closed)


HISTORIES = st.lists(versions(), max_size=12)


def told(records: Any) -> Any:
    office = Office().hears(*records, now="2023-10-10").waits("2023-11-01")
    return office.counts, office.problems


@given(HISTORIES, st.randoms(use_true_random=False))
def test_order_and_repetition_change_nothing(records: Any, random: Any) -> None:
    shuffled = [*records, *random.choices(records, k=len(records))] if records else []
    random.shuffle(shuffled)
    assert told(shuffled) == told(records)


@given(HISTORIES)
def test_the_newest_version_of_each_record_counts_once(records: Any) -> None:
    newest = {r.signal_id: r for r in sorted(records, key=lambda r: (r.at, msgspec.json.encode(r)))}
    ambiguous = len({(r.signal_id, r.at) for r in records}) < len(set(map(msgspec.json.encode, records)))
    counts, _ = told(records)
    left = [r for r in newest.values() if isinstance(r, CitizenMessage)]
    if not ambiguous:
        assert sum(day.get("received", 0) for day in counts.values()) == len(left)
        late = [r for r in left if r.closed_at is None or r.closed_at > r.due_at]
        assert sum(day.get("overdue", 0) for day in counts.values()) == len(late)


@given(HISTORIES, st.integers(0, 30))
def test_when_a_record_is_heard_of_changes_no_count(records: Any, late: int) -> None:
    office = Office()
    for number, record in enumerate(records):
        office.hears(record, now=local("2023-10-01") + timedelta(days=number * late))
    assert office.waits("2024-12-01").counts == told(records)[0]
