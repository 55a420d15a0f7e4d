"""A text to deliver by one channel, and what became of it."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from streammon.model.alert import AlertRef
from streammon.model.base import Event, Instant, Part


class Words(Part, frozen=True, kw_only=True):
    """What a person is told, in the forms that channels need.

    `title` and `body` are for those that take a long text, `short` is one text message (SMS). `facts` are what the
    approved template of an SMS provider may name: unit, problem, advice, deadline, url.
    """

    title: str
    body: str
    short: str = ""
    facts: dict[str, str] = msgspec.field(default_factory=dict)


class Message(Event, frozen=True, kw_only=True):
    """A text for one contact by one of the contact's channels (its position in contacts.csv, from 0).

    `message_id` is the same when the same text is to go out by the same channel again. The words are those of `Words`
    and never hold a full number.
    """

    message_id: str
    contact_id: str
    channel: int
    title: str
    body: str
    at: Instant
    alerts: tuple[AlertRef, ...]
    short: str = ""
    facts: dict[str, str] = msgspec.field(default_factory=dict)


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
