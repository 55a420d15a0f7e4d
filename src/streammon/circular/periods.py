"""The period that a circular, an annex or a table is about."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

_YEAR = r"(?P<year>20\d\d)年(?:度)?(?:第)?"
_DASH = "[-—–~～至到]+"
_MONTHS = re.compile(rf"{_YEAR}(?P<first>1[0-2]|[1-9])月?(?:份)?(?:{_DASH}(?P<last>1[0-2]|[1-9]))?月(?!\d|[上中下]旬)")
_PART = re.compile(rf"{_YEAR}(?P<part>[一二三四1-4]季度|上半年|下半年)")
_PARTS = {
    "一季度": (1, 3), "二季度": (4, 6), "三季度": (7, 9), "四季度": (10, 12),
    "1季度": (1, 3), "2季度": (4, 6), "3季度": (7, 9), "4季度": (10, 12),
    "上半年": (1, 6), "下半年": (7, 12),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Period:
    """Months of a year."""

    year: int
    months: tuple[int, ...]

    @property
    def last_day(self) -> date:
        """The last day of the last month."""
        return date(self.year, self.months[-1], monthrange(self.year, self.months[-1])[1])


def period_of(text: str) -> Period | None:
    """Return the first period in a text: 2023年10月, 2023年1—7月, 2023年一季度, 2023年上半年."""
    found = [match for pattern in (_MONTHS, _PART) if (match := pattern.search(text))]
    if not found:
        return None
    match = min(found, key=lambda each: each.start())
    if match.re is _PART:
        first, last = _PARTS[match["part"]]
    else:
        first = int(match["first"])
        last = int(match["last"] or first)
    return Period(int(match["year"]), tuple(range(first, last + 1)))
