"""Events to rows of the views: what is kept of each kind, under which version, and what is counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import msgspec

from streammon.model.action import Verb
from streammon.model.alert import Alert
from streammon.model.base import Event, Instant, Part
from streammon.model.day import Day
from streammon.model.grade import Grade
from streammon.model.incident import Incident, State
from streammon.model.message import Receipt
from streammon.model.poll import PageKind
from streammon.model.signal import Visit
from streammon.model.source import Source, SourceKind

MONTHS_KEPT = timedelta(days=70)
"""How long the days of a month are kept after the last of them has come."""

WATCHED, RECORDED, REMOVED = "watched", "recorded", "removed"
"""Labels of sources: one that publishes, one that only has records and no place among the columns, one that was."""

CONFIRMED, DISMISSED = "confirmed", "dismissed"
"""Labels of findings that a person has judged, before a colon and the rule."""

_PUBLISH = frozenset({SourceKind.WEBSITE, SourceKind.ACCOUNT})


class Window(Part, frozen=True, kw_only=True):
    """What the newest day of a source says of its clocks."""

    last_published_at: Instant | None
    violates_at: Instant | None
    violates: str


class Sight(Part, frozen=True, kw_only=True):
    """One visit: when, and what went wrong if it failed."""

    at: Instant
    reason: str = ""


class Row(NamedTuple):
    """One row for apply.lua, which says what the fields mean."""

    table: str
    id: str
    version: str
    label: str = "-"
    weight: str = "0"
    score: str = "+inf"
    body: bytes = b""
    source: str = ""
    keep: str = ""


def rows_of(event: Event) -> Iterator[Row]:
    """Yield the rows that `event` puts into the views; none for a kind that no view shows."""
    match event:
        case Source():
            yield _source(event)
        case Visit(kind=PageKind.LIST):  # a page that can't be read does not make its source blind
            yield _visit(event)
        case Day() if not event.counts:  # the clocks of a source are those of what it publishes
            yield from _day(event)
        case Incident():
            yield from _incident(event)
        case Grade():
            version = _version(event.at, max(event.revision, int(event.final)))
            yield Row(f"grades:{event.period}", event.grade_id, version, body=msgspec.json.encode(event))
        case Alert():
            yield Row("alerts", event.alert_id, _version(event.at), event.kind, "1")
        case Receipt():
            yield Row(
                "receipts", event.message_id, _version(event.at), event.outcome, "1"
            )  # a report outdoes what was said at once


def flat(rows: Sequence[Row]) -> list[str | bytes]:
    """Return the fields of all rows one after the other, as apply.lua takes them."""
    return [field for row in rows for field in row]


def _source(source: Source) -> Row:
    """Its topic keeps the registry's changes in order and they bear no time: the last one is the newest."""
    label = REMOVED if source.removed else WATCHED if source.kind in _PUBLISH else RECORDED
    return Row("sources", source.source_id, "0", label, "1", body=msgspec.json.encode(source), source=source.source_id)


def _visit(visit: Visit) -> Row:
    """The last success and the last failure are kept apart: a source is blind while its last visit failed."""
    body = msgspec.json.encode(Sight(at=visit.at, reason=visit.reason))
    table = "seen" if visit.ok else "failed"
    return Row(table, visit.source_id, _version(visit.at), body=body, source=visit.source_id)


def _day(day: Day) -> Iterator[Row]:
    month = f"{day.date:%Y-%m}"
    keep = str(int(MONTHS_KEPT.total_seconds()))
    yield Row(f"days:{month}", day.day_id, _version(day.at), month, str(len(day.contents)), keep=keep)
    window = Window(last_published_at=day.last_published_at, violates_at=day.violates_at, violates=day.violates)
    score = str(day.violates_at.timestamp()) if day.violates_at else "+inf"
    body = msgspec.json.encode(window)
    yield Row("windows", day.source_id, _version(day.at), score=score, body=body, source=day.source_id)


def _incident(incident: Incident) -> Iterator[Row]:
    last = incident.history[-1].at if incident.history else incident.opened_at
    version = _version(last, len(incident.history))
    identity, finding = incident.incident_id, incident.finding
    score, body = str(incident.deadline.timestamp()), msgspec.json.encode(incident)
    yield Row("incidents", identity, version, incident.state, "1", score, body)
    yield Row(f"echoes:{finding.evidence}", identity, version, incident.state)
    if judged := _judged(incident):
        yield Row("judged", identity, version, f"{judged}:{finding.rule}", "1")


def _judged(incident: Incident) -> str:
    """Return what a person has said of the finding; empty while nobody has."""
    if incident.state is State.DISMISSED:
        return DISMISSED
    said = {transition.why.partition(" ")[0] for transition in incident.history}
    return CONFIRMED if said & {Verb.CONFIRM, Verb.REJECT} else ""


def _version(at: datetime, number: int = 0) -> str:
    """Return text that sorts as (at, number) does."""
    return f"{at.timestamp():018.6f}.{number:06}"
