"""What a person did, or was told."""

from __future__ import annotations

from streammon.model.base import Event, Instant


class Told(Event, frozen=True, kw_only=True, tag="told"):
    """A contact was told of an incident: a channel has confirmed the message."""

    action_id: str
    source_id: str
    subject_id: str
    incident_id: str
    alert_id: str
    contact_id: str
    message_id: str
    at: Instant


Action = Told
"""The type of the topic `actions`: a tagged union to which claims, appeals and confirmations will be added."""
