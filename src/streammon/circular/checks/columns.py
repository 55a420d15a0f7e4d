"""Columns of a table that must agree within each row: parts that add up to a total, rates of two columns.

Which columns belong together the rows themselves tell: most of them keep to it, and the names of the columns allow it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations, permutations

from streammon.circular.checks.figures import named
from streammon.circular.finding import Confidence, Contradiction, Evidence, Kind, certain, printed
from streammon.circular.grids import Row
from streammon.circular.measures import core
from streammon.circular.numbers import figure, percentage, rounds_to
from streammon.circular.reading import Circular
from streammon.circular.table import Column, Table
from streammon.words import say

_TOTAL = re.compile("总|合计|小计|共计|全部|生成|产生|受理|承办|抽查|应")
_NOT = re.compile("^(?:不|未|非)(?=.)")
_FEWEST = 2
_MOST_PARTS = 3
_MOST_MEASURES = 12
"""With more columns, chance finds some that add up."""
_MOSTLY = Decimal("0.7")
_HUNDRED = Decimal(100)


def check(circular: Circular) -> Iterator[Contradiction]:
    """Yield the rows that break what the others keep to."""
    for table in circular.tables:
        if len(table.measures) <= _MOST_MEASURES:
            yield from _sums(table)
            yield from _rates(table)


def _sums(table: Table) -> Iterator[Contradiction]:
    for whole in table.measures:
        if not _TOTAL.search(table.head[whole]):
            continue
        others = [at for at in table.measures if at != whole]
        for count in range(2, min(_MOST_PARTS, len(others)) + 1):
            found = [parts for parts in combinations(others, count) if _holds(table, whole, parts)]
            if len(found) == 1:
                yield from _broken(table, whole, found[0])
                break


def _holds(table: Table, whole: int, parts: tuple[int, ...]) -> bool:
    """Tell whether most rows add up, not merely because all parts but one are 0."""
    rows = [row for row in table.rows if len(_filled(row, (whole, *parts))) == len(parts) + 1]
    telling = [row for row in rows if sum(value > 0 for value in _filled(row, parts)) > 1]
    kept = [row for row in telling if _adds_up(row, whole, parts)]
    fewest = 1 if _are_opposites(table, parts) else _FEWEST
    return len(kept) >= fewest and len(kept) >= _MOSTLY * len(telling) - (len(telling) <= _FEWEST + 1)


def _are_opposites(table: Table, parts: Sequence[int]) -> bool:
    """Tell whether one part is what the other is not: 合格 and 不合格."""
    cores = [core(table.head[at]) for at in parts]
    return any(_NOT.sub("", one) == other for one, other in permutations(cores, 2) if one != other)


def _broken(table: Table, whole: int, parts: tuple[int, ...]) -> Iterator[Contradiction]:
    for row in table.order:
        values = _filled(row, (whole, *parts))
        if len(values) == len(parts) + 1 and not _adds_up(row, whole, parts):
            terms = " + ".join(f"{table.head[at]} {row.cells[at]}" for at in parts)
            added = printed(sum(values[1:], Decimal()))
            words = say(
                "circular.columns",
                table=named(table), row=_name(table, row), whole=table.head[whole], shown=row.cells[whole],
                terms=terms, added=added,
            )  # fmt: skip
            one = Evidence(row.cells[whole], row.line.place, table.head[whole])
            yield Contradiction(Kind.COLUMNS, Confidence.CERTAIN, words, one, Evidence(added, row.line.place, terms))


def _adds_up(row: Row, whole: int, parts: tuple[int, ...]) -> bool:
    return figure(row.cells[whole]) == sum(_filled(row, parts), Decimal())


def _filled(row: Row, columns: Sequence[int]) -> list[Decimal]:
    return [value for at in columns if (value := figure(row.cells[at])) is not None]


def _rates(table: Table) -> Iterator[Contradiction]:
    for rate in (at for at, kind in enumerate(table.columns) if kind is Column.RATE):
        rows = [row for row in table.order if percentage(row.cells[rate]) is not None]
        best: tuple[int, list[Row]] = (0, [])
        ways = [(part, whole, rest) for part, whole in permutations(table.measures, 2) for rest in (False, True)]
        for way in ways:
            told = [row for row in rows if _share(row, *way) is not None]
            broken = [row for row in told if not _is_share(row, rate, way)]
            if len(told) - len(broken) > best[0]:
                best, of = (len(told) - len(broken), broken), way
        kept, broken = best
        if kept >= _FEWEST and kept > len(broken):
            yield from (_wrong_rate(table, row, rate, of, sure=kept > 2 * len(broken)) for row in broken)


def _is_share(row: Row, rate: int, way: tuple[int, int, bool]) -> bool:
    share, shown = _share(row, *way), percentage(row.cells[rate])
    return share is not None and shown is not None and rounds_to(share, shown)


def _share(row: Row, part: int, whole: int, rest: bool) -> Decimal | None:
    """Return the part of the whole, or all but that part, in per cent; None where the row does not tell."""
    values = _filled(row, (part, whole))
    if len(values) < 2 or not values[1] or values[0] > values[1]:
        return None
    share = values[0] / values[1] * _HUNDRED
    return _HUNDRED - share if rest else share


def _wrong_rate(table: Table, row: Row, rate: int, way: tuple[int, int, bool], *, sure: bool) -> Contradiction:
    part, whole, rest = way
    share = f"{_share(row, *way):.2f}%"
    pattern = "circular.terms.rest" if rest else "circular.terms.share"
    terms = say(pattern, part=table.head[part], whole=table.head[whole], few=row.cells[part], all=row.cells[whole])
    words = say(
        "circular.rate",
        table=named(table), row=_name(table, row), rate=table.head[rate], shown=row.cells[rate],
        terms=terms, share=share,
    )  # fmt: skip
    one = Evidence(row.cells[rate], row.line.place, table.head[rate])
    return Contradiction(Kind.RATE, certain(sure), words, one, Evidence(share, row.line.place, terms))


def _name(table: Table, row: Row) -> str:
    return next((row.cells[at] for at in table.names if row.cells[at]), row.cells[0])
