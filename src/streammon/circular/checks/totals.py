"""Rows that add up others: 合计, 小计."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from streammon.circular.checks.figures import named
from streammon.circular.finding import Confidence, Contradiction, Evidence, Kind, printed
from streammon.circular.grids import Row
from streammon.circular.numbers import figure
from streammon.circular.reading import Circular
from streammon.circular.table import Table, is_total
from streammon.words import say


def check(circular: Circular) -> Iterator[Contradiction]:
    """Yield the totals that are not the sum of their rows: of all rows, or of those since the last total."""
    for table in circular.tables:
        above: list[Row] = []
        for row in table.order:
            if is_total(row):
                for at in table.measures:
                    yield from _wrong(table, row, at, above)
                above = []
            else:
                above.append(row)


def _wrong(table: Table, total: Row, at: int, above: list[Row]) -> Iterator[Contradiction]:
    shown = figure(total.cells[at])
    sums = [_sum(above, at), _sum(table.rows, at)]
    is_last = total is table.order[-1]
    if shown is None or shown in sums or (total is table.order[0] and not above and shown == sums[1]):
        return
    added = sums[1] if is_last or not above else sums[0]
    head = table.head[at] or say("circular.nameless")
    words = say("circular.total_row", table=named(table), column=head, shown=printed(shown), added=printed(added))
    other = Evidence(printed(added), (above or list(table.rows))[0].line.place, say("circular.rows_above", column=head))
    one = Evidence(printed(shown), total.line.place, " | ".join(filter(None, total.cells)))
    yield Contradiction(Kind.TOTAL_ROW, Confidence.CERTAIN, words, one, other)


def _sum(rows: list[Row] | tuple[Row, ...], at: int) -> Decimal:
    return sum((figure(row.cells[at]) or Decimal() for row in rows), Decimal())
