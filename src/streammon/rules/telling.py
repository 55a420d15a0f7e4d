"""What is said of an incident, and to whom: alerts, and the note of who was told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from streammon.model.alert import Alert, AlertKind, alert_id
from streammon.model.incident import Incident, openings
from streammon.model.unit import Rank
from streammon.rules.decisions import extensions
from streammon.rules.ladder import Ladder


def tell(
    incident: Incident, kind: AlertKind, at: datetime, ranks: Sequence[Rank], ladder: Ladder
) -> tuple[Incident, list[Alert]]:
    """Return the incident, noting who is told, and the alerts to those on `ranks`.

    Who is the contact too is told as the contact alone; who stands on several rungs is told once.
    """
    contact_id = ladder.told(incident.unit_id, Rank.CONTACT, at)
    people: dict[str, str] = {}
    for rank in ranks:
        who = ladder.told(incident.unit_id, rank, at)
        if who and (rank is Rank.CONTACT or who != contact_id):
            people.setdefault(who, "" if rank is Rank.CONTACT else rank)
    informed = tuple(dict.fromkeys((*incident.informed, *people)))
    alerts = [_alert(incident, kind, at, who, besides) for who, besides in people.items()]
    return msgspec.structs.replace(incident, informed=informed), alerts


def conclude(incident: Incident, kind: AlertKind, at: datetime) -> list[Alert]:
    """Return the alerts that it is over, to everybody who was told of this opening."""
    return [_alert(incident, kind, at, who, who if place else "") for place, who in enumerate(incident.informed)]


def alert_of(incident: Incident, kind: AlertKind, besides: str = "") -> str:
    """Return the id of an alert of `kind` on the present opening and deadline, which are counted in the history."""
    about_the_deadline = kind in {AlertKind.REMINDER, AlertKind.OVERDUE}
    extended = len(extensions(incident)) if about_the_deadline else 0
    return alert_id(incident.incident_id, kind, openings(incident), extended, besides)


def _alert(incident: Incident, kind: AlertKind, at: datetime, who: str, besides: str) -> Alert:
    return Alert(
        alert_id=alert_of(incident, kind, besides),
        kind=kind,
        contact_id=who,
        unit_id=incident.unit_id,
        source_id=incident.source_id,
        subject_id=incident.subject_id,
        incident_id=incident.incident_id,
        finding=incident.finding,
        place=incident.place,
        at=at,
        deadline=incident.deadline,
    )
