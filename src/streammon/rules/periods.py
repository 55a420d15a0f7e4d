"""Periods of the circular: those that a site declares, and the calendar months for all other days."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta

from streammon.model.rules import Rules, Span

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def month_of(day: date) -> Span:
    """Return the calendar month of `day`; its id is like 2023-10."""
    last = day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return Span(id=f"{day:%Y-%m}", title=f"{day.year}年{day.month}月", first=day.replace(day=1), last=last)


def period_of(day: date, rules: Rules) -> Span:
    """Return the period in which what happens on `day` counts."""
    return next((span for span in rules.periods if span.first <= day <= span.last), None) or month_of(day)


def month_before(day: date) -> date:
    """Return the first day of the calendar month before that of `day`."""
    return month_of(day.replace(day=1) - timedelta(days=1)).first


def period_before(day: date, rules: Rules) -> date:
    """Return the first day of the period before that of `day`."""
    return period_of(period_of(day, rules).first - timedelta(days=1), rules).first


def period_named(name: str, rules: Rules) -> Span | None:
    """Return the period with the id `name`; None if it is neither declared nor a month."""
    for span in rules.periods:
        if span.id == name:
            return span
    match = _MONTH.fullmatch(name)
    return month_of(date(int(match[1]), int(match[2]), 1)) if match and int(match[1]) else None


def months_of(span: Span) -> Iterator[Span]:
    """Yield the calendar months of a period, the first and the last one cut to it."""
    first = span.first
    while first <= span.last:
        month = month_of(first)
        last = min(month.last, span.last)
        yield Span(id=month.id, title=month.title, first=first, last=last)
        first = last + timedelta(days=1)
