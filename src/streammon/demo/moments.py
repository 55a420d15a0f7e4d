"""When the county publishes: on working days, in office hours."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

import chinese_calendar

from streammon.clock import LOCAL

MONTH = (date(2023, 10, 1), date(2023, 10, 31))
"""The month that is played, both days included."""

LAST_LOOK = datetime(2023, 10, 31, 6, tzinfo=LOCAL)
"""Nothing is published that the visit due by then would not see."""

AGES = {
    "2条/月": (6, 12),
    "1条/月": (8, 26),
    "1条/季度": (20, 80),
    "1条/半年": (110, 182),
    "1条/年": (225, 365),
    "实时更新": (40, 90),
}
"""By cadence, how many days before the month the latest older item was published, and the step to those before."""


def of_the_month(random: Random, count: int, every: int) -> list[datetime]:
    """Return `count` moments of the month, spread over it, in order; `every` is the seconds between two visits."""
    last = min(LAST_LOOK - timedelta(seconds=every), datetime(2023, 10, 30, 18, tzinfo=LOCAL))
    days = [day for day in _days(MONTH[0], last.date()) if _at(day, time(18)) <= last and _worked(day)]
    share = len(days) / max(count, 1)
    picked = [days[int(share * (number + random.random()))] for number in range(count)]
    return sorted(_office_hour(random, day) for day in picked)


def before_the_month(random: Random, count: int, cadence: str) -> list[datetime]:
    """Return `count` moments before the month as `cadence` would have it, in order."""
    age, step = AGES[cadence]
    days = [MONTH[0] - timedelta(days=age + step * number + random.randrange(5)) for number in range(count)]
    return sorted(_office_hour(random, _worked_before(day)) for day in days)


def _worked(day: date) -> bool:
    return bool(chinese_calendar.is_workday(day))


def _worked_before(day: date) -> date:
    while not _worked(day):
        day -= timedelta(days=1)
    return day


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=LOCAL)


def _office_hour(random: Random, day: date) -> datetime:
    """Return a minute between 8:30 and 11:45 or between 14:15 and 17:30."""
    start = random.choice((time(8, 30), time(14, 15)))
    return _at(day, start) + timedelta(minutes=random.randrange(195))
