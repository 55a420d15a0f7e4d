"""Lists of persons that are still up after the time for which they were put up (公示期).

What is public for a purpose is taken down when the purpose is fulfilled: 教育部's notice of 2017 on public lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from streammon.detect.page.look import Look, PageOptions, local_day, problem
from streammon.model.inspection import Finding, Severity
from streammon.words import say

_DATE = r"(?:(\d{4}) ?年)? ?(\d{1,2}) ?月 ?(\d{1,2}) ?日?"
_DOTTED = r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})"
_TERM = r"公示(?:时间|日期|期限|期|时限)"
_UNTIL = re.compile(rf"{_TERM}[^。\n]{{0,40}}?(?:至|到|—+|--?|－|~|～)\s*(?:{_DATE}|{_DOTTED})")
_BEGIN = re.compile(rf"{_TERM}[^。\n]{{0,12}}?(?:{_DATE}|{_DOTTED})")
_NUMBER = "一二三四五六七八九十"
_FOR = re.compile(
    rf"公示[^。\n]{{0,40}}?(?<![{_NUMBER}\d])(\d{{1,3}}|[{_NUMBER}]{{1,3}}) ?个?(工作日|天|日(?=[，。,；;）)\n]|内|$))"
)
_PERSONS = re.compile(r"名单|花名册|名册|人员|对象|低保|特困|补贴|救助|学生|考生|录用|聘用|候选人|发放")
_HEADER = re.compile(r"姓 ?名|户主|申请人|身份证|家庭住址|受益人|领款人")
_GRACE = timedelta(days=1)


def find(look: Look) -> Iterator[Finding]:
    """Find that a notice's time is over while its list of persons is still up."""
    if "公示" not in look.content.title or not _holds_persons(look):
        return
    end = end_of(look.content.text, local_day(look.content.published_at), look.options)
    if end is not None and look.on > end + _GRACE:
        severity = Severity.ORDINARY if look.leaks else Severity.HINT
        why = say("page.notice", end=end, days=(look.on - end).days)
        yield problem("notice-over", severity, end.isoformat(), why, confidence=0.8, review=not look.leaks)


def end_of(text: str, published: date, options: PageOptions) -> date | None:
    """Return the last day of the notice: as it is named, else counted from the day of publication; None if unknown."""
    begin, until = _BEGIN.search(text), _UNTIL.search(text)
    year = _year(begin) or published.year
    first = _day(begin, year) if begin else None
    if until:
        last = _day(until, _year(until) or year)
        return _day(until, year + 1) if last and first and last < first and not _year(until) else last
    if lasts := _FOR.search(text):
        day_before = first - timedelta(days=1) if first else published
        return _after(day_before, _count(lasts[1]), options if lasts[2] == "工作日" else None)
    return None


def _holds_persons(look: Look) -> bool:
    text = look.content.text
    rows = sum("\t" in line for line in text.split("\n"))
    named = look.page.attachments and _PERSONS.search(look.content.title)
    return bool(look.leaks or named or (rows >= 3 and _HEADER.search(text)))


def _year(found: re.Match[str] | None) -> int:
    return int(found[1] or found[4] or 0) if found else 0


def _day(found: re.Match[str], year: int) -> date | None:
    try:
        return date(year, int(found[2] or found[5]), int(found[3] or found[6]))
    except ValueError:
        return None


def _count(number: str) -> int:
    if number.isdigit():
        return int(number)
    tens, ten, units = number.rpartition("十")
    return (_NUMBER.find(tens) + 1 if tens else 1) * 10 * bool(ten) + _NUMBER.find(units) * bool(units) + bool(units)


def _after(day: date, days: int, options: PageOptions | None) -> date:
    while days > 0:
        day += timedelta(days=1)
        days -= options.is_working(day) if options else 1
    return day
