"""How often a host was looked at on a day, and how often it did not answer."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stories import source_of, stored

from streammon.clock import LOCAL
from streammon.model.base import digest
from streammon.model.fetching import Reaching
from streammon.model.poll import Poll
from streammon.model.probe import Probe
from streammon.model.signal import Failure, Watched
from streammon.model.source import Source, SourceKind
from streammon.model.step import Due
from streammon.rules.availability import GRACE, KEPT
from streammon.rules.outages import HostState, step
from streammon.rules.tally import TallyState
from streammon.rules.tally import step as tally_step

HOST = "www.example.gov.cn:8080"
FIRST = datetime(2023, 10, 10, tzinfo=LOCAL)
DAY = timedelta(days=1)
COLUMN = source_of("c001", host=HOST, unit_id="u1")
SITE = source_of("w001", host=HOST, unit_id="u2", board="sites", kind=SourceKind.SITE, url=f"http://{HOST}/")

Look = tuple[float, Failure]
"""Minutes after the first midnight, and what came of the look."""

OK, UNREACHED, SERVER, OFFLINE = Failure.NONE, Failure.UNREACHED, Failure.SERVER, Failure.OFFLINE


def after(minutes: float) -> datetime:
    return FIRST + timedelta(minutes=minutes)


def probe(minutes: float, failure: Failure = OK, *, source: Source = COLUMN, again: bool = False) -> Probe:
    return Probe(
        probe_id=digest(source.source_id, str(minutes), failure),
        host=HOST,
        source_id=source.source_id,
        url=source.url,
        at=after(minutes),
        failure=failure,
        again=again,
    )


@dataclass
class Host:
    """One host under a clock of its own; a Due comes when it was asked for."""

    sources: Sequence[Source] = (SITE, COLUMN)
    now: datetime = FIRST
    state: HostState = field(default_factory=HostState)
    due: datetime | None = None
    polls: list[Poll] = field(default_factory=list)
    told: list[Watched] = field(default_factory=list)

    def hears(self, *events: Probe | Due) -> Host:
        for event in events:
            done = step(self.state, event, self.now, Reaching(), lambda: self.sources)
            self.state, self.due = stored(done.state), done.due
            self.told += [one for one in done.emits if isinstance(one, Watched)]
            self.polls += [one for one in done.emits if isinstance(one, Poll)]
        return self

    def waits(self, until: datetime) -> Host:
        while self.due is not None and self.due <= until:
            self.now = max(self.now, self.due)
            self.hears(Due(key=HOST, at=self.due))
        self.now = until
        return self

    def sees(self, *looks: Look) -> Host:
        for minutes, failure in looks:
            self.waits(max(self.now, after(minutes)))
            self.hears(probe(minutes, failure))
        return self

    def counts(self) -> dict[date, tuple[int, int]]:
        """Return looks and misses of each day, as they were told last."""
        newest = {one.date: one for one in sorted(self.told, key=lambda one: one.at)}
        return {on: (one.looks, one.misses) for on, one in newest.items()}


@pytest.mark.parametrize(
    ("looks", "counts"),
    [
        ([(0, OK), (60, OK), (120, OK)], (3, 0)),
        ([(0, OK), (60, UNREACHED), (120, SERVER), (180, Failure.BROKEN)], (4, 3)),
        ([(60, UNREACHED), (60.5, UNREACHED), (60.9, SERVER)], (1, 1)),  # many columns in one minute are one look
        ([(60, UNREACHED), (60.5, OK)], (1, 0)),  # one that answers shows that the host was there
        ([(60, OK), (60.5, UNREACHED)], (1, 0)),
        ([(0, OK), (60, OFFLINE)], (1, 0)),  # our own line
        ([(0, OK), (60, UNREACHED), (60.2, OFFLINE)], (1, 0)),
        ([(0, OK), (60, OFFLINE), (60.2, OK)], (2, 0)),
        ([(0, OK), (1439.9, UNREACHED)], (2, 1)),
    ],
)
def test_what_is_told_of_a_day(looks: list[Look], counts: tuple[int, int]) -> None:
    assert Host().sees(*looks).waits(FIRST + 2 * DAY).counts() == {FIRST.date(): counts}


def test_a_day_is_told_once_of_each_website_on_the_host_when_it_is_over() -> None:
    twin = source_of("w002", host=HOST, unit_id="u3", kind=SourceKind.SITE)
    host = Host((SITE, COLUMN, twin)).sees((600, OK), (601, UNREACHED)).waits(FIRST + DAY)
    assert host.told == []
    host.waits(FIRST + 3 * DAY)
    assert [(one.source_id, one.unit_id, one.at, one.looks, one.misses) for one in host.told] == [
        ("w001", "u2", FIRST + DAY + GRACE, 2, 1),
        ("w002", "u3", FIRST + DAY + GRACE, 2, 1),
    ]
    assert len({one.signal_id for one in host.told}) == 2


def test_days_are_local_and_apart() -> None:
    host = Host().sees((1439, OK), (1440, UNREACHED), (1500, OK)).waits(FIRST + 3 * DAY)
    assert host.counts() == {FIRST.date(): (1, 0), (FIRST + DAY).date(): (2, 1)}
    assert len(host.told) == 2  # the second day was not told while it lasted


def test_a_host_of_which_nobody_has_named_a_website_is_told_of_nowhere() -> None:
    assert Host((COLUMN,)).sees((0, OK), (60, UNREACHED)).waits(FIRST + 3 * DAY).told == []


def test_a_day_without_a_line_is_not_told() -> None:
    assert Host().sees(*((minute, OFFLINE) for minute in range(0, 1440, 60))).waits(FIRST + 3 * DAY).told == []


def test_looks_made_because_one_has_failed_do_not_count() -> None:
    host = Host().sees((0, OK), (60, UNREACHED))
    host.waits(after(61))
    assert len(host.polls) == 1
    host.hears(probe(61, UNREACHED, again=True)).hears(probe(63, OK, again=True))
    assert host.waits(FIRST + 2 * DAY).counts() == {FIRST.date(): (2, 1)}


def test_what_is_found_late_corrects_the_day_and_what_is_known_already_tells_nothing() -> None:
    host = Host().sees((600, OK)).waits(FIRST + DAY + timedelta(hours=5))
    host.hears(probe(700, UNREACHED), probe(701, OK), probe(600, OK)).waits(FIRST + 2 * DAY)
    assert [(one.looks, one.misses) for one in host.told] == [(1, 0), (3, 1)]
    assert host.told[0].signal_id == host.told[1].signal_id
    host.hears(probe(700, UNREACHED), probe(600, OK)).waits(FIRST + 3 * DAY)
    assert len(host.told) == 2


def test_a_look_that_comes_days_late_never_replaces_a_full_day() -> None:
    host = Host().sees((600, OK), (660, OK)).waits(FIRST + 2 * DAY)
    late = KEPT // timedelta(minutes=1) + 1440
    host.sees((late + 60, OK)).hears(probe(700, UNREACHED)).waits(FIRST + 10 * DAY)
    assert host.counts()[FIRST.date()] == (2, 0)
    assert len(host.state.watch.days) == 1


def test_only_as_many_days_are_kept_as_may_still_change() -> None:
    host = Host().sees(*((1440 * number, OK) for number in range(30)))
    assert len(host.state.watch.days) <= KEPT.days + 1


# -- properties -------------------------------------------------------------------------------------------------------

looks = st.lists(
    st.tuples(
        st.one_of(st.integers(0, 20), st.integers(1430, 1450)).map(float),
        st.sampled_from([OK, UNREACHED, SERVER, OFFLINE]),
    ),
    max_size=20,
)


def expected(seen: Iterable[Look]) -> dict[date, tuple[int, int]]:
    """Count as the words say: by the minute, an answer before our own line, our own line before a miss."""
    minutes: dict[int, set[Failure]] = {}
    for minute, failure in seen:
        minutes.setdefault(int(minute), set()).add(failure)
    days: dict[date, tuple[int, int]] = {}
    for minute, found in minutes.items():
        if OK in found or OFFLINE not in found:
            total, missed = days.get(on := after(minute).date(), (0, 0))
            days[on] = (total + 1, missed + (OK not in found))
    return days


@given(looks, st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_nor_lateness_changes_a_count(seen: list[Look], chance: random.Random) -> None:
    mixed = [*seen, *seen]
    chance.shuffle(mixed)
    host = Host()
    for number, look in enumerate(mixed):
        if number == len(mixed) // 2:
            host.waits(FIRST + DAY + 2 * GRACE)  # the others come when the first day was told
        host.hears(probe(*look))
    counts = host.waits(FIRST + 5 * DAY).counts()
    assert {on: count for on, count in counts.items() if count != (0, 0)} == expected(seen)


@given(looks, st.randoms(use_true_random=False))
def test_the_day_that_is_made_of_them_is_the_newest_whatever_comes_twice(
    seen: list[Look], chance: random.Random
) -> None:
    host = Host()
    for look in seen:
        host.hears(probe(*look)).waits(host.now + timedelta(hours=3))
    told = [one for one in host.waits(FIRST + 9 * DAY).told for _ in range(2)]
    chance.shuffle(told)
    state, counts = TallyState(), {}
    for one in told:
        done = tally_step(state, one, FIRST + 9 * DAY, {"w001": SITE})
        state = stored(done.state)
        counts |= {day.date: (day.counts["looks"], day.counts.get("misses", 0)) for day in done.emits if day.counts}
    assert {on: count for on, count in counts.items() if count[0]} == expected(seen)
