"""What the printed tables claim, one figure or sentence at a time, beside what the ledger says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from streammon.model.day import Day
from streammon.model.ledger import Gap, Ledger, Line, SourceLine, Value
from streammon.model.source import Source
from streammon.replay.plan import Plan, Table
from streammon.replay.printed import Cases, Row
from streammon.replay.spreading import Span, months_of
from streammon.replay.subjects import named, sources_of
from streammon.site import Site

_YES_NO = ("是", "否")
"""How it is printed that nothing was wrong, and that something was."""

_SHORT_DATE = re.compile(r"-(\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Claim:
    """One comparison; both sides are written as the circular writes them."""

    board: str
    subject: str
    measure: str
    expected: str
    got: str


def claims(site: Site, plan: Plan, cases: Cases, ledger: Ledger, days: Iterable[Day]) -> list[Claim]:
    """Return every comparison that the plan asks for, each once, in the order of the tables."""
    reader = _Reader(site, plan, cases, ledger, days)
    return list(dict.fromkeys(claim for table in plan.tables for claim in reader.table(table)))


class _Reader:
    def __init__(self, site: Site, plan: Plan, cases: Cases, ledger: Ledger, days: Iterable[Day]) -> None:
        self._site, self._plan, self._cases, self._ledger = site, plan, cases, ledger
        self._lines = {(table.board_id, line.subject_id): line for table in ledger.tables for line in table.lines}
        self._by_month = Counter[tuple[str, int, int]]()
        for day in days:
            self._by_month[day.source_id, day.date.year, day.date.month] += len(day.contents)

    def table(self, table: Table) -> Iterator[Claim]:
        rows = self._cases.rows(table.file, table.filled)
        if table.totals:
            yield from (self._total(row) for row in rows)
        elif table.groups:
            yield from (claim for row in rows for claim in self._group(table, row))
        else:
            found = sources_of(self._site, self._plan, table, rows)
            for row, source in found:
                yield from self._of_source(table, row, source)
                yield from self._of_subject(table, row, source)
            if table.gaps:
                yield from self._gaps(table, found)

    def _of_source(self, table: Table, row: Row, source: Source) -> Iterator[Claim]:
        line = self._line(table, source)
        own = next((one for one in line.sources if one.source_id == source.source_id), None) if line else None
        subject = f"{self._site.units[source.unit_id].name}/{source.name}"
        for measure, column in table.sources.items():
            if row[column] not in ("", "/"):
                got = own.measures.get(measure) if own else None
                yield Claim(table.board, subject, measure, row[column], _written(got, row[column]))
        if table.undue and not row[table.undue]:
            yield Claim(table.board, subject, "due", "/", _due(own))
        if table.months:
            for month, column in zip(months_of(self._period()), table.months, strict=True):
                got = self._by_month[source.source_id, month.first.year, month.first.month]
                yield Claim(table.board, subject, column, row[column], str(got))

    def _of_subject(self, table: Table, row: Row, source: Source) -> Iterator[Claim]:
        line = self._line(table, source)
        subject = _name(line) if line else source.name
        for measure, column in table.subjects.items():
            printed = row[column]
            if measure == "grade":
                yield Claim(table.board, subject, measure, printed, line.grade if line else "")
            elif measure == "problem":
                yield from self._problem(table, subject, _dated(printed), line)
            elif printed not in ("", "/"):
                got = line.measures.get(measure) if line else None
                yield Claim(table.board, subject, measure, printed, _written(got, printed))

    def _problem(self, table: Table, subject: str, printed: str, line: Line | None) -> Iterator[Claim]:
        """Compare the sentences, and apart from them the names of sources that a sentence lists."""
        if table.listed and (match := re.search(rf"{table.listed}\(([^)]*)\)", printed)):
            silent = {gap.source_id for gap in line.gaps} if line else set()
            names = (source.name for source in line.sources if source.source_id in silent) if line else ()
            yield Claim(table.board, subject, "gaps", match[1], "、".join(names))
            printed = printed.replace(match[0], table.listed)
        got = (table.separator.join(line.problems) or table.none) if line else ""
        yield Claim(table.board, subject, "problem", printed, got)

    def _group(self, table: Table, row: Row) -> Iterator[Claim]:
        group = named(self._plan, row[table.match["group"]])
        summary = next(one for one in self._ledger.summaries if one.summary_id == table.summary)
        found = next((line.measures for line in summary.lines if line.group == group), {})
        for measure, column in table.groups.items():
            yield Claim(table.board, group, measure, row[column], _written(found.get(measure), row[column]))

    def _total(self, row: Row) -> Claim:
        board, measure, printed = row["board"], row["measure"], row["printed"]
        lines = [line for (of, _), line in self._lines.items() if of == board]
        got: Value | None
        if measure == "subjects":
            got = len(lines)
        elif measure in {grade for table in self._ledger.tables if table.board_id == board for grade in table.grades}:
            got = sum(line.grade == measure for line in lines)
        else:
            totals = [one.total.measures for one in self._ledger.summaries if one.board_id == board]
            summed = sum(line.measures.get(measure, 0) for line in lines)
            got = next((total[measure] for total in totals if measure in total), summed)
        return Claim(board, row["subject"], measure, printed, _written(got, printed))

    def _gaps(self, table: Table, found: list[tuple[Row, Source]]) -> Iterator[Claim]:
        """Pair each printed span with the gap that shares most days with it; a gap that is not printed is told too."""
        paired: set[Gap] = set()
        for row, source in found:
            line, rule, span = self._line(table, source), table.rule(row), table.span(row)
            gaps = [gap for gap in line.gaps if gap.rule == rule and gap not in paired] if line else []
            best = max(gaps, key=lambda gap: _shared(gap, span), default=None)
            got = _told(best) if best and _shared(best, span) else ""
            if best and got:
                paired.add(best)
            expected = f"{span.first}至{span.last}，{row[table.counts['limit']]}天"
            yield Claim(table.board, f"{source.name}({source.platform}) {span.first}", rule, expected, got)
        for (board, _), line in self._lines.items():
            if board == table.board:
                for gap in _own(line.gaps):
                    if gap not in paired:
                        yield Claim(board, f"{_name(line)} {gap.first}", gap.rule, "", _told(gap))

    def _line(self, table: Table, source: Source) -> Line | None:
        return self._lines.get((table.board, source.source_id)) or self._lines.get((table.board, source.unit_id))

    def _period(self) -> Span:
        return Span(self._ledger.first, self._ledger.last)


def _own(gaps: Iterable[Gap]) -> list[Gap]:
    """Return the gaps without those of originals that are nothing but a gap of anything."""
    gaps = list(gaps)
    any_days = {(gap.first, gap.last) for gap in gaps if gap.rule == "gap/any"}
    return [gap for gap in gaps if gap.rule == "gap/any" or (gap.first, gap.last) not in any_days]


def _shared(gap: Gap, span: Span) -> int:
    return max(0, (min(gap.last, span.last) - max(gap.first, span.first)).days + 1)


def _told(gap: Gap) -> str:
    return f"{gap.first}至{gap.last}，{gap.limit}天"


def _name(line: Line) -> str:
    """Return the name of a subject; an account's with its platform, for some share one name."""
    platforms = {source.platform for source in line.sources if source.source_id == line.subject_id}
    platform = "、".join(platforms - {""})
    return f"{line.name}({platform})" if platform else line.name


def _due(source: SourceLine | None) -> str:
    if source is None:
        return ""
    return "/" if source.due is None else str(source.due)


def _dated(text: str) -> str:
    """Return a sentence whose dates have two digits for the day and the month."""
    return _SHORT_DATE.sub(r"-0\1", text)


def _written(value: Value | None, like: str) -> str:
    """Return a measure as `like` is written: with its sign of percent and as many decimals, or as yes and no."""
    if value is None:
        return ""
    if like in _YES_NO:
        return _YES_NO[value > 0]
    digits = like.removesuffix("%")
    decimals = len(digits.partition(".")[2])
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{rounded}%" if like.endswith("%") else str(rounded)
