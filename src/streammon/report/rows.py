"""The rows of an annex: which subjects of the ledger it shows, in which order, and what is known of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from streammon.model.incident import Incident
from streammon.model.ledger import Ledger, Line, Summary, Table
from streammon.report import facts
from streammon.report.facts import Facts
from streammon.report.layout import Annex, Rows
from streammon.words import say


@dataclass(frozen=True)
class Row:
    """One row: what is known of it, and the subject whose rows belong together."""

    subject: str
    facts: Facts


def rows_of(annex: Annex, ledger: Ledger, months: Sequence[Ledger]) -> list[Row]:
    """Return the rows in print order, numbered by subject. Raises KeyError for a table that the ledger lacks."""
    if annex.summary:
        return _numbered(_of_summary(find_summary(ledger, annex.summary)))
    if annex.rows is Rows.INCIDENTS:
        return _numbered(_of_incidents(annex, ledger))
    table = find_table(ledger, annex.table)
    known = facts.of_months(months, annex.table)
    lines = [line for line in table.lines if _is_shown(annex, line)]
    rows = _KINDS[annex.rows]
    found = [Row(line.subject_id, {**row, **_month(known, line, row)}) for line in lines for row in rows(line)]
    return _numbered(_ordered(found, annex.order, table.grades))


def find_table(ledger: Ledger, table_id: str) -> Table:
    """Return one board of the ledger. Raises KeyError."""
    return {table.board_id: table for table in ledger.tables}[table_id]


def find_summary(ledger: Ledger, summary_id: str) -> Summary:
    """Return one summary of the ledger. Raises KeyError."""
    return {summary.summary_id: summary for summary in ledger.summaries}[summary_id]


def _is_shown(annex: Annex, line: Line) -> bool:
    return (
        (not annex.only or line.grade in annex.only)
        and (not annex.groups or line.group in annex.groups)
        and (not annex.with_problems or bool(line.problems))
    )


def _of_line(line: Line) -> Iterator[Facts]:
    yield facts.of_line(line)


def _of_sources(line: Line) -> Iterator[Facts]:
    for source in line.sources:
        yield {**facts.of_line(line), **facts.of_source(source), "source.id": source.source_id}


def _of_gaps(line: Line) -> Iterator[Facts]:
    for gap in sorted(line.gaps, key=lambda gap: (gap.first, gap.last, gap.rule)):
        yield {**facts.of_line(line), **facts.of_gap(gap, line)}


def _of_problems(line: Line) -> Iterator[Facts]:
    """A subject without problems has a row as well: the table shows whoever was looked at."""
    for problem in line.problems or (None,):
        yield {**facts.of_line(line), "problem": problem}


_KINDS: dict[Rows, Callable[[Line], Iterator[Facts]]] = {
    Rows.LINES: _of_line,
    Rows.SOURCES: _of_sources,
    Rows.GAPS: _of_gaps,
    Rows.PROBLEMS: _of_problems,
}


def _month(known: dict[tuple[str, str], Facts], line: Line, row: Facts) -> Facts:
    return known.get((line.subject_id, str(row.pop("source.id", ""))), {})


def _of_summary(summary: Summary) -> list[Row]:
    return [Row(line.group, {"name": line.group, **line.measures}) for line in summary.lines]


def _of_incidents(annex: Annex, ledger: Ledger) -> list[Row]:
    """Group what was found by unit and table, in the order in which units first come up in the tables."""
    places = {
        source.source_id: (line.unit_id, line.unit, table.title)
        for table in ledger.tables
        if annex.table in ("", table.board_id)
        for line in table.lines
        for source in line.sources
    }
    groups: dict[tuple[str, str, str], list[Incident]] = {place: [] for place in places.values()}
    for incident in sorted(ledger.incidents, key=lambda each: (each.opened_at, each.incident_id)):
        if incident.source_id in places and _is_of(incident, annex.families):
            groups[places[incident.source_id]].append(incident)
    totals: dict[str, int] = {}
    for (unit_id, _, _), incidents in groups.items():
        totals[unit_id] = totals.get(unit_id, 0) + len(incidents)
    rows = [
        Row(unit_id, _told(unit, table, incidents, totals[unit_id]))
        for (unit_id, unit, table), incidents in groups.items()
        if incidents
    ]
    firsts = {unit_id: position for position, (unit_id, _, _) in reversed(list(enumerate(groups)))}
    return sorted(rows, key=lambda row: (-totals[row.subject], firsts[row.subject]))


def _told(unit: str, table: str, incidents: Sequence[Incident], total: int) -> Facts:
    return {
        "unit": unit,
        "incident.table": table,
        "incident.count": len(incidents),
        "incident.total": total,
        "incident.description": say("report.sentence_break").join(facts.told(each) for each in incidents),
    }


def _is_of(incident: Incident, families: tuple[str, ...]) -> bool:
    return not families or incident.finding.rule.partition("/")[0] in families


def _ordered(rows: list[Row], order: tuple[str, ...], grades: tuple[str, ...]) -> list[Row]:
    """Sort by the last key first: a sort keeps what it finds equal in order."""
    for key in reversed(order):
        name = key.removeprefix("-")
        rank = _rank_of(name, grades)
        rows = sorted(rows, key=lambda row, name=name, rank=rank: rank(row.facts.get(name)), reverse=key != name)  # type: ignore[misc]
    return rows


def _rank_of(name: str, grades: tuple[str, ...]) -> Callable[[object], tuple[bool, float, str]]:
    """Return what a fact is sorted by: what is missing comes last."""

    def rank(value: object) -> tuple[bool, float, str]:
        if name == "grade":
            return (False, best_first(grades).index(str(value)) if value in grades else len(grades), "")
        number = float(value) if isinstance(value, int | float) else 0.0
        return (value is None, number, "" if isinstance(value, int | float) else str(value))

    return rank


def best_first(grades: Iterable[str]) -> list[str]:
    """Return grades from the best to the worst. Rungs are tried with vetoes on top, so their order does not tell."""
    known = say("report.grades").split("、")
    return sorted(dict.fromkeys(grades), key=lambda grade: known.index(grade) if grade in known else len(known))


def _numbered(rows: list[Row]) -> list[Row]:
    numbers: dict[str, int] = {}
    return [
        Row(row.subject, {**row.facts, "number": numbers.setdefault(row.subject, len(numbers) + 1)}) for row in rows
    ]
