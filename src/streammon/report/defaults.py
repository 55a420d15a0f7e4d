"""The layout of a site that has not written one: an annex for every table, with the measures that say anything."""

from __future__ import annotations

from streammon.model.ledger import Ledger, Summary, Table
from streammon.report.labels import label
from streammon.report.layout import Annex, Chart, ChartKind, Column, Layout, Rows
from streammon.words import say

USUAL = ("due", "published", "originals", "reposts", "task_reposts", "received", "accepted", "closed", "overdue")
"""The measures that a reader expects, in the usual order; any other stands in the sheet of all numbers."""


def default_layout(ledger: Ledger) -> Layout:
    """Return annexes for all tables and summaries of the ledger, and charts of each table that counts items."""
    annexes = tuple(_of_table(table) for table in ledger.tables if table.lines)
    summaries = tuple(_of_summary(summary) for summary in ledger.summaries)
    return Layout(annexes=annexes + summaries, charts=tuple(_charts(ledger)))


def _of_table(table: Table) -> Annex:
    by_source = any(len(line.sources) > 1 for line in table.lines)
    columns = [_column("number", "number", merge=by_source), _column("name", "name", merge=by_source)]
    if by_source:
        columns += [
            _column("source", "source.name"),
            _column("cadence", "source.cadence"),
            Column(header=label("published"), show="source.published", none=say("report.not_due")),
        ]
    else:
        present = {name for line in table.lines for name, value in line.measures.items() if value}
        columns += [Column(header=label(name), show=name, none="0") for name in USUAL if name in present]
    if any(line.problems for line in table.lines):
        columns.append(_column("problems", "problems", merge=by_source, none=say("report.none")))
    if table.grades:
        columns.append(_column("grade", "grade", merge=by_source))
    return Annex(
        annex_id=table.board_id,
        title="{{ period.title }}" + table.title,
        table=table.board_id,
        rows=Rows.SOURCES if by_source else Rows.LINES,
        order=("grade",) if table.grades else (),
        columns=tuple(columns),
    )


def _column(name: str, show: str, *, merge: bool = False, none: str = "") -> Column:
    return Column(header=say(f"report.default.{name}"), show=show, merge=merge, none=none)


def _of_summary(summary: Summary) -> Annex:
    columns = [_column("group", "name")]
    for name, value in summary.total.measures.items():
        rate = isinstance(value, float)
        columns.append(Column(header=label(name), show=name, none="0", suffix="%" if rate else ""))
    return Annex(
        annex_id=f"summary-{summary.summary_id}",
        title="{{ period.title }}" + summary.title,
        summary=summary.summary_id,
        total=say("report.total"),
        columns=tuple(columns),
    )


def _charts(ledger: Ledger) -> list[Chart]:
    return [
        Chart(
            chart_id=f"{table.board_id}-{kind}",
            title=say(f"report.default.{kind}", title=table.title, measure=label("published")),
            table=table.board_id,
            measure="published",
            kind=kind,
        )
        for table in ledger.tables
        if any(line.measures.get("published") for line in table.lines)
        for kind in ChartKind
    ]
