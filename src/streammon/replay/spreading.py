"""When things happened that a circular only counts: spread over the days that it leaves open, the same on every run."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

DAY = timedelta(days=1)

_SPAN = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2}) ?至 ?(\d{4})-(\d{1,2})-(\d{1,2})")


class Span(NamedTuple):
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last

    def days(self) -> list[date]:
        """Return its days, in order."""
        return [self.first + number * DAY for number in range((self.last - self.first).days + 1)]


def spans_in(text: str) -> list[Span]:
    """Return the spans that a sentence names: 2023-10-9至2023-10-29."""
    return [Span(date(*map(int, found[:3])), date(*map(int, found[3:]))) for found in _SPAN.findall(text)]


def months_of(period: Span) -> list[Span]:
    """Return the calendar months of a period, the first and the last cut at its ends."""
    found, first = [], period.first
    while first <= period.last:
        end = date(first.year, first.month, calendar.monthrange(first.year, first.month)[1])
        found.append(Span(first, min(end, period.last)))
        first = end + DAY
    return found


def apart(spans: Sequence[Span]) -> list[Span]:
    """Return spans of silence, in order, with a day between each two: without it they would be one."""
    found: list[Span] = []
    for span in sorted(set(spans)):
        first = max(span.first, found[-1].last + 2 * DAY) if found else span.first
        found.append(Span(first, span.last))
    return found


def spread(count: int, period: Span, longest: int = 0) -> list[date]:
    """Return `count` days of a period, evenly spread, in order; no two are more than `longest` days apart (0: free)."""
    length = (period.last - period.first).days + 1
    step = length / max(count, 1)
    if longest:
        step = min(step, longest)
    begin = (length - step * (count - 1)) / 2 if count else 0
    return [period.first + int(begin + step * number) * DAY for number in range(count)]


def around(count: int, period: Span, silent: Sequence[Span]) -> list[date]:
    """Return `count` days of a period outside the spans of silence, in order.

    The days beside a span come first: without a publication there, the silence would have lasted longer.
    """
    open_days = [day for day in period.days() if not any(day in span for span in silent)]
    beside = sorted({day for span in silent for day in (span.first - DAY, span.last + DAY)} & set(open_days))[:count]
    rest = count - len(beside)
    return sorted([*beside, *(open_days[(2 * number + 1) * len(open_days) // (2 * rest)] for number in range(rest))])


def steady(every: int, period: Span, silent: Sequence[Span]) -> list[date]:
    """Return every so manieth day of a period and the days beside the spans of silence, but no day inside them."""
    days = set(period.days()[::every]) | {day for span in silent for day in (span.first - DAY, span.last + DAY)}
    return sorted(day for day in days if day in period and not any(day in span for span in silent))
