"""What a period is called, and whether a date that somebody typed lies in it."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date

from streammon.model.ledger import Ledger
from streammon.words import say


def title_of(ledger: Ledger, titles: Mapping[str, str]) -> str:
    """Return the period's title: what the site calls it, or what its days are (2023年10月, 2023年第一季度)."""
    first, last = ledger.first, ledger.last
    whole = first.day == 1 and last.day == monthrange(last.year, last.month)[1] and first.year == last.year
    if ledger.period in titles:
        return titles[ledger.period]
    if not whole:
        return say("report.span_title", first=first, last=last)
    return _of_months(first, last)


def _of_months(first: date, last: date) -> str:
    if first.month == last.month:
        return say("report.month_title", year=first.year, month=first.month)
    if (first.month, last.month) == (1, 12):
        return say("report.year_title", year=first.year)
    if first.month % 3 == 1 and last.month - first.month == 2:
        return say("report.quarter_title", year=first.year, quarter="一二三四"[first.month // 3])
    return say("report.months_title", year=first.year, first=first.month, last=last.month)


DATE = re.compile(
    r"(?<!\d)(?:(?P<year>\d{4})\s*年\s*(?:(?P<month>\d{1,2})\s*(?:[-—至~]\s*(?P<until>\d{1,2})\s*)?月)?"
    r"|(?P<only>\d{1,2})\s*(?:[-—至~]\s*(?P<only_until>\d{1,2})\s*)?月)(?:\s*(?P<day>\d{1,2})\s*日)?"
)
"""2023年, 2023年10月, 2023年1—7月, 10月, 10月23日."""


def lies_in(found: re.Match[str], first: date, last: date) -> bool:
    """Return whether a date, month or year (a match of DATE) is one of the period from `first` to `last`."""
    years = [int(found["year"])] if found["year"] else list(range(first.year, last.year + 1))
    begin = found["month"] or found["only"]
    if not begin:
        return first.year <= years[0] <= last.year
    end = found["until"] or found["only_until"] or begin
    return any(_within(year, int(begin), int(end), found["day"], first, last) for year in years)


def _within(year: int, begin: int, end: int, day: str | None, first: date, last: date) -> bool:
    if not 1 <= begin <= end <= 12:
        return False
    if day:
        return 1 <= int(day) <= monthrange(year, begin)[1] and first <= date(year, begin, int(day)) <= last
    return (first.year, first.month) <= (year, begin) and (year, end) <= (last.year, last.month)
