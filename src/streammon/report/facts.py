"""What a row of an annex can show, by name: everything that the ledger says of a line, a source, a gap."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from streammon.clock import LOCAL
from streammon.model.incident import Incident
from streammon.model.ledger import Gap, Ledger, Line, SourceLine
from streammon.report.expression import Fact
from streammon.words import say

Facts = dict[str, Fact]

LINE = ("number", "name", "unit", "group", "grade", "because", "distance", "problems", "platform", "cadence")
SOURCE = ("source.name", "source.platform", "source.cadence", "source.due")
GAP = ("gap.kind", "gap.first", "gap.last", "gap.days", "gap.limit", "gap.name", "gap.month")
PROBLEM = ("problem",)
INCIDENT = ("unit", "incident.table", "incident.count", "incident.total", "incident.description")
MONTH = "month"
"""`month1.published` is what `published` came to in the first calendar month of the period."""


def of_line(line: Line) -> Facts:
    """Return what is known of a subject. `platform` and `cadence` are those of its only source."""
    only = line.sources[0] if len(line.sources) == 1 else None
    return {
        "name": line.name,
        "unit": line.unit,
        "group": line.group,
        "grade": line.grade,
        "because": line.because,
        "distance": line.distance,
        "problems": say("report.sentence_break").join(text.rstrip("。；") for text in line.problems) or None,
        "platform": only.platform if only else None,
        "cadence": only.cadence if only else None,
        **line.measures,
    }


def of_source(source: SourceLine) -> Facts:
    """Return what is known of one source of a line; a measure that nothing is due for is told as it is."""
    own: Facts = {"name": source.name, "platform": source.platform, "cadence": source.cadence, "due": source.due}
    return {f"source.{name}": value for name, value in ({**source.measures, **own}).items()}


def of_gap(gap: Gap, line: Line) -> Facts:
    """Return what is known of a gap; both of its ends are days without a publication."""
    names = {source.source_id: source.name for source in line.sources}
    return {
        "gap.kind": say(f"report.gap.{gap.rule.partition('/')[2]}"),
        "gap.name": names.get(gap.source_id, line.name),
        "gap.first": gap.first,
        "gap.last": gap.last,
        "gap.days": (gap.last - gap.first).days + 1,
        "gap.limit": gap.limit,
        "gap.month": say("report.month_of", month=gap.first.month),
    }


def of_months(months: Iterable[Ledger], table_id: str) -> dict[tuple[str, str], Facts]:
    """Return the measures of each month of the period by subject and source ("" for the whole subject)."""
    found: dict[tuple[str, str], Facts] = {}
    for number, month in enumerate(months, 1):
        for line in [line for table in month.tables if table.board_id == table_id for line in table.lines]:
            _add(found, (line.subject_id, ""), number, line.measures)
            for source in line.sources:
                _add(found, (line.subject_id, source.source_id), number, source.measures)
    return found


def _add(found: dict[tuple[str, str], Facts], key: tuple[str, str], number: int, measures: Mapping[str, Fact]) -> None:
    found.setdefault(key, {}).update({f"{MONTH}{number}.{name}": value for name, value in measures.items()})


def summed(rows: Iterable[Facts]) -> Facts:
    """Return the counts of several rows added up; a rate is no count, and is not added."""
    total: dict[str, int] = {}
    for row in rows:
        for name, value in row.items():
            if isinstance(value, int):
                total[name] = total.get(name, 0) + value
    return dict(total)


def told(incident: Incident) -> str:
    """Return one incident in words: the day, the page, and what is wrong there."""
    day = incident.opened_at.astimezone(LOCAL)
    finding = incident.finding
    if finding.wrong and finding.right:
        what = say("report.wrong_for_right", wrong=finding.wrong, right=finding.right)
    else:
        what = finding.why or say("report.wrong", wrong=finding.wrong or finding.rule)
    return say("report.incident", month=day.month, day=day.day, title=incident.place.title, what=what)
