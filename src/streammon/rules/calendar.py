"""Working days: the public holidays of China with their make-up days, and what a county says of single days.

A fix window is n working days after the day of notice, that day itself not counted, up to the close of office hours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import chinese_calendar

from streammon.clock import LOCAL

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5
_MADE_UP = frozenset({date(2005, 12, 31)})
"""Worked for 2006-01-03. The package has it as a day off; another, `holidays`, agrees with it on all other days."""


class WorkingDays:
    """Which days are worked. `holidays` says so of single days (True: worked) and beats the built-in calendar.

    In a year that neither knows, Monday to Friday are worked; `unknown_years` names such years, to be warned about.
    """

    def __init__(self, holidays: Mapping[date, bool]) -> None:
        self._holidays = dict(holidays)
        self._own_years = {day.year for day in self._holidays}

    def is_working(self, day: date) -> bool:
        """Return whether `day` is worked."""
        own = self._holidays.get(day)
        return _is_published_as_worked(day) if own is None else own

    def after(self, day: date, n: int) -> date:
        """Return the `n`-th working day after `day`, which itself is not counted; for 0, `day`."""
        return self._walk(day, n, _ONE_DAY)

    def before(self, day: date, n: int) -> date:
        """Return the `n`-th working day before `day`, which itself is not counted; for 0, `day`."""
        return self._walk(day, n, -_ONE_DAY)

    def deadline(self, found: datetime, n: int, close: time) -> datetime:
        """Return the local moment `close` on the `n`-th working day after the local day of `found` (aware)."""
        return datetime.combine(self.after(found.astimezone(LOCAL).date(), n), close, LOCAL)

    def unknown_years(self, years: Iterable[int]) -> tuple[int, ...]:
        """Return those of `years`, ascending, for which there are neither public holidays nor days of the county."""
        return tuple(sorted(year for year in set(years) - self._own_years if not _is_published(year)))

    def _walk(self, day: date, n: int, stride: timedelta) -> date:
        if n < 0:
            raise ValueError(f"{n} working days can't be counted; it would be right as 0 or more")
        while n:
            day += stride
            n -= self.is_working(day)
        return day


@lru_cache(maxsize=4096)  # asked again and again about the days around today
def _is_published_as_worked(day: date) -> bool:
    try:
        return day in _MADE_UP or bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < _SATURDAY


def _is_published(year: int) -> bool:
    """Return whether the built-in calendar knows the holidays of `year`."""
    try:
        chinese_calendar.is_workday(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True
