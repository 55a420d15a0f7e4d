"""Working days against the public holidays and make-up days of 2004 to 2026.

published_calendar.csv has, by year, the weekdays that were off and the days of weekends that were worked. It comes from
another source (the package `holidays`) than the calendar that is tested.
"""

from __future__ import annotations

import csv
import os
import time as machine
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from incident_stories import Story, at, finding

from streammon.clock import LOCAL
from streammon.model.incident import Incident
from streammon.model.inspection import Severity
from streammon.model.step import Due
from streammon.rules.calendar import WorkingDays

CALENDAR = WorkingDays({})
FIRST, LAST = date(2004, 1, 1), date(2026, 12, 31)


def published() -> dict[int, tuple[frozenset[date], frozenset[date]]]:
    with (Path(__file__).parent / "published_calendar.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    years = {}
    for row in rows:
        off, worked = (
            frozenset(date.fromisoformat(f"{row['year']}-{day}") for day in row[column].split())
            for column in ("off", "worked")
        )
        years[int(row["year"])] = (off, worked)
    return years


YEARS = published()


def is_worked(day: date) -> bool:
    off, worked = YEARS[day.year]
    return day in worked or (day.isoweekday() < 6 and day not in off)


def days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(days=1)


def test_the_notices_are_whole() -> None:
    assert list(YEARS) == list(range(FIRST.year, LAST.year + 1))
    for off, worked in YEARS.values():
        assert all(day.isoweekday() < 6 for day in off)
        assert all(day.isoweekday() > 5 for day in worked)


@pytest.mark.parametrize("year", YEARS)
def test_every_day_of_a_year_is_as_published(year: int) -> None:
    wrong = [day for day in days(date(year, 1, 1), date(year, 12, 31)) if CALENDAR.is_working(day) != is_worked(day)]
    assert wrong == []


def test_every_published_year_is_known_and_the_next_is_not() -> None:
    assert CALENDAR.unknown_years([*YEARS, LAST.year + 1]) == (LAST.year + 1,)


@given(st.dates(FIRST, date(2026, 10, 1)), st.integers(0, 30))
def test_the_nth_day_after_has_n_worked_days_behind_it(day: date, n: int) -> None:
    end = CALENDAR.after(day, n)
    assert sum(map(is_worked, days(day + timedelta(days=1), end))) == n
    assert n == 0 or is_worked(end)


@given(st.dates(date(2004, 3, 1), LAST), st.integers(0, 30))
def test_forth_and_back_lead_to_the_same_day(day: date, n: int) -> None:
    begin = CALENDAR.before(day, n)
    assert sum(map(is_worked, days(begin, day - timedelta(days=1)))) == n
    if is_worked(day) and n:
        assert CALENDAR.after(begin, n) == day


@given(st.dates(FIRST, date(2026, 10, 1)), st.times(), st.integers(0, 10))
def test_a_deadline_is_the_close_of_a_worked_day_and_never_moves_ahead_of_an_earlier_one(
    day: date, moment: time, n: int
) -> None:
    found = datetime.combine(day, moment, LOCAL)
    deadline = CALENDAR.deadline(found, n, time(18))
    assert deadline.astimezone(LOCAL).time() == time(18)
    assert deadline == datetime.combine(CALENDAR.after(day, n), time(18), LOCAL)
    assert CALENDAR.deadline(found, n + 1, time(18)) > deadline
    assert CALENDAR.deadline(found + timedelta(days=1), n, time(18)) >= deadline


# -- whatever the machine's own clock says ----------------------------------------------------------------------------


@pytest.fixture(params=["UTC", "Asia/Shanghai", "America/Los_Angeles", "Pacific/Kiritimati", "Australia/Lord_Howe"])
def host_zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Let the machine stand in another time zone."""
    with monkeypatch.context() as patched:
        patched.setenv("TZ", request.param)
        machine.tzset()
        yield request.param
    machine.tzset()


def happened() -> list[tuple[str, str, str]]:
    """Return a life of two incidents around a holiday with its make-up day, in local time."""
    story = Story()
    story.sees("2024-09-27 00:30", finding(), finding("two", severity=Severity.SEVERE))
    told = [
        (f"{moment.astimezone(LOCAL):%m-%d %H:%M}", type(event).__name__, getattr(event, "incident_id", ""))
        for moment, event in story.passes("2024-10-10 00:00")
    ]
    return [*told, *(("deadline", one.incident_id, str(one.deadline)) for one in story.state.incidents.values())]


def test_the_zone_of_the_machine_does_not_matter(host_zone: str) -> None:
    assert os.environ["TZ"] == host_zone
    assert happened() == EXPECTED


EXPECTED = happened()


@given(st.lists(st.integers(-72, 24 * 14), min_size=1, max_size=12))
def test_a_clock_that_jumps_back_and_forth_says_nothing_twice(hours: list[int]) -> None:
    """Each event may be heard at any time: what is due is done once, and what was done is not taken back."""
    story = Story()
    story.sees("2024-09-27 10:00", finding())
    for jump in hours:
        now = at("2024-09-27 10:00") + timedelta(hours=jump)
        story.hears(Due(key="page", at=now), now)
    latest = max(at("2024-09-27 10:00"), at("2024-09-27 10:00") + timedelta(hours=max(hours)))
    settled = Story()
    settled.sees("2024-09-27 10:00", finding())
    settled.passes(f"{latest.astimezone(LOCAL):%Y-%m-%d %H:%M}")
    assert story.only.state is settled.only.state
    assert story.only.overdue_at == settled.only.overdue_at
    ids = [event.alert_id for event in story.emits if not isinstance(event, Incident) and hasattr(event, "alert_id")]
    assert len(set(ids)) == len(ids)
