"""Cadences as the circulars print them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streammon.rules.cadence import Cadence, Period, parse


@pytest.mark.parametrize(
    ("text", "count", "period"),
    [
        ("1条/周", 1, Period.WEEK),
        ("1条/2周", 1, Period.TWO_WEEKS),
        ("1条/月", 1, Period.MONTH),
        ("2条/月", 2, Period.MONTH),
        ("1条/季度", 1, Period.QUARTER),
        ("1条/半年", 1, Period.HALF_YEAR),
        ("1条/年", 1, Period.YEAR),
        ("20条/月", 20, Period.MONTH),
    ],
)
def test_a_cadence_asks_for_a_number_in_a_period(text, count, period):
    assert parse(text) == Cadence(count, period)
    assert parse(text).is_asked


@pytest.mark.parametrize("text", ["实时更新", "/"])
def test_some_cadences_ask_for_no_number(text):
    assert not parse(text).is_asked
    assert parse(text).due_within(date(2023, 1, 1), date(2023, 12, 31)) == 0


@pytest.mark.parametrize("text", ["", "1条/周三", "条/月", "0条/月", "1条/月 ", "1条", "一条/月", "-1条/月"])
def test_what_is_no_cadence_is_told_what_would_be_right(text):
    with pytest.raises(ValueError, match=r"is not a cadence.*实时更新, 1条/周, 1条/2周, 1条/月, .*, /$"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "day", "first", "last"),
    [
        ("1条/周", "2023-10-01", "2023-09-25", "2023-10-01"),  # a Sunday
        ("1条/2周", "2023-10-02", "2023-09-25", "2023-10-08"),  # ISO weeks 39 and 40
        ("1条/2周", "2023-10-09", "2023-10-09", "2023-10-22"),
        ("1条/2周", "2021-01-03", "2020-12-14", "2021-01-03"),  # 2020 had a 53rd week
        ("1条/2周", "2021-01-04", "2021-01-04", "2021-01-17"),
        ("1条/月", "2024-02-10", "2024-02-01", "2024-02-29"),
        ("1条/季度", "2023-10-31", "2023-10-01", "2023-12-31"),
        ("1条/半年", "2023-06-30", "2023-01-01", "2023-06-30"),
        ("1条/年", "2023-06-30", "2023-01-01", "2023-12-31"),
    ],
)
def test_the_window_that_holds_a_day(text, day, first, last):
    assert parse(text).window(date.fromisoformat(day)) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("text", "first", "last", "due"),
    [
        ("2条/月", "2023-10-01", "2023-10-31", 2),
        ("2条/月", "2023-10-01", "2023-10-30", 0),
        ("1条/季度", "2023-10-01", "2023-10-31", 0),
        ("1条/季度", "2023-12-01", "2023-12-31", 1),
        ("1条/年", "2023-10-01", "2023-12-31", 1),
        ("1条/周", "2023-10-01", "2023-10-31", 5),  # the Sundays of October 2023
        ("1条/2周", "2023-10-01", "2023-10-31", 2),
        ("1条/月", "2020-11-24", "2021-02-22", 3),  # a quarter of its own making
    ],
)
def test_what_a_period_of_evaluation_asks_for(text, first, last, due):
    assert parse(text).due_within(date.fromisoformat(first), date.fromisoformat(last)) == due


@given(
    st.sampled_from(list(Period)),
    st.dates(date(2000, 1, 1), date(2060, 1, 1)),
    st.integers(0, 400),
    st.integers(0, 400),
)
def test_windows_tile_the_calendar_and_what_is_due_adds_up(period, day, some, more):
    cadence = Cadence(1, period)
    first, last = cadence.window(day)
    assert first <= day <= last
    assert cadence.window(first) == cadence.window(last) == (first, last)
    assert cadence.window_after(day)[0] == last + timedelta(days=1)
    assert cadence.window_before(day)[1] == first - timedelta(days=1)
    middle = day + timedelta(days=some)
    end = middle + timedelta(days=1 + more)
    parts = cadence.due_within(day, middle) + cadence.due_within(middle + timedelta(days=1), end)
    assert parts == cadence.due_within(day, end)
