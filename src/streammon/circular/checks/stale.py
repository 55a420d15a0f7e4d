"""Columns of a website that a table shows to be behind their cadence and that the text does not name."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from decimal import Decimal

from streammon.circular.checks.figures import named
from streammon.circular.finding import Confidence, Contradiction, Evidence, Kind, printed
from streammon.circular.grids import Row
from streammon.circular.numbers import figure
from streammon.circular.periods import period_of
from streammon.circular.reading import Circular
from streammon.circular.rows import bare
from streammon.circular.table import Column, Table
from streammon.rules.cadence import Cadence, Period, parse
from streammon.words import say

_MONTH = re.compile(r"(1[0-2]|[1-9])月(?:份|更新数)?")
_DAYS = {Period.WEEK: 7, Period.TWO_WEEKS: 14}
_MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.HALF_YEAR: 6, Period.YEAR: 12}
_SHORT_NAME = 4


def check(circular: Circular) -> Iterator[Contradiction]:
    """Yield the columns with fewer items than were due, of which the text says nothing."""
    text = "".join(paragraph.text for paragraph in circular.paragraphs)
    period = period_of(circular.title) or period_of(text)
    for table in circular.tables:
        if period and Column.CADENCE in table.columns and table.names:
            cadence = table.columns.index(Column.CADENCE)
            months = _months(table, period.months)
            for row in table.rows:
                missed = _missed(row, row.cells[cadence], months, period.year)
                if missed and not _is_named(table, row, text):
                    yield _unnamed(table, row, cadence, missed)


def _months(table: Table, period: tuple[int, ...]) -> dict[tuple[int, ...], int]:
    """Return the column of each month, or the only column of numbers, for the whole period."""
    named = ((at, _MONTH.fullmatch(table.head[at])) for at in table.measures)
    months: dict[tuple[int, ...], int] = {(int(found[1]),): at for at, found in named if found}
    if not months and len(table.measures) == 1:
        return {period: table.measures[0]}
    return months


def _missed(row: Row, cadence: str, months: dict[tuple[int, ...], int], year: int) -> str:
    """Return where a row has less than its cadence asks for, in words; "" where nowhere or nothing is asked."""
    try:
        asked = parse(cadence)
    except ValueError:
        return ""
    cells = {span: figure(row.cells[at]) for span, at in months.items()}
    known = {span: value for span, value in cells.items() if value is not None}
    missed = [
        say("circular.in_month", month=_shown(span), published=printed(value), due=due)
        for span, value in known.items()
        if value < (due := _due(asked, span, year))
    ]
    whole = tuple(sorted(month for span in known for month in span))
    if missed or len(known) < 2 or len(known) < len(cells):
        return "、".join(missed)
    published, due = sum(known.values(), Decimal()), _due(asked, whole, year)
    return (
        say("circular.in_month", month=_shown(whole), published=printed(published), due=due) if published < due else ""
    )


def _due(asked: Cadence, months: tuple[int, ...], year: int) -> int:
    """Return how many items the cadence asks for at least, wherever its periods begin."""
    if asked.period in _DAYS:
        days = sum(monthrange(year, month)[1] for month in months)
        return asked.count * (days // _DAYS[asked.period])
    return asked.count * (len(months) // _MONTHS[asked.period])


def _shown(months: tuple[int, ...]) -> str:
    return say("circular.month" if len(months) == 1 else "circular.months", first=months[0], last=months[-1])


def _is_named(table: Table, row: Row, text: str) -> bool:
    """Tell whether the text names the column: whole, or, of a long name, its first characters."""
    name = re.split("[（(]", _column_name(table, row))[0]
    return name in text or (len(name) > _SHORT_NAME and bare(name)[:_SHORT_NAME] in text)


def _column_name(table: Table, row: Row) -> str:
    """Return the name of the website's column: the last name before the cadence that the row itself has."""
    cadence = table.columns.index(Column.CADENCE)
    names = [at for at in table.names if at < cadence and row.cells[at]]
    return row.cells[names[-1]] if names else ""


def _unnamed(table: Table, row: Row, cadence: int, missed: str) -> Contradiction:
    name = _column_name(table, row)
    words = say("circular.stale", name=name, cadence=row.cells[cadence], missed=missed, table=named(table))
    one = Evidence(missed, row.line.place, " | ".join(filter(None, row.cells)))
    other = Evidence(say("circular.unnamed"), say("circular.text"), "")
    return Contradiction(Kind.STALE, Confidence.DOUBTFUL, words, one, other)
