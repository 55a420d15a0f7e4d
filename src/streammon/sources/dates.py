"""Dates as government websites write them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta

from streammon.clock import LOCAL

_TIME = r"(?:[T日 ]*(?P<hour>\d{1,2})[:时](?P<minute>\d{1,2})(?:[:分](?P<second>\d{1,2}))?)?"
_FULL = re.compile(rf"(?<!\d)(?P<year>\d{{4}})[-/.年](?P<month>\d{{1,2}})[-/.月](?P<day>\d{{1,2}})(?!\d){_TIME}")
_SHORT = re.compile(rf"(?<!\d)(?<!\d[-/.年])(?P<month>\d{{1,2}})[-/月](?P<day>\d{{1,2}})(?!\d|[-/.月]\d){_TIME}")
_YEARS = range(1990, 2100)
"""Anything else is a slip or a template's zero date."""


def moment_of(text: str, today: date | None = None) -> datetime | None:
    """Return the first date in `text`, with its time or at local midnight; None if there is none that exists.

    Read are 2023-10-12, 2023/10/12, 2023.10.12 and 2023年10月12日, with 17:50 or 17:50:58 behind; and, where `today`
    (local) is given, dates without a year (10-12, 10月12日): of the last twelve months, or tomorrow.
    """
    plain = unicodedata.normalize("NFKC", text)
    if found := _FULL.search(plain):
        return _moment(found, int(found["year"]))
    if today is None or not (found := _SHORT.search(plain)):
        return None
    moment = _moment(found, today.year)
    return moment if moment and moment.date() <= today + timedelta(days=1) else _moment(found, today.year - 1)


def _moment(found: re.Match[str], year: int) -> datetime | None:
    hour, minute, second = (int(found[name] or 0) for name in ("hour", "minute", "second"))
    try:
        moment = datetime(year, int(found["month"]), int(found["day"]), hour, minute, second, tzinfo=LOCAL)
    except ValueError:
        return None
    return moment if moment.year in _YEARS else None
