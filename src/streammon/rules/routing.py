"""Who hears of what, and by which channel: one pure machine per contact. One alert, one message.

A message stays in the state until its receipt comes. One that was not taken goes out by the contact's next channel.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

import msgspec

from streammon.model.action import Told
from streammon.model.alert import Alert, AlertRef
from streammon.model.base import Instant, Part, digest
from streammon.model.message import Message, Outcome, Receipt, Words
from streammon.model.step import Due, Step
from streammon.model.unit import Contact

REMEMBERED = timedelta(days=40)
"""How long a duplicate of an alert is recognised: longer than any stretch of the log that is read twice."""


class ContactState(Part, frozen=True, kw_only=True):
    """What is on its way to one contact.

    `seen` are the alerts of the last 40 days with the time of their first sight, `waiting` the messages without a
    receipt by id. `undelivered` counts the messages that no channel has taken.
    """

    seen: dict[str, Instant] = msgspec.field(default_factory=dict)
    waiting: dict[str, Message] = msgspec.field(default_factory=dict)
    undelivered: int = 0


def step(
    state: ContactState,
    event: Alert | Receipt | Due,
    now: datetime,
    contact: Contact,
    compose: Callable[[Alert], Words],
) -> Step[ContactState]:
    """Return what one event does to the messages of `contact`; `compose` puts an alert into words.

    A contact without any channel still gets a message: the refusal says why it went nowhere.
    """
    state = msgspec.structs.replace(state, seen=_remembered(state.seen, now))
    match event:
        case Alert() if event.alert_id not in state.seen:
            return _send(state, event, now, compose)
        case Receipt() if event.message_id in state.waiting:
            return _receive(state, event, now, contact)
    return Step(state)


def _send(state: ContactState, alert: Alert, now: datetime, compose: Callable[[Alert], Words]) -> Step[ContactState]:
    words = compose(alert)
    message = Message(
        message_id=_message_id([alert.ref], 0),
        contact_id=alert.contact_id,
        channel=0,
        title=words.title,
        body=words.body,
        short=words.short,
        facts=words.facts,
        at=now,
        alerts=(alert.ref,),
    )
    seen = {**state.seen, alert.alert_id: now}
    waiting = {**state.waiting, message.message_id: message}
    return Step(msgspec.structs.replace(state, seen=seen, waiting=waiting), (message,))


def _receive(state: ContactState, receipt: Receipt, now: datetime, contact: Contact) -> Step[ContactState]:
    waiting = dict(state.waiting)
    message = waiting.pop(receipt.message_id)
    if receipt.outcome is Outcome.SENT:
        return Step(msgspec.structs.replace(state, waiting=waiting), tuple(_told(message, receipt)))
    if message.channel + 1 < len(contact.channels):
        again = _by_next_channel(message, now)
        waiting[again.message_id] = again
        return Step(msgspec.structs.replace(state, waiting=waiting), (again,))
    return Step(msgspec.structs.replace(state, waiting=waiting, undelivered=state.undelivered + 1))


def _by_next_channel(message: Message, now: datetime) -> Message:
    channel = message.channel + 1
    return msgspec.structs.replace(message, message_id=_message_id(message.alerts, channel), channel=channel, at=now)


def _told(message: Message, receipt: Receipt) -> Iterable[Told]:
    for ref in message.alerts:
        yield Told(
            action_id=digest("told", ref.alert_id, message.message_id),
            source_id=ref.source_id,
            subject_id=ref.subject_id,
            incident_id=ref.incident_id,
            alert_id=ref.alert_id,
            contact_id=message.contact_id,
            message_id=message.message_id,
            at=receipt.at,
        )


def _message_id(alerts: Iterable[AlertRef], channel: int) -> str:
    return digest("message", *(ref.alert_id for ref in alerts), str(channel))


def _remembered(seen: Mapping[str, datetime], now: datetime) -> dict[str, datetime]:
    return {identity: at for identity, at in seen.items() if at > now - REMEMBERED}
