"""Days made for figures that name none."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streammon.replay.spreading import Span, apart, around, months_of, spans_in, spread, steady

OCTOBER = Span(date(2023, 10, 1), date(2023, 10, 31))


def october(first: int, last: int) -> Span:
    return Span(date(2023, 10, first), date(2023, 10, last))


def test_a_sentence_names_its_spans_with_or_without_a_leading_zero():
    text = "2023-10-14至2023-10-25信息未更新。2023-10-9 至 2023-10-29信息未更新"
    assert spans_in(text) == [october(14, 25), october(9, 29)]


def test_the_months_of_a_period_end_where_it_ends():
    months = months_of(Span(date(2020, 11, 24), date(2021, 2, 22)))
    assert [(month.first.day, month.last.day) for month in months] == [(24, 30), (1, 31), (1, 31), (1, 22)]


@given(count=st.integers(0, 500), length=st.integers(1, 120))
def test_as_many_days_as_are_asked_for_all_of_them_in_the_period(count, length):
    period = Span(date(2023, 1, 1), date(2023, 1, 1) + timedelta(days=length - 1))
    days = spread(count, period)
    assert len(days) == count
    assert all(day in period for day in days)
    assert days == sorted(days)


def test_four_originals_in_october_leave_no_gap_of_a_week():
    days = [date(2023, 9, 30), *spread(4, OCTOBER, longest=7), date(2023, 11, 1)]
    assert all((later - earlier).days <= 7 for earlier, later in pairwise(days))


@given(count=st.integers(2, 60), first=st.integers(3, 15), length=st.integers(1, 12))
def test_silence_is_exactly_as_long_as_it_is_printed(count, first, length):
    silent = october(first, first + length)
    days = around(count, OCTOBER, [silent])
    assert len(days) == count
    assert not any(day in silent for day in days)
    assert {silent.first - timedelta(days=1), silent.last + timedelta(days=1)} <= set(days)


def test_a_single_publication_stands_before_the_silence():
    assert around(1, OCTOBER, [october(9, 29)]) == [date(2023, 10, 8)]


def test_two_spans_that_touch_are_kept_apart_by_a_day():
    assert apart([october(15, 26), october(1, 15)]) == [october(1, 15), october(17, 26)]


@pytest.mark.parametrize("every", [1, 3, 5])
def test_a_steady_source_is_silent_only_where_it_has_to_be(every):
    silent = october(7, 20)
    days = steady(every, OCTOBER, [silent])
    assert not any(day in silent for day in days)
    longest = [(earlier, later) for earlier, later in pairwise(days) if (later - earlier).days > every]
    assert longest == [(date(2023, 10, 6), date(2023, 10, 21))]
