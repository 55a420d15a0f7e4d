"""What a person did, or was told."""

from __future__ import annotations

from enum import StrEnum

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


class Verb(StrEnum):
    """What a person can decide about an incident."""

    CONFIRM = "confirm"
    """It is one: from review to open."""
    DISMISS = "dismiss"
    """It is none: a false alarm, or an appeal that was right."""
    ACKNOWLEDGE = "acknowledge"
    """The unit has seen it."""
    CLAIM = "claim"
    """The unit says that it is mended: look again now."""
    APPEAL = "appeal"
    """The unit says that it is no mistake."""
    REQUEST = "request"
    """The unit asks for time `until` then."""
    REJECT = "reject"
    """The appeal was not right, or there is no more time."""
    EXTEND = "extend"
    """There is time `until` then."""
    WAIVE = "waive"
    """It need not be mended."""


class Decision(Event, frozen=True, kw_only=True, tag="decision"):
    """What a person has decided about an incident: who (`by`, a contact id or a name), when, and why.

    `attachment` is the name of a file that was handed in with it, in the data folder.
    """

    action_id: str
    source_id: str
    subject_id: str
    incident_id: str
    verb: Verb
    by: str
    at: Instant
    reason: str = ""
    until: Instant | None = None
    attachment: str = ""


Action = Told | Decision
"""The type of the topic `actions`."""
