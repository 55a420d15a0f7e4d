"""Working days around the holidays of the last quarter of 2024."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from streammon.clock import LOCAL
from streammon.rules.calendar import WorkingDays

NATIONAL = WorkingDays({})


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        ("2024-09-27", 0, "2024-09-27"),
        ("2024-09-27", 1, "2024-09-29"),  # a Sunday that makes up for the holidays
        ("2024-09-27", 2, "2024-09-30"),
        ("2024-09-27", 3, "2024-10-08"),  # over the National Day week
        ("2024-09-28", 1, "2024-09-29"),  # from a day that is not worked
    ],
)
def test_the_nth_working_day_after_a_day(day, n, expected):
    assert NATIONAL.after(date.fromisoformat(day), n) == date.fromisoformat(expected)


def test_the_nth_working_day_before_a_day():
    assert NATIONAL.before(date(2024, 10, 8), 1) == date(2024, 9, 30)
    assert NATIONAL.before(date(2024, 10, 8), 2) == date(2024, 9, 29)


def test_the_county_beats_the_calendar_both_ways():
    county = WorkingDays({date(2024, 9, 29): False, date(2024, 10, 1): True})
    assert county.after(date(2024, 9, 27), 1) == date(2024, 9, 30)
    assert county.after(date(2024, 9, 27), 2) == date(2024, 10, 1)


def test_a_deadline_counts_from_the_local_day():
    late_on_thursday_in_london = datetime(2024, 9, 26, 17, 0, tzinfo=UTC)  # already Friday in Shanghai
    deadline = NATIONAL.deadline(late_on_thursday_in_london, 1, time(18, 0))
    assert deadline == datetime(2024, 9, 29, 18, 0, tzinfo=LOCAL)


def test_a_year_that_nobody_knows_has_plain_weeks_and_is_named():
    assert NATIONAL.after(date(2098, 10, 3), 1) == date(2098, 10, 6)  # Friday, then Monday
    assert NATIONAL.unknown_years([2099, 2024, 2098, 2098]) == (2098, 2099)
    assert WorkingDays({date(2098, 10, 1): False}).unknown_years([2098, 2099]) == (2099,)


def test_working_days_are_not_counted_backwards():
    with pytest.raises(ValueError, match="0 or more"):
        NATIONAL.after(date(2024, 9, 27), -1)
