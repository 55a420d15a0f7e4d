"""Dates and times as people and programs write them into tables."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from streammon.clock import LOCAL

_DAY = r"(?:(\d{4})\s*([-/.年])\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?|(\d{4})(\d{2})(\d{2}))"
_WEEKDAY = r"(?:\s*(?:\(?(?:星期|周)[一二三四五六日天]\)?))?"
_TIME = r"(?:(上午|下午|晚上|中午)?\s*(\d{1,2})\s*[:时点]\s*(?:(\d{1,2})\s*(?:[:分]\s*(?:(\d{1,2})(?:\.\d+)?秒?)?)?)?)"
_MOMENT = re.compile(rf"{_DAY}{_WEEKDAY}(?:[T\s]*{_TIME})?")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")

_YEARS = range(1990, 2100)
"""Anything else is a slip, or the zero date of a template."""

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 -- a spreadsheet knows no zone
_LAST_MOMENT = time(23, 59, 59)
_NOON = 12


def moment_of(text: str, *, closing: bool = False) -> datetime:
    """Return the local moment that a cell names; a mere day is its begin or, as a deadline (`closing`), its end.

    Read are 2023-10-9, 2023/10/09, 2023.10.9, 20231009 and 2023年10月9日, a weekday behind; then 8:30, 08:30:15,
    8时30分, 8点, 下午2:30; and the day numbers of spreadsheets (45208.354). Raises ValueError for anything else, and
    for a date that does not exist or is out of all reason.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if found := _MOMENT.fullmatch(plain):
        year, _, month, day = found.group(1, 2, 3, 4)
        on = date(*map(int, (year, month, day) if year else found.group(5, 6, 7)))
        at = _time(*found.group(8, 9, 10, 11)) if found[9] else None
    elif _SERIAL.fullmatch(plain):
        on, at = _of_serial(float(plain))
    else:
        raise ValueError(text)
    if on.year not in _YEARS:
        raise ValueError(text)
    return datetime.combine(on, at or (_LAST_MOMENT if closing else time.min), LOCAL)


def _time(half: str | None, hour: str, minute: str | None, second: str | None) -> time:
    number = int(hour)
    if half in ("下午", "晚上") and number < _NOON:
        number += _NOON
    return time(number, int(minute or 0), int(second or 0))


def _of_serial(serial: float) -> tuple[date, time | None]:
    """Return the day of a day number, and the time if it has a fraction; days before March 1900 are out of reach."""
    moment = _EPOCH + timedelta(seconds=round(serial * 86_400))
    return moment.date(), None if serial.is_integer() else moment.time()
