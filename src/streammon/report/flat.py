"""The ledger as plain tables for other programs: a row for each line, source, gap, group and incident."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any

from streammon.clock import LOCAL
from streammon.model.incident import Incident
from streammon.model.ledger import Ledger, Summary, Table
from streammon.report.labels import field_label
from streammon.words import say

try:
    from arro3.core import Array, DataType
    from arro3.core import Table as Columns
    from arro3.io import write_parquet

    HAS_PARQUET = True
except ImportError:
    HAS_PARQUET = False

Value = str | int | float | None
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A text with such a beginning would be run as a formula by the program that opens the file."""


@dataclass(frozen=True)
class Flat:
    """One table: `name` is that of its file."""

    name: str
    rows: list[dict[str, Value]]

    @property
    def columns(self) -> list[str]:
        """Return all columns, in the order in which rows first have them."""
        return list(dict.fromkeys(name for row in self.rows for name in row))


def tables(ledger: Ledger) -> list[Flat]:
    """Return every table of the ledger that has a row."""
    found: list[Flat] = []
    for table in ledger.tables:
        found += [
            Flat(table.board_id, _lines(table)),
            Flat(f"{table.board_id}-sources", _sources(table)),
            Flat(f"{table.board_id}-gaps", _gaps(table)),
        ]
    found += [Flat(f"summary-{summary.summary_id}", _groups(summary)) for summary in ledger.summaries]
    incidents = [_incident(each, carried=False) for each in ledger.incidents]
    incidents += [_incident(each, carried=True) for each in ledger.carried]
    return [flat for flat in [*found, Flat("incidents", incidents)] if flat.rows]


def as_csv(flat: Flat) -> bytes:
    """Return the table as CSV in UTF-8 with a byte order mark, which Excel needs; headers in Chinese."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([field_label(name) for name in flat.columns])
    for row in flat.rows:
        writer.writerow([_harmless(row.get(name)) for name in flat.columns])
    return text.getvalue().encode("utf-8-sig")


def as_parquet(flat: Flat) -> bytes:
    """Return the table as Parquet, its columns named as in the ledger. Needs HAS_PARQUET."""
    arrays: dict[str, Any] = {}
    for name in flat.columns:
        values = [row.get(name) for row in flat.rows]
        kinds = {type(value) for value in values if value is not None}
        kind = DataType.utf8() if str in kinds else DataType.float64() if float in kinds else DataType.int64()
        convert = str if str in kinds else float if float in kinds else int
        arrays[name] = Array([None if value is None else convert(value) for value in values], type=kind)
    target = BytesIO()
    write_parquet(Columns.from_pydict(arrays), target, compression="zstd(3)", created_by="streammon")
    return target.getvalue()


def _harmless(value: Value) -> Value:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _lines(table: Table) -> list[dict[str, Value]]:
    return [
        {
            "subject_id": line.subject_id,
            "name": line.name,
            "unit_id": line.unit_id,
            "unit": line.unit,
            "group": line.group,
            **line.measures,
            "grade": line.grade,
            "because": line.because,
            "distance": line.distance,
            "problems": say("report.sentence_break").join(line.problems),
        }
        for line in table.lines
    ]


def _sources(table: Table) -> list[dict[str, Value]]:
    return [
        {
            "subject_id": line.subject_id,
            "unit": line.unit,
            "source_id": source.source_id,
            "source": source.name,
            "kind": source.kind.value,
            "platform": source.platform,
            "cadence": source.cadence,
            **source.measures,
            "due": source.due,
        }
        for line in table.lines
        for source in line.sources
    ]


def _gaps(table: Table) -> list[dict[str, Value]]:
    return [
        {
            "subject_id": line.subject_id,
            "name": line.name,
            "source_id": gap.source_id,
            "rule": gap.rule,
            "first": gap.first.isoformat(),
            "last": gap.last.isoformat(),
            "days": (gap.last - gap.first).days + 1,
            "limit": gap.limit,
        }
        for line in table.lines
        for gap in line.gaps
    ]


def _groups(summary: Summary) -> list[dict[str, Value]]:
    lines: Iterable[dict[str, Value]] = [{"group": line.group, **line.measures} for line in summary.lines]
    return [*lines, {"group": say("report.total"), **summary.total.measures}]


def _incident(incident: Incident, *, carried: bool) -> dict[str, Value]:
    """Return one incident, without the text around it: that may hold what ought not to be passed on."""
    finding, fixed = incident.finding, incident.fixed_at
    return {
        "incident_id": incident.incident_id,
        "unit_id": incident.unit_id,
        "source_id": incident.source_id,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "state": incident.state.value,
        "title": incident.place.title,
        "url": incident.place.url,
        "wrong": finding.wrong,
        "right": finding.right,
        "why": finding.why,
        "opened": incident.opened_at.astimezone(LOCAL).date().isoformat(),
        "fixed": fixed.astimezone(LOCAL).date().isoformat() if fixed else None,
        "carried": int(carried),
    }
