"""What is held of one incident: what the end of the incident leaves of it, and what of it is worth telling later."""

from __future__ import annotations

from collections.abc import Sequence

from streammon.model.alert import OVER, Alert, AlertKind


def after_end(alerts: Sequence[Alert], end: Alert) -> tuple[Alert, ...]:
    """Return what is left to tell when the incident is over; `end` is part of it if anybody has heard of the problem.

    An opening that nobody has heard of goes with its end; a reminder of what is over is none.
    """
    before = max((place for place, alert in enumerate(alerts, 1) if alert.kind in OVER), default=0)
    known = all(alert.kind is not AlertKind.OPENED for alert in alerts[before:])
    return (*alerts[:before], *([end] if known else []))


def to_tell(alerts: Sequence[Alert]) -> list[Alert]:
    """Return what is told when nothing holds the alerts any more: beginnings and ends, and each contact's last."""
    last = {alert.contact_id: alert.alert_id for alert in alerts}
    lasting = OVER | {AlertKind.OPENED}
    return [alert for alert in alerts if alert.kind in lasting or alert.alert_id == last[alert.contact_id]]
