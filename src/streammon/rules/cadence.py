"""How often something is due, as the circulars print it: 1条/月, 2条/月, 1条/季度, 实时更新.

A period is one of the calendar, and what it asks for is due when it ends: a quarterly column is due in the last month
of the quarter and in no other.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

ON_OCCASION = ("实时更新", "/")
"""Cadences that ask for no number of items: up to date whenever something happens, and nothing."""


class Period(StrEnum):
    """A period of the calendar, in the word that the circulars use."""

    WEEK = "周"
    TWO_WEEKS = "2周"
    MONTH = "月"
    QUARTER = "季度"
    HALF_YEAR = "半年"
    YEAR = "年"


_MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.HALF_YEAR: 6, Period.YEAR: 12}
_FORM = re.compile(rf"([1-9][0-9]{{0,3}})条/({'|'.join(Period)})")
_RIGHT = (ON_OCCASION[0], *(f"1条/{period}" for period in Period), "2条/月", ON_OCCASION[1])


@dataclass(frozen=True, slots=True)
class Cadence:
    """`count` items in every `period`; 0 where no number is asked for."""

    count: int
    period: Period = Period.MONTH

    @property
    def is_asked(self) -> bool:
        """Whether a number of items is asked for."""
        return self.count > 0

    def window(self, day: date) -> tuple[date, date]:
        """Return the first and the last day of the period that holds `day`.

        Weeks begin on Monday. Two weeks are ISO weeks 1 and 2, 3 and 4, …; a 53rd week belongs to the last pair.
        """
        if self.period is Period.WEEK:
            first = day - timedelta(days=day.weekday())
            return first, first + timedelta(days=6)
        if self.period is Period.TWO_WEEKS:
            return _week_pair(day)
        months = _MONTHS[self.period]
        first_month = day.month - (day.month - 1) % months
        last_month = first_month + months - 1
        return date(day.year, first_month, 1), date(day.year, last_month, calendar.monthrange(day.year, last_month)[1])

    def window_after(self, day: date) -> tuple[date, date]:
        """Return the first and the last day of the period that follows the one of `day`."""
        return self.window(self.window(day)[1] + timedelta(days=1))

    def window_before(self, day: date) -> tuple[date, date]:
        """Return the first and the last day of the period that precedes the one of `day`."""
        return self.window(self.window(day)[0] - timedelta(days=1))

    def due_within(self, first: date, last: date) -> int:
        """Return how many items are due from `first` to `last`: `count` for each period that ends there."""
        due, (_, end) = 0, self.window(first)
        while end <= last and self.is_asked:
            due += self.count
            _, end = self.window_after(end)
        return due


def parse(text: str) -> Cadence:
    """Return the cadence that `text` names.

    Raises:
        ValueError: `text` is no cadence; says what would be right.
    """
    if text in ON_OCCASION:
        return Cadence(0)
    if not (match := _FORM.fullmatch(text)):
        raise ValueError(f'"{text}" is not a cadence. It would be right as one of: {", ".join(_RIGHT)}')
    return Cadence(int(match[1]), Period(match[2]))


def _week_pair(day: date) -> tuple[date, date]:
    year, week, _ = day.isocalendar()
    weeks_in_year = date(year, 12, 28).isocalendar().week
    first_week = min(week - (week - 1) % 2, 51)
    last_week = weeks_in_year if first_week == 51 else first_week + 1
    return date.fromisocalendar(year, first_week, 1), date.fromisocalendar(year, last_week, 7)
