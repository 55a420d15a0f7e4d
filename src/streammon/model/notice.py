"""What has passed the gate and is to be told."""

from __future__ import annotations

from streammon.model.alert import Alert
from streammon.model.base import Event, Instant
from streammon.model.message import Words


class Notice(Event, frozen=True, kw_only=True, tag="notice"):
    """An alert that nothing keeps back any more. `notice_id` is that of the alert."""

    notice_id: str
    contact_id: str
    alert: Alert


class Summons(Event, frozen=True, kw_only=True, tag="summons"):
    """What the operator is to look at, in words: no incident stands behind it, and it waits for no lane."""

    notice_id: str
    contact_id: str
    words: Words
    at: Instant


Telling = Notice | Summons
"""The type of the topic `notices`."""


def notice_of(alert: Alert) -> Notice:
    """Return the alert as something to be told."""
    return Notice(notice_id=alert.alert_id, contact_id=alert.contact_id, alert=alert)
