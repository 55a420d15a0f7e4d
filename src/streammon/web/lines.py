"""Sources, incidents and counters as the page shows them: all text, no markup."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from streammon.model.incident import Incident
from streammon.store import Counters, SourceView
from streammon.web.wording import (
    countdown,
    day_text,
    days_between,
    moment_text,
    problem_text,
    since_text,
    web_address,
)
from streammon.words import say

SOON = 3
"""Days before a deadline from which on it is shown as near."""


@dataclass(frozen=True)
class SourceLine:
    """One source. `tone` is late, soon, calm, free (nothing asked) or blind; `spent` per cent of its time have gone."""

    unit: str
    name: str
    url: str
    cadence: str
    last: str
    left: str
    note: str
    tone: str
    spent: int | None = None


@dataclass(frozen=True)
class IncidentLine:
    """One incident; `snippet` is cut in three: what stands before the wrong words, the words, what follows."""

    unit: str
    severity: str
    severity_tone: str
    problem: str
    count: str
    correction: str
    snippet: tuple[str, str, str]
    place: str
    url: str
    state: str
    left: str
    deadline: str
    tone: str


@dataclass(frozen=True)
class Tile:
    """One counter of the page's head. `tone` is empty while there is nothing to worry about."""

    name: str
    label: str
    value: str
    note: str
    tone: str = ""


def source_line(view: SourceView, units: Mapping[str, str], now: datetime) -> SourceLine:
    """Return `view` as it is shown at `now`; `units` has the names by id."""
    source = view.source
    left, note, tone = _blind(view) if view.blind else _urgency(view.violates_at, now)
    return SourceLine(
        unit=units.get(source.unit_id, source.unit_id),
        name=source.name,
        url=web_address(source.url),
        cadence=say("web.sources.cadence", cadence=source.cadence),
        last=_seen(view.seen_at, now) if view.blind else _published(view.last_published_at, now),
        left=left,
        note=note,
        tone=tone,
        spent=None if view.blind else _spent(view.last_published_at, view.violates_at, now),
    )


def incident_line(incident: Incident, units: Mapping[str, str], now: datetime) -> IncidentLine:
    """Return `incident` as it is shown at `now`; `units` has the names by id."""
    finding, place = incident.finding, incident.place
    late, near = incident.deadline <= now, days_between(now, incident.deadline) <= 1
    return IncidentLine(
        unit=units.get(incident.unit_id, incident.unit_id),
        severity=say(f"web.severity.{finding.severity}"),
        severity_tone=finding.severity,
        problem=problem_text(finding),
        count=say("web.incidents.count", count=finding.count) if finding.count > 1 else "",
        correction=say("web.incidents.correction", right=finding.right) if finding.right else "",
        snippet=finding.snippet.partition(finding.wrong) if finding.wrong else (finding.snippet, "", ""),
        place=place.title or place.url,
        url=web_address(place.url),
        state=say(f"web.state.{incident.state}"),
        left=countdown(incident.deadline, now),
        deadline=say("web.incidents.deadline", moment=moment_text(incident.deadline, now)),
        tone="late" if late else "soon" if near else "calm",
    )


def tiles(counters: Counters) -> list[Tile]:
    """Return the counters as they stand in the page's head, from the whole to what hurts to what was done."""
    month = counters.period.rpartition("-")[2].lstrip("0")
    published = say("web.counter.published" if month else "web.counter.published_none", month=month)
    sent = say(f"web.counter_note.sent{'_some_not' if counters.unsent else ''}", **_facts(counters))
    return [
        _tile("watched", counters.watched),
        _tile("published", counters.published, label=published),
        _tile("blind", counters.blind, "dim"),
        _tile("violating", counters.violating, "late"),
        _tile("open", counters.opened + counters.alerted, "soon"),
        _tile("overdue", counters.overdue, "late"),
        _tile("fixed", counters.fixed, "done"),
        _tile("sent", counters.sent, note=sent),
    ]


def summary(counters: Counters) -> str:
    """Return the sentence that is read out to those who do not see the counters."""
    waiting = counters.opened + counters.alerted
    return say("web.summary", open=waiting, overdue=counters.overdue, violating=counters.violating)


def _tile(name: str, value: int, tone: str = "", label: str = "", note: str = "") -> Tile:
    label, note = label or say(f"web.counter.{name}"), note or say(f"web.counter_note.{name}")
    return Tile(name, label, f"{value:,}", note, tone if value else "")


def _facts(counters: Counters) -> dict[str, str]:
    return {"alerts": f"{counters.alerts:,}", "unsent": f"{counters.unsent:,}"}


def _published(last: datetime | None, now: datetime) -> str:
    if last is None:
        return say("web.sources.never")
    return say("web.sources.last", day=day_text(last, now), since=since_text(last, now))


def _seen(last: datetime | None, now: datetime) -> str:
    if last is None:
        return say("web.sources.blind_never")
    return say("web.sources.blind_since", moment=moment_text(last, now))


def _blind(view: SourceView) -> tuple[str, str, str]:
    return say("web.sources.blind"), say("web.sources.blind_reason", reason=view.reason), "blind"


def _urgency(violates_at: datetime | None, now: datetime) -> tuple[str, str, str]:
    if violates_at is None:
        return say("web.sources.free"), say("web.sources.free_note"), "free"
    days, day = days_between(now, violates_at), day_text(violates_at, now)
    if violates_at <= now:
        left = say("web.sources.late" if days else "web.sources.late_today", days=-days)
        return left, say("web.sources.since", day=day), "late"
    left = say("web.sources.left" if days else "web.sources.left_today", days=days)
    return left, say("web.sources.until", day=day), "soon" if days <= SOON else "calm"


def _spent(last: datetime | None, violates_at: datetime | None, now: datetime) -> int | None:
    """Return how much of the time allowed since the last publication has gone, in per cent."""
    if last is None or violates_at is None or violates_at <= last:
        return None
    return round(100 * min(max((now - last) / (violates_at - last), 0), 1))
