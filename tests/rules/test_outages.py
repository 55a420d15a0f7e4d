"""Hosts that do not answer, and our own line."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from incident_stories import DUTY
from stories import source_of, stored

from streammon.clock import LOCAL
from streammon.model.base import Event
from streammon.model.fetching import Reaching
from streammon.model.incident import Incident, State
from streammon.model.inspection import Inspection, Severity
from streammon.model.poll import PageKind, Poll, Reason
from streammon.model.probe import LineReport, Probe
from streammon.model.signal import Failure
from streammon.model.source import Source
from streammon.model.step import Due
from streammon.rules.incidents import SubjectState
from streammon.rules.incidents import step as incident_step
from streammon.rules.misses import MOST
from streammon.rules.outages import HostState, LineState, line_step, step

HOST = "www.example.gov.cn:8080"
NINE = datetime(2023, 10, 10, 9, 0, tzinfo=LOCAL)
REACH = Reaching()
LISTS = (
    source_of("c001", host=HOST, unit_id="u1"),
    source_of("c002", host=HOST, unit_id="u2", name="通知公告", url=f"http://{HOST}/notices/?page=1"),
)
REASON = {Failure.UNREACHED: "连接不上", Failure.SERVER: "服务器返回 HTTP 502"}


def after(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


def probe(minutes: float, failure: Failure = Failure.NONE, source: Source = LISTS[0]) -> Probe:
    return Probe(
        probe_id=f"{source.source_id} at {minutes} {failure}",
        host=HOST,
        source_id=source.source_id,
        url=source.url,
        at=after(minutes),
        failure=failure,
        reason=REASON.get(failure, ""),
    )


@dataclass
class Host:
    """One host: hears of looks, and of a Due when it has asked for one."""

    sources: tuple[Source, ...] = LISTS
    state: HostState = field(default_factory=HostState)
    due: datetime | None = None
    emits: list[Event] = field(default_factory=list)

    def hears(self, event: Probe | Due, now: datetime | None = None) -> None:
        done = step(self.state, event, now or event.at, REACH, lambda: self.sources)
        assert stored(done.state) == done.state
        self.state, self.due = done.state, done.due
        self.emits += done.emits

    def passes(self, minutes: float) -> None:
        while self.due is not None and self.due <= after(minutes):
            self.hears(Due(key=HOST, at=self.due))

    def fails(self, *minutes: float, failure: Failure = Failure.UNREACHED, source: Source = LISTS[0]) -> Host:
        for minute in minutes:
            self.hears(probe(minute, failure, source))
        return self

    def answers(self, minutes: float) -> Host:
        self.hears(probe(minutes))
        return self

    def told(self) -> list[bool]:
        """Return of each inspection whether it says that the host is down."""
        return [bool(look.findings) for look in self.of(Inspection)]

    def of(self, kind: type) -> list:
        return [event for event in self.emits if isinstance(event, kind)]


@pytest.mark.parametrize(
    ("looks", "down"),
    [
        ((0, 1, 3, 8), True),
        ((0, 3, 5), True),
        ((0, 1, 2, 3, 4), False),  # for less than five minutes
        ((0, 8), False),  # only twice
        ((0, 0.1, 0.2, 0.9, 8), False),  # many columns in one minute are one look
    ],
)
def test_a_host_is_down_when_it_has_failed_often_and_long_enough(looks, down) -> None:
    assert Host().fails(*looks).told() == [True] * down


@pytest.mark.parametrize("failure", [Failure.UNREACHED, Failure.BROKEN, Failure.SERVER])
def test_every_kind_of_silence_counts(failure: Failure) -> None:
    assert Host().fails(0, 3, 6, failure=failure).told() == [True]


def test_one_answer_shows_that_the_host_is_there() -> None:
    host = Host().fails(0, 3)
    host.hears(probe(4, source=LISTS[1]))
    assert host.fails(6, 9).told() == []
    assert host.fails(11).told() == [True]


def test_a_column_that_fails_among_others_that_answer_is_no_outage() -> None:
    host = Host()
    for hour in range(24):
        host.fails(60 * hour + 10, failure=Failure.SERVER).answers(60 * hour + 10.5)
        host.passes(60 * hour + 60)
    assert host.told() == []
    assert host.of(Poll) == []


def test_what_is_told_of_a_host() -> None:
    host = Host().fails(0.5, 3).fails(6, source=LISTS[1])
    (look,) = host.of(Inspection)
    assert (look.scope, look.source_id, look.unit_id, look.at) == ("outage", HOST, "u1", after(6))
    assert (look.place.host, look.place.url, look.place.kind) == (HOST, f"http://{HOST}/", PageKind.LIST)
    (finding,) = look.findings
    assert (finding.rule, finding.severity, finding.since) == ("outage/site", Severity.SEVERE, after(0))
    assert finding.alarming
    assert "2023-10-10 09:00" in finding.why
    assert REASON[Failure.UNREACHED] in finding.why


def test_it_is_told_once_and_ends_with_the_first_answer() -> None:
    host = Host().fails(0, 3, 6, 9, 40).answers(41)
    assert host.told() == [True, False]
    host.passes(49)
    assert host.of(Poll) == []
    assert host.answers(50).told() == [True, False]


def test_the_next_outage_is_the_same_incident_once_more() -> None:
    host = Host().fails(0, 3, 6).answers(10).fails(100, 103, 106)
    state, seen = SubjectState(), []
    for look in host.of(Inspection):
        done = incident_step(state, look, look.at, DUTY)
        state = done.state
        seen += [event.state for event in done.emits if isinstance(event, Incident)]
    assert seen == [State.OPEN, State.FIXED, State.REOPENED]


def test_a_long_outage_takes_no_more_room_and_began_when_it_began() -> None:
    host = Host().fails(*range(0, 3000, 7))
    assert len(host.state.misses.seen) == MOST
    assert host.state.misses.seen[0] == NINE
    assert host.told() == [True]


def test_a_host_that_fails_is_looked_at_again_with_growing_pauses() -> None:
    host = Host()
    host.fails(0)
    waited = []
    for _ in range(6):
        last, asked = host.state.misses.last, host.due
        host.hears(Due(key=HOST, at=asked))
        waited.append((asked - last) // timedelta(minutes=1))
        host.hears(msgspec.structs.replace(probe(0, Failure.UNREACHED), at=asked + timedelta(seconds=15)))
    assert waited == [1, 2, 5, 10, 30, 30]
    polls = host.of(Poll)
    assert {(poll.url, poll.source_id, poll.kind, poll.reason) for poll in polls} == {
        (LISTS[0].url, "c001", PageKind.LIST, Reason.RECHECK)
    }
    assert len({poll.poll_id for poll in polls}) == 6


def test_a_look_of_which_nothing_is_heard_is_asked_for_again_after_the_longest_pause() -> None:
    host = Host().fails(0)
    host.passes(65)
    assert [poll.due_at for poll in host.of(Poll)] == [after(1), after(31), after(61)]


def test_columns_whose_turn_it_is_are_looks_too() -> None:
    host = Host()
    for minutes in range(0, 120, 3):
        host.passes(minutes)
        host.fails(minutes, source=LISTS[minutes % 2])
    assert [poll.due_at for poll in host.of(Poll)] == [after(1), after(5)]


def test_a_list_that_has_left_the_registry_is_replaced_and_a_host_without_any_is_forgotten() -> None:
    host = Host().fails(0, 3, 6, source=LISTS[1])
    host.sources = LISTS[:1]
    host.passes(20)
    assert [poll.source_id for poll in host.of(Poll)][-1] == "c001"
    host.sources = ()
    host.passes(600)
    assert host.told() == [True, False]
    assert host.of(Poll)[-1].due_at < after(60)


# -- our own line -----------------------------------------------------------------------------------------------------


def test_without_a_line_nothing_is_known_of_a_host() -> None:
    host = Host().fails(0, 3).fails(6, 9, 40, failure=Failure.OFFLINE)
    assert host.told() == []
    host.fails(41)
    assert host.told() == [True]
    host.fails(50, failure=Failure.OFFLINE)
    assert host.told() == [True]
    assert host.answers(55).told() == [True, False]


def test_of_one_minute_in_which_the_line_was_down_nothing_counts() -> None:
    for looks in ((Failure.UNREACHED, Failure.OFFLINE), (Failure.OFFLINE, Failure.UNREACHED)):
        host = Host().fails(0, 3)
        for look in looks:
            host.fails(6, failure=look)
        assert host.state.misses.seen == (after(0), after(3))


def test_what_was_told_ends_with_an_answer_alone() -> None:
    host = Host().fails(0, 3, 6).fails(6.5, failure=Failure.OFFLINE)
    host.passes(60)
    assert host.told() == [True]
    assert host.answers(61).told() == [True, False]


def test_without_a_line_hosts_are_looked_at_every_few_minutes() -> None:
    host = Host()
    for minutes in range(0, 60, 5):
        host.passes(minutes)
        host.fails(minutes, failure=Failure.OFFLINE)
    assert host.due == after(60)


def test_a_host_tells_each_minute_without_a_line_and_its_return_once() -> None:
    host = Host().fails(0, failure=Failure.OFFLINE).fails(0.2, 1, failure=Failure.OFFLINE, source=LISTS[1])
    host.answers(3).answers(4)
    host.fails(10, failure=Failure.OFFLINE).fails(11)  # a host that is itself down shows that there is a line
    reports = [(report.at, report.up) for report in host.of(LineReport)]
    assert reports == [
        (after(0), False),
        (after(1), False),
        (after(3), True),
        (after(10), False),
        (after(11), True),
    ]


def report(minutes: float, *, up: bool, host: str = HOST) -> LineReport:
    return LineReport(report_id=f"{host} {minutes} {up}", host=host, at=after(minutes), up=up)


@dataclass
class Line:
    """Our own line, as it is told of by hosts."""

    state: LineState = field(default_factory=LineState)
    looks: list[Inspection] = field(default_factory=list)

    def hears(self, *reports: LineReport) -> Line:
        for one in reports:
            done = line_step(self.state, one, one.at, "u1")
            self.state = stored(done.state)
            self.looks += done.emits
        return self


def test_our_own_line_is_down_when_two_looks_a_minute_apart_say_so() -> None:
    line = Line().hears(report(0, up=False), report(0.5, up=False, host="other"))
    assert line.looks == []
    line.hears(report(1, up=False), report(9, up=False))
    (look,) = line.looks
    (finding,) = look.findings
    assert (finding.rule, finding.since, look.source_id, look.unit_id) == ("outage/line", after(0), "line", "u1")
    line.hears(report(10, up=True, host="other"), report(10.5, up=True))
    assert [bool(look.findings) for look in line.looks] == [True, False]


def test_a_hiccup_of_our_own_line_is_not_told() -> None:
    assert Line().hears(report(0, up=False), report(1, up=True), report(9, up=False), report(9.9, up=True)).looks == []


# -- properties -------------------------------------------------------------------------------------------------------

looks = st.lists(
    st.tuples(
        st.integers(0, 30).map(lambda half_minutes: half_minutes / 2),
        st.sampled_from([Failure.NONE, Failure.UNREACHED, Failure.SERVER, Failure.OFFLINE]),
        st.sampled_from(LISTS),
    ),
    max_size=14,
)


def is_ambiguous(seen: list) -> bool:
    """Say whether in some minute the host failed and our own line was down: one of them may have been told by then."""
    offline = {int(at) for at, failure, _ in seen if failure is Failure.OFFLINE}
    return any(int(at) in offline for at, failure, _ in seen if failure in (Failure.UNREACHED, Failure.SERVER))


@given(looks, st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_changes_what_is_known(seen: list, chance: random.Random) -> None:
    tidy, mixed = Host(), Host()
    events = [probe(*look) for look in seen]
    for event in events:
        tidy.hears(event, after(60))
    again = [*events, *events]
    chance.shuffle(again)
    for event in again:
        mixed.hears(event, after(60))
    assert tidy.state.misses == mixed.state.misses
    if not is_ambiguous(seen):
        assert (tidy.told() or [False])[-1] == (mixed.told() or [False])[-1]


@given(looks)
def test_a_second_telling_publishes_nothing_new(seen: list) -> None:
    host = Host()
    for look in sorted(seen, key=lambda one: one[0]):
        host.hears(probe(*look))
    before, count = host.state, len(host.of(Inspection))
    for look in seen:
        host.hears(probe(*look))
    assert (host.state.misses, host.told()[count:]) == (before.misses, [])


@given(looks)
def test_a_host_is_down_only_while_all_looks_since_the_last_answer_have_failed(seen: list) -> None:
    assume(not is_ambiguous(seen))
    host = Host()
    for look in seen:
        host.hears(probe(*look))
    minutes = {int(at): [] for at, _, _ in seen}
    for at, failure, _ in seen:
        minutes[int(at)].append(failure)
    answered = max((minute for minute, found in minutes.items() if Failure.NONE in found), default=-1)
    failed = [m for m, found in minutes.items() if m > answered and Failure.OFFLINE not in found]
    assert host.state.told == (len(failed) >= REACH.tries and max(failed) - min(failed) >= REACH.minutes)


@given(looks)
def test_inspections_follow_one_another_in_time(seen: list) -> None:
    host = Host()
    for look in seen:
        host.hears(probe(*look))
    told = [look.at for look in host.of(Inspection)]
    assert told == sorted(told)
    assert host.told() == [number % 2 == 0 for number in range(len(told))]
