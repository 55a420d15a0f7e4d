"""Reading circular.toml and checking it against a ledger, so that every mistake in it is named at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from streammon.model.ledger import Ledger
from streammon.report import facts
from streammon.report.defaults import default_layout
from streammon.report.expression import Expression
from streammon.report.layout import Annex, Layout, Rows
from streammon.site.problems import Problems, near
from streammon.site.settings import Settings
from streammon.site.shapes import Keys
from streammon.words import say

FILE = "circular.toml"
BLOCKS = 4
"""More tables than these can't stand side by side on a page."""


def load(folder: Path, ledger: Ledger, months: Sequence[Ledger]) -> Layout:
    """Return the layout of a site, or one that fits the ledger where the site has none. Raises ConfigErrors."""
    path = folder / FILE
    if not path.exists():
        return default_layout(ledger)
    problems = Problems()
    settings = Settings(path, problems)
    layout = settings.become(Layout)
    if layout is not None:
        _Check(settings, ledger, months).layout(layout)
    problems.refuse()
    return _completed(layout or Layout(), ledger)


def _completed(layout: Layout, ledger: Ledger) -> Layout:
    """Return the layout with the annexes that fit the ledger where it declares none."""
    if layout.annexes:
        return layout
    usual = default_layout(ledger)
    return Layout(**{**{name: getattr(layout, name) for name in Layout.__struct_fields__}, "annexes": usual.annexes})


class _Check:
    """What must hold between circular.toml and the ledger."""

    def __init__(self, settings: Settings, ledger: Ledger, months: Sequence[Ledger]) -> None:
        self._refuse = settings.refuse
        self._tables = {table.board_id: table for table in ledger.tables}
        self._summaries = {summary.summary_id: summary for summary in ledger.summaries}
        self._months = months

    def layout(self, layout: Layout) -> None:
        """Check everything."""
        seen: set[str] = set()
        for position, annex in enumerate(layout.annexes):
            keys: Keys = ("annexes", position)
            if annex.annex_id in seen:
                self._refuse((*keys, "annex_id"), say("report.layout.doubled", name=annex.annex_id))
            seen.add(annex.annex_id)
            if annex.continued and position == 0:
                self._refuse((*keys, "continued"), say("report.layout.first"))
            self._annex(annex, keys)
        for position, chart in enumerate(layout.charts):
            keys = ("charts", position)
            if self._table(chart.table, (*keys, "table")):
                self._expression(chart.measure, self._measures(chart.table), (*keys, "measure"))

    def _annex(self, annex: Annex, keys: Keys) -> None:
        if not annex.columns:
            self._refuse(keys, say("report.layout.no_columns"))
        if not 1 <= annex.blocks <= BLOCKS:
            self._refuse((*keys, "blocks"), say("report.layout.blocks"))
        sums = annex.subtotal or annex.total or any(column.merge for column in annex.columns)
        if annex.blocks > 1 and sums:
            self._refuse((*keys, "blocks"), say("report.layout.subject_total"))
        names = self._names(annex, keys)
        if names is None:
            return
        for column in annex.columns:
            self._expression(column.show, names, (*keys, "columns"))
            if column.unless_zero:
                self._name(column.unless_zero, names, (*keys, "columns"))
        for order in annex.order:
            self._name(order.removeprefix("-"), names, (*keys, "order"))

    def _names(self, annex: Annex, keys: Keys) -> set[str] | None:
        """Return the facts of the annex's rows; None, and a problem, where it is of no table."""
        if annex.table and annex.summary:
            self._refuse(keys, say("report.layout.both"))
        elif annex.summary:
            if annex.summary in self._summaries:
                return {"number", "name", *self._summaries[annex.summary].total.measures}
            what = say("report.layout.no_summary", name=annex.summary)
            self._refuse((*keys, "summary"), what, near(annex.summary, self._summaries))
        elif annex.rows is Rows.INCIDENTS:
            if not annex.table or self._table(annex.table, (*keys, "table")):
                return {"number", *facts.INCIDENT}
        elif not annex.table:
            self._refuse(keys, say("report.layout.of_incidents"))
        elif self._table(annex.table, (*keys, "table")):
            return self._of_table(annex)
        return None

    def _of_table(self, annex: Annex) -> set[str]:
        own = {*facts.LINE, *self._measures(annex.table)}
        if annex.rows is Rows.SOURCES:
            own |= {*facts.SOURCE, *self._source_measures(annex.table)}
        elif annex.rows is Rows.GAPS:
            own |= set(facts.GAP)
        elif annex.rows is Rows.PROBLEMS:
            own |= set(facts.PROBLEM)
        return own | {name for row in facts.of_months(self._months, annex.table).values() for name in row}

    def _measures(self, table_id: str) -> set[str]:
        return {name for line in self._tables[table_id].lines for name in line.measures}

    def _source_measures(self, table_id: str) -> set[str]:
        lines = self._tables[table_id].lines
        return {name for line in lines for source in line.sources for name in facts.of_source(source)}

    def _table(self, name: str, keys: Keys) -> bool:
        if name not in self._tables:
            self._refuse(keys, say("report.layout.no_table", name=name), near(name, self._tables))
        return name in self._tables

    def _expression(self, text: str, names: set[str], keys: Keys) -> None:
        try:
            expression = Expression(text)
        except ValueError:
            self._refuse(keys, say("report.layout.expression", text=text), say("report.layout.operations"))
            return
        for name in expression.names:
            self._name(name, names, keys)

    def _name(self, name: str, names: set[str], keys: Keys) -> None:
        if name not in names:
            self._refuse(keys, say("report.layout.unknown", name=name), near(name, names))
