"""The annexes of a circular as grids, made of the ledger and of what circular.toml says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from streammon.model.ledger import Ledger
from streammon.report.expression import Expression
from streammon.report.facts import Facts, of_line, summed
from streammon.report.grid import Cell, Grid, cell, clean, merges_of, side_by_side, wide
from streammon.report.layout import Annex, Column, Rows
from streammon.report.rows import Row, find_summary, find_table, rows_of

LONGEST = 22
"""Characters: a column with longer cells becomes no wider, its text goes on in the next line."""


_OWNERS = ("unit", "group")


def grids(annexes: Sequence[Annex], ledger: Ledger, months: Sequence[Ledger], told: Callable[[str], str]) -> list[Grid]:
    """Return the annexes in order, numbered from 1; `told` makes a title of its template."""
    found: list[Grid] = []
    for annex in annexes:
        number = found[-1].number if annex.continued else (found[-1].number if found else 0) + 1
        found.append(_grid(annex, number, clean(told(annex.title)), ledger, months))
    return found


def _grid(annex: Annex, number: int, title: str, ledger: Ledger, months: Sequence[Ledger]) -> Grid:
    shown = [(column, Expression(column.show)) for column in annex.columns]
    rows, sums = _with_sums(annex, rows_of(annex, ledger, months), ledger)
    cells = [tuple(_cell(column, expression, row.facts) for column, expression in shown) for row in rows]
    merges = [
        merge
        for position, column in enumerate(annex.columns)
        if column.merge
        for merge in merges_of(cells, _belonging(column, rows), position)
    ]
    printed = side_by_side(cells, annex.blocks) if annex.blocks > 1 else cells
    return Grid(
        annex_id=annex.annex_id,
        number=number,
        title=title,
        header=tuple(column.header for column in annex.columns) * annex.blocks,
        rows=tuple(printed),
        merges=tuple(merges),
        widths=_widths(annex.columns, cells) * annex.blocks,
        note=clean(annex.note),
        sums=frozenset(sums),
        continued=annex.continued,
    )


def _cell(column: Column, expression: Expression, facts: Facts) -> Cell:
    if column.unless_zero and not facts.get(column.unless_zero):
        return cell(None, column.none)
    value = expression.of(facts)
    if column.zero and isinstance(value, int | float):
        return cell(column.other if value else column.zero)
    return cell(value, column.none, column.decimals, column.suffix)


def _belonging(column: Column, rows: Sequence[Row]) -> list[str]:
    """Return for each row whose it is: only rows of one owner are merged. A name of a unit or group owns itself."""
    return [str(row.facts.get(column.show)) if column.show in _OWNERS else row.subject for row in rows]


def _with_sums(annex: Annex, rows: list[Row], ledger: Ledger) -> tuple[list[Row], list[int]]:
    """Put in the rows of sums, each labelled in its first cell that is free; return them all, and where sums are."""
    found: list[Row] = []
    sums: list[int] = []
    for subject, group in groupby(rows, key=lambda row: row.subject):
        own = list(group)
        found += own
        if annex.subtotal and len(own) > 1:
            sums.append(len(found))
            label = next(column.show for column in annex.columns if not column.merge)
            found.append(Row(subject, {**own[0].facts, **_sum_of(own), label: annex.subtotal}))
    if annex.total:
        sums.append(len(found))
        found.append(Row("", {**_total(annex, rows, ledger), annex.columns[0].show: annex.total}))
    return found, sums


def _sum_of(rows: Sequence[Row]) -> Facts:
    """Return the sums over the sources of one subject."""
    return {name: value for name, value in summed(row.facts for row in rows).items() if name.startswith("source.")}


def _total(annex: Annex, rows: Sequence[Row], ledger: Ledger) -> Facts:
    """Return the sums over all rows; what belongs to a subject counts once, however many rows it has."""
    if annex.summary:
        return dict(find_summary(ledger, annex.summary).total.measures)
    everything = summed(row.facts for row in rows)
    if annex.rows is Rows.INCIDENTS:
        return {**everything, "incident.total": everything.get("incident.count")}
    subjects = {row.subject for row in rows}
    lines = [line for line in find_table(ledger, annex.table).lines if line.subject_id in subjects]
    own = summed(of_line(line) for line in lines)
    return {**everything, **own, "number": None}


def _widths(columns: Sequence[Column], rows: Sequence[tuple[Cell, ...]]) -> tuple[int, ...]:
    """Return relative widths: what was asked for, or else the longest text, within reason."""

    def natural(position: int, column: Column) -> int:
        longest = max((wide(row[position].text) for row in rows), default=0)
        return max(min(longest, LONGEST), -(-wide(column.header) // 2), 3)

    return tuple(column.width or natural(position, column) for position, column in enumerate(columns))
