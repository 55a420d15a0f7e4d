"""Everything that a circular tells, as events in the order in which they happened."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime

from streammon.model.base import Event
from streammon.model.content import Content
from streammon.model.signal import Record, Visit
from streammon.model.source import Source, SourceKind
from streammon.replay import records
from streammon.replay.items import visits
from streammon.replay.plan import Cause, Makes, Makings, Plan, Table
from streammon.replay.printed import Cases, Row
from streammon.replay.publishing import Publishing
from streammon.replay.spreading import DAY, Span
from streammon.replay.subjects import sources_of
from streammon.site import Site

WEEK = 7

_TRUE_KIND = re.compile(r"应为(\w+)")
_NAMES = re.compile(r"[（(](.+?)[）)]")

Happening = tuple[datetime, Event]


def events(site: Site, plan: Plan, cases: Cases, period: Span) -> list[Happening]:
    """Return what happened, with its moment, in order."""
    return _Story(site, plan, cases, period).events()


class _Story:
    def __init__(self, site: Site, plan: Plan, cases: Cases, period: Span) -> None:
        self._site, self._plan, self._cases, self._period = site, plan, cases, period
        tasks = [task for task in site.tasks if task.on in period]
        self._publishing = Publishing(period, tasks)
        self._records: list[Record] = []

    def events(self) -> list[Happening]:
        for table in self._plan.tables:
            if table.makes is Makes.STEADY:
                self._steady(table)
            elif table.makes:
                for row, source in self._rows(table):
                    self._row(table, row, source)
        for table in self._plan.tables:
            for row, source in self._rows(table) if table.causes else ():
                for cause in table.causes:
                    if cause.words in row[cause.column]:
                        self._cause(cause, row, source)
        for episode in self._plan.episodes:
            self._publishing.told(episode)
        return sorted((*self._published(), *self._recorded()), key=lambda happening: happening[0])

    def _rows(self, table: Table) -> list[tuple[Row, Source]]:
        return sources_of(self._site, self._plan, table, self._cases.rows(table.file, table.filled))

    def _row(self, table: Table, row: Row, source: Source) -> None:
        if table.makes is Makes.ITEMS:
            self._publishing.counted(table, row, source)
        else:
            self._records += _recorded(table, row, source, self._period)

    def _steady(self, table: Table) -> None:
        rows = self._rows(table) if table.gaps else []
        for source in self._site.sources.values():
            if source.board == table.board and source.kind in (SourceKind.WEBSITE, SourceKind.ACCOUNT):
                own = [row for row, of in rows if of == source]
                quiet = [table.span(row) for row in own if table.rule(row) == "gap/any"]
                unoriginal = [table.span(row) for row in own if table.rule(row) == "gap/original"]
                self._publishing.steady(table, source, quiet, unoriginal)

    def _cause(self, cause: Cause, row: Row, source: Source) -> None:
        of = self._site.sources.get(cause.source, source)
        match cause.makes:
            case Makings.TEXT:
                self._publishing.said(of, cause.text)
            case Makings.LATE_REPLY:
                self._records += records.messages(of, 1, 1, self._period, overdue=1)
            case Makings.WRONG_KIND:
                self._records += [
                    records.registration(of, kind, self._period.first) for kind in _TRUE_KIND.findall(row[cause.column])
                ]
            case Makings.DEREGISTERED:
                self._publishing.silenced(of)
                self._records.append(records.registration(of, "", self._period.first))
            case Makings.STALE:
                self._stale(row[cause.column], of)
            case Makings.NO_REPORT | Makings.BAD_REPORT:
                came = cause.makes is Makings.BAD_REPORT
                self._records.append(records.report(of, of.name, self._period.first, came=came, well_formed=not came))

    def _stale(self, text: str, of: Source) -> None:
        names = {name for found in _NAMES.findall(text) for name in found.split("、")}
        for source in self._site.sources.values():
            if source.unit_id == of.unit_id and source.board == of.board and source.name in names:
                self._publishing.stale(source)

    def _published(self) -> Iterator[Happening]:
        items: dict[str, list[Content]] = defaultdict(list)
        for content in self._publishing.contents():
            items[content.source_id].append(content)
            yield content.seen_at, content
        for source in self._site.sources.values():
            if source.source_id in items or source.kind is SourceKind.WEBSITE:
                yield from ((visit.at, visit) for visit in self._visits(source, items[source.source_id]))

    def _visits(self, source: Source, items: list[Content]) -> Iterable[Visit]:
        """A column is looked at every week, an account every day: its limits are days, those of a column are longer."""
        days = self._period.days()
        return visits(source, days if source.kind is SourceKind.ACCOUNT else [*days[:-1:WEEK], days[-1]], items)

    def _recorded(self) -> Iterator[Happening]:
        return ((record.at, record) for record in self._records)


_WORDS = ("on_time", "well_formed")
"""Counts of a table of reports that are words: 是, 否, or nothing."""


def _recorded(table: Table, row: Row, source: Source, period: Span) -> Iterable[Record]:
    if table.makes is Makes.REPORTS:
        came, formed = (row[table.counts[name]] != "否" for name in _WORDS)
        return [records.report(source, source.name, period.last - 3 * DAY, came=came, well_formed=formed)]
    counts = {name: row.count(column) for name, column in table.counts.items()}
    if table.makes is Makes.FOLLOWERS:
        return [records.followers(source, counts["followers"], period.last)]
    return _COUNTED[table.makes](source, **counts, period=period)


_COUNTED: Mapping[Makes, Callable[..., Iterable[Record]]] = {
    Makes.SUBMISSIONS: records.submissions,
    Makes.MESSAGES: records.messages,
    Makes.WORK_ORDERS: records.work_orders,
    Makes.SUMMARIES: records.summaries,
    Makes.SCENES: records.scenes,
}
