"""What the charts show, as numbers: the picture in the circular and the chart of the sheet show the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from streammon.model.ledger import Ledger, Line
from streammon.report.expression import Expression
from streammon.report.facts import of_line, summed
from streammon.report.grid import clean
from streammon.report.layout import Chart, ChartKind
from streammon.report.periods import title_of
from streammon.report.rows import find_table
from streammon.words import say

LINES = 5
"""More lines than these in one trend can't be told apart."""


@dataclass(frozen=True)
class Series:
    """One line of a chart, or all of its bars; None where there is nothing to show."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Drawn:
    """A chart: names along its axis, and one or more series of as many values."""

    chart: Chart
    names: tuple[str, ...]
    series: tuple[Series, ...]


def drawn(charts: Sequence[Chart], ledger: Ledger, earlier: Sequence[Ledger], titles: Mapping[str, str]) -> list[Drawn]:
    """Return the charts that have anything to show; a trend needs an earlier period."""
    found: list[Drawn] = []
    for chart in charts:
        if chart.kind is ChartKind.TREND:
            if earlier:
                found.append(_trend(chart, [*sorted(earlier, key=lambda each: each.first), ledger], titles))
        elif find_table(ledger, chart.table).lines:
            found.append(_comparison(chart, ledger))
    return found


def _comparison(chart: Chart, ledger: Ledger) -> Drawn:
    expression = Expression(chart.measure)
    found = [(line, _number(expression, line)) for line in find_table(ledger, chart.table).lines]
    shown = sorted([pair for pair in found if pair[1] is not None], key=lambda pair: -(pair[1] or 0))[: chart.top]
    values = Series(chart.title, tuple(value for _, value in shown))
    return Drawn(chart, tuple(_names([line for line, _ in shown])), (values,))


def _names(lines: Sequence[Line]) -> list[str]:
    """Return the names; where two accounts share one, their platforms as well."""
    names = [line.name for line in lines]
    twice = {name for name in names if names.count(name) > 1}
    full = [
        f"{each.name}（{each.sources[0].platform}）" if each.name in twice and each.sources else each.name
        for each in lines
    ]
    return [clean(name) for name in full]


def _trend(chart: Chart, ledgers: Sequence[Ledger], titles: Mapping[str, str]) -> Drawn:
    expression = Expression(chart.measure)
    tables = [{line.subject_id: line for line in _lines(ledger, chart.table)} for ledger in ledgers]
    now = sorted(tables[-1].values(), key=lambda line: -(_number(expression, line) or 0))
    shown = now[: min(chart.top, LINES)]
    of_all = expression.of
    series = [
        Series(say("report.sheet.all"), tuple(_float(of_all(summed(map(of_line, table.values())))) for table in tables))
    ]
    for line, name in zip(shown, _names(shown), strict=True):
        values = [_number(expression, table[line.subject_id]) if line.subject_id in table else None for table in tables]
        series.append(Series(name, tuple(values)))
    return Drawn(chart, tuple(title_of(ledger, titles) for ledger in ledgers), tuple(series))


def _lines(ledger: Ledger, table_id: str) -> Sequence[Line]:
    return next((table.lines for table in ledger.tables if table.board_id == table_id), ())


def _number(expression: Expression, line: Line) -> float | None:
    return _float(expression.of(of_line(line)))


def _float(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
