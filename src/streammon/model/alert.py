"""What one contact should be told about one incident."""

from __future__ import annotations

from enum import StrEnum

from streammon.model.base import Event, Instant, Part, digest
from streammon.model.inspection import Finding, Place


class AlertKind(StrEnum):
    """What has happened to the incident that makes it worth telling."""

    OPENED = "opened"
    REMINDER = "reminder"
    OVERDUE = "overdue"
    FIXED = "fixed"
    WITHDRAWN = "withdrawn"
    """It was no problem after all, or need not be mended."""


OVER = frozenset({AlertKind.FIXED, AlertKind.WITHDRAWN})
"""Nothing is to be done any more."""

GATE = "gate"
"""The one key of the gate: what alerts have in common shows only where all of them pass."""


class AlertRef(Part, frozen=True, kw_only=True):
    """Which alert, and which incident of which subject it is about: what a receipt needs to find its way back."""

    alert_id: str
    incident_id: str
    subject_id: str
    source_id: str


def alert_id(incident_id: str, kind: AlertKind, opening: int, extended: int = 0, besides: str = "") -> str:
    """Return the identity of an alert.

    `opening` counts how often the incident was opened, `extended` how often its deadline was moved: what has been said
    of one deadline is said again of the next. `besides` sets apart the alerts to others than the contact.
    """
    counts = [str(extended)] if extended or besides else []
    return digest("alert", incident_id, kind, str(opening), *counts, *([besides] if besides else []))


class Alert(Event, frozen=True, kw_only=True):
    """What one contact should be told, and until when it must be mended. `gate` is the partition of all alerts."""

    alert_id: str
    kind: AlertKind
    contact_id: str
    unit_id: str
    source_id: str
    subject_id: str
    incident_id: str
    finding: Finding
    place: Place
    at: Instant
    deadline: Instant
    gate: str = GATE

    @property
    def ref(self) -> AlertRef:
        """Return what a receipt needs to find its way back."""
        return AlertRef(
            alert_id=self.alert_id, incident_id=self.incident_id, subject_id=self.subject_id, source_id=self.source_id
        )
