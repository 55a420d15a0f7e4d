"""A text to deliver by one channel, and what became of it."""

from __future__ import annotations

from enum import StrEnum

from streammon.model.alert import AlertRef
from streammon.model.base import Event, Instant


class Message(Event, frozen=True, kw_only=True):
    """A text for one contact by one of the contact's channels (its position in contacts.csv, from 0).

    `message_id` is the same when the same text is to go out by the same channel again. Never holds a full number.
    """

    message_id: str
    contact_id: str
    channel: int
    title: str
    body: str
    at: Instant
    alerts: tuple[AlertRef, ...]


class Outcome(StrEnum):
    """What the other side did with a message."""

    SENT = "sent"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    """The line broke after the message had left: it may have arrived."""


class Receipt(Event, frozen=True, kw_only=True):
    """What became of one message. `detail` is what the provider said, without any secret."""

    receipt_id: str
    message_id: str
    contact_id: str
    channel: int
    outcome: Outcome
    detail: str
    at: Instant
    alerts: tuple[AlertRef, ...]
