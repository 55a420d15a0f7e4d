"""A text to deliver by one channel, and what became of it."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from streammon.model.alert import AlertRef
from streammon.model.base import Event, Instant, Part


class Words(Part, frozen=True, kw_only=True):
    """What a person is told, in the forms that channels need.

    `title` and `body` are for those that take a long text, `markdown` is both for those that show it, `short` is one
    text message (SMS). `facts` are what the approved template of an SMS provider may name: unit, problem, advice,
    deadline, url; and `link`, where something can be pressed.
    """

    title: str
    body: str
    short: str = ""
    markdown: str = ""
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
    markdown: str = ""
    facts: dict[str, str] = msgspec.field(default_factory=dict)


class Outcome(StrEnum):
    """What the other side did with a message."""

    SENT = "sent"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    """The line broke after the message had left: it may have arrived."""


class Delivery(Part, frozen=True):
    """What became of one call of a provider. `detail` is what it said, in its own words; never a key or an address.

    `repeated`: nobody knew what had come of an earlier call, so the message may have arrived twice.
    """

    outcome: Outcome
    detail: str = ""
    repeated: bool = False


class Receipt(Event, frozen=True, kw_only=True):
    """What became of one message. `detail` is what the provider said, without any secret.

    `repeated`: it may have arrived twice.
    """

    receipt_id: str
    message_id: str
    contact_id: str
    channel: int
    outcome: Outcome
    detail: str
    at: Instant
    alerts: tuple[AlertRef, ...]
    repeated: bool = False
