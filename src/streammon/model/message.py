"""A text to deliver by one channel, and what became of it."""

from __future__ import annotations

from datetime import datetime
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
    DELIVERED = "delivered"
    """The provider reports that the phone has it."""
    FAILED = "failed"
    """The provider had taken it, and reports that the phone did not get it."""


class Delivery(Part, frozen=True):
    """What became of one call of a provider. `detail` is what it said, in its own words; never a key or an address.

    `repeated`: nobody knew what had come of an earlier call, so the message may have arrived twice. `reference` is what
    the provider calls a message that it has taken; empty where it never says whether that has arrived.
    """

    outcome: Outcome
    detail: str = ""
    repeated: bool = False
    reference: str = ""


class Receipt(Event, frozen=True, kw_only=True):
    """What became of one message: what the provider said at once, and, in a second one, what it reported later.

    `detail` is what it said, without any secret. `repeated`: it may have arrived twice. `reference` is not empty where
    there will be a report.
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
    reference: str = ""


class Inquiry(Event, frozen=True, kw_only=True):
    """Has `message`, which its provider took and calls `reference`, arrived?"""

    inquiry_id: str
    contact_id: str
    message: Message
    reference: str
    at: Instant


def receipt_of(message: Message, delivery: Delivery, receipt_id: str, at: datetime) -> Receipt:
    """Return what became of `message`, as it was known at `at`."""
    return Receipt(
        receipt_id=receipt_id,
        message_id=message.message_id,
        contact_id=message.contact_id,
        channel=message.channel,
        outcome=delivery.outcome,
        detail=delivery.detail,
        at=at,
        alerts=message.alerts,
        repeated=delivery.repeated,
        reference=delivery.reference,
    )
