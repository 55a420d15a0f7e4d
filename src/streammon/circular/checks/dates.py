"""Dates: days that there are not, spans that end before they begin, months outside of the circular's period."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from streammon.circular.finding import Confidence, Contradiction, Evidence, Kind
from streammon.circular.lines import Line
from streammon.circular.periods import Period, period_of
from streammon.circular.reading import Circular
from streammon.words import say

_DAY = r"(20\d\d)(?:-|年|/|\.)(\d{1,2})(?:-|月|/|\.)(\d{1,2})日?(?!\d)"
_A_DAY = re.compile(_DAY)
_SPAN = re.compile(rf"{_DAY}\s*(?:至|到|—|–|~|～)+\s*(?:{_DAY}|(?:(\d{{1,2}})月)?(\d{{1,2}})日)")
_FOR = re.compile(r"超过?(\d{1,3})[天日]")
_MISSED = re.compile(r"(?<![\d年、])(\d{1,2})月(?:份)?(?=[仍均]?未)")
_SIGNED = re.compile(rf"{_DAY}")
_DEADLINE = re.compile(r"[于在](\d{1,2})月(\d{1,2})日(?:\d{1,2}[时:：]\d{0,2}分?)?[之以]?前")


def check(circular: Circular) -> Iterator[Contradiction]:
    """Yield the dates that can't be, or do not fit the period or each other."""
    text = "".join(paragraph.text for paragraph in circular.paragraphs)
    period = period_of(circular.title) or period_of(text)
    for line in _all_lines(circular):
        yield from _impossible(line)
        yield from _reversed(line)
        yield from _shorter(line)
    if period:
        yield from _outside(circular, period)
    yield from _signature(circular, period)
    yield from _titles(circular)


def _all_lines(circular: Circular) -> Iterator[Line]:
    for paragraph in circular.paragraphs:
        yield from (line for _, line in paragraph.lines)
    for table in circular.tables:
        yield from dict.fromkeys(row.line for row in table.order)


def _impossible(line: Line) -> Iterator[Contradiction]:
    for found in _A_DAY.finditer(line.words):
        if _day(*found.groups()) is None:
            words = say("circular.date.impossible", date=found[0])
            yield _contradiction(words, line, found[0], found[0], Confidence.CERTAIN)


def _spans(line: Line) -> Iterator[tuple[str, date, date]]:
    """Yield the spans of days in a line. What the second day leaves out it has of the first."""
    for found in _SPAN.finditer(line.words):
        year, month, day, *second, last_month, last_day = found.groups()
        first = _day(year, month, day)
        last = _day(*second) if second[0] else _day(year, last_month or month, last_day)
        if first and last:
            yield found[0], first, last


def _reversed(line: Line) -> Iterator[Contradiction]:
    for shown, first, last in _spans(line):
        if last < first:
            words = say("circular.date.reversed", span=shown)
            yield _contradiction(words, line, str(first), str(last), Confidence.CERTAIN, shown)


def _shorter(line: Line) -> Iterator[Contradiction]:
    """Yield the line that calls a gap longer than any of its spans, both days counted."""
    longest = max(((last - first).days + 1 for _, first, last in _spans(line)), default=0)
    for found in _FOR.finditer(line.words) if longest > 0 else ():
        if longest <= int(found[1]):
            words = say("circular.date.shorter", stated=found[0], days=longest)
            yield _contradiction(words, line, found[0], str(longest), Confidence.DOUBTFUL, found[0])


def _outside(circular: Circular, period: Period) -> Iterator[Contradiction]:
    """Yield the months in a table that lie outside of the period."""
    for table in circular.tables:
        for line in dict.fromkeys(row.line for row in table.rows):
            for found in _MISSED.finditer(line.words):
                if int(found[1]) not in period.months:
                    months = say("circular.months", first=period.months[0], last=period.months[-1])
                    words = say("circular.date.outside", month=found[0], period=months)
                    yield _contradiction(words, line, found[0], months, Confidence.DOUBTFUL, found[0])


def _signature(circular: Circular, period: Period | None) -> Iterator[Contradiction]:
    """Yield a date of issue before the period is over, and a deadline before the date of issue."""
    signed = [
        (day, paragraph)
        for paragraph in circular.paragraphs
        if (found := _SIGNED.fullmatch(paragraph.text)) and (day := _day(*found.groups()))
    ]
    if not signed:
        return
    day, paragraph = signed[-1]
    line = paragraph.lines[0][1]
    if period and day < date(period.year, period.months[0], 1):
        words = say("circular.date.early", issued=day, end=period.last_day)
        yield _contradiction(words, line, str(day), str(period.last_day), Confidence.DOUBTFUL)
    for other in circular.paragraphs:
        for found in _DEADLINE.finditer(other.text):
            due = _day(str(day.year), found[1], found[2])
            if due and due < day and day.month - due.month < 6:
                words = say("circular.date.deadline", due=found[0], issued=day)
                one = Evidence(str(due), other.place(found.start()), other.quote(*found.span()))
                yield Contradiction(
                    Kind.DATE, Confidence.CERTAIN, words, one, Evidence(str(day), line.place, line.words)
                )


def _titles(circular: Circular) -> Iterator[Contradiction]:
    """Yield the annexes about another period than the circular."""
    whole = period_of(circular.title)
    for annex in circular.annexes:
        period = period_of(annex.title)
        if whole and period and period != whole:
            words = say("circular.date.annex", label=annex.label, title=annex.title, circular=circular.title)
            yield _contradiction(words, annex.line, annex.title, circular.title, Confidence.DOUBTFUL)


def _contradiction(
    words: str, line: Line, one: str, other: str, confidence: Confidence, around: str = ""
) -> Contradiction:
    at = max(line.words.find(around), 0)
    quote = line.words[max(at - 30, 0) : at + len(around) + 30]
    return Contradiction(
        Kind.DATE, confidence, words, Evidence(one, line.place, quote), Evidence(other, line.place, quote)
    )


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
