"""What the month came to, read from the log alone: counts, and every grade beside the printed one."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from streammon.model.alert import Alert
from streammon.model.grade import Grade
from streammon.model.incident import Incident
from streammon.model.message import Receipt
from streammon.stream import reading
from streammon.stream.log import Log
from streammon.stream.topics import Topic


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """A grade that is not the printed one; `got` is empty where there is none."""

    board: str
    unit_id: str
    expected: str
    got: str


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """How many printed grades there are, and which differ."""

    compared: int
    different: list[Difference]


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """Counts of distinct things. `alerts` by kind, `receipts` by outcome, `incidents` by rule and by state."""

    contents: int
    inspections: int
    incidents: dict[str, dict[str, int]]
    alerts: dict[str, int]
    receipts: dict[str, int]
    dead_letters: int
    grades: Comparison


async def report(log: Log, topics: Mapping[str, Topic], prefix: str, period: str, expected: Path) -> Report:
    """Read the log and compare the grades of `period` with the tables in the folder `expected`."""

    async def last(name: str) -> dict[bytes, Any]:
        """Return the last event of each identity."""
        codec = topics[name].codec
        return {record.key: codec.decode(record)[0] async for record in reading.records(log, topics[name], prefix)}

    incidents: list[Incident] = list((await last("incidents")).values())
    alerts: list[Alert] = list((await last("alerts")).values())
    receipts: list[Receipt] = list((await last("receipts")).values())
    grades: list[Grade] = list((await last("grades")).values())
    return Report(
        contents=len(await last("contents")),
        inspections=len(await last("inspections")),
        incidents={
            "by_rule": _counts(incident.finding.rule for incident in incidents),
            "by_state": _counts(str(incident.state) for incident in incidents),
        },
        alerts=_counts(str(alert.kind) for alert in alerts),
        receipts=_counts(str(receipt.outcome) for receipt in receipts),
        dead_letters=len(await last("dead-letters")),
        grades=compare([grade for grade in grades if grade.period == period], expected),
    )


def compare(grades: list[Grade], expected: Path) -> Comparison:
    """Compare with the printed grades: one CSV per board, with the columns board, unit_id, grade."""
    got = {(grade.board, grade.unit_id): grade.grade for grade in grades}
    printed = [row for file in sorted(expected.glob("*.csv")) for row in _rows(file)]
    different = [
        Difference(board=row["board"], unit_id=row["unit_id"], expected=row["grade"], got=found)
        for row in printed
        if (found := got.get((row["board"], row["unit_id"]), "")) != row["grade"]
    ]
    return Comparison(compared=len(printed), different=different)


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _counts(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))
