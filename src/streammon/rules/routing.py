"""Who hears of what, when, and by which channel: one pure machine per contact.

Alerts go by lanes (`Policy`): one is told at once, or gathered with others of its lane into one message, when the lane
may speak. A message stays in the state until its receipt comes; one that was not taken goes out by the contact's next
channel, and after the last one the operator is asked to pass it on. One that was taken counts as told, but where a
report will say whether it has arrived it stays, and goes the same way if it has not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import msgspec

from streammon.clock import LOCAL
from streammon.model.action import Told
from streammon.model.alert import OVER, Alert, AlertKind, AlertRef
from streammon.model.base import Event, Instant, Part, digest
from streammon.model.message import Message, Outcome, Receipt, Words
from streammon.model.notice import Notice, Summons, Telling
from streammon.model.policy import Policy
from streammon.model.step import Due, Step
from streammon.model.unit import Contact
from streammon.rules.lanes import lane_of, next_day, speaks_at
from streammon.rules.memory import REMEMBERED, younger
from streammon.rules.reports import Accepted, accepted, inquire
from streammon.rules.undelivered import undelivered

TAKEN = (Outcome.SENT, Outcome.DELIVERED)
REPORTS = (Outcome.DELIVERED, Outcome.FAILED)


class Gathered(Part, frozen=True, kw_only=True):
    """Alerts of one lane that go out together, and when."""

    alerts: tuple[Alert, ...]
    at: Instant


class Spoken(Part, frozen=True, kw_only=True):
    """How many messages of one lane have gone out on a local day."""

    on: date
    count: int


class ContactState(Part, frozen=True, kw_only=True):
    """What is on its way to one contact.

    `seen` are the alerts of the last 40 days with the time of their first sight, `gathered` those to be told by lane,
    `spoken` what each lane has told today, `waiting` the messages without a receipt by id, `accepted` those that
    were taken and have no report yet. `undelivered` counts the messages that did not get through by any channel.
    """

    seen: dict[str, Instant] = msgspec.field(default_factory=dict)
    gathered: dict[str, Gathered] = msgspec.field(default_factory=dict)
    spoken: dict[str, Spoken] = msgspec.field(default_factory=dict)
    waiting: dict[str, Message] = msgspec.field(default_factory=dict)
    accepted: dict[str, Accepted] = msgspec.field(default_factory=dict)
    undelivered: int = 0


@dataclass(frozen=True, slots=True)
class Manner:
    """How the contact is told: by which policy, on which days, and in which words."""

    policy: Policy
    is_working: Callable[[date], bool]
    compose: Callable[[Sequence[Alert]], Words]


def step(
    state: ContactState, event: Telling | Receipt | Due, now: datetime, contact: Contact, manner: Manner
) -> Step[ContactState]:
    """Return what one event does to the messages of `contact`.

    A contact without any channel still gets a message: the refusal says why it went nowhere.
    """
    state = msgspec.structs.replace(state, seen=younger(state.seen, now - REMEMBERED))
    emits: tuple[Event, ...] = ()
    match event:
        case Notice() if event.notice_id not in state.seen:
            state = _gather(state, event.alert, now, manner)
        case Summons() if event.notice_id not in state.seen:
            state, emits = _summon(state, event, now)
        case Receipt() if event.message_id in state.waiting:
            state, emits = _receive(state, event, now, contact, manner.policy.operator)
        case Receipt() if event.message_id in state.accepted:
            state, emits = _hear_report(state, event, now, contact, manner.policy.operator)
    state, messages = _speak(state, now, manner)
    left, inquiries = inquire(state.accepted, now)
    state = msgspec.structs.replace(state, accepted=left)
    due = min((*(lane.at for lane in state.gathered.values()), *(one.due for one in left.values())), default=None)
    return Step(state, (*emits, *messages, *inquiries), due=due)


def _gather(state: ContactState, alert: Alert, now: datetime, manner: Manner) -> ContactState:
    """Put the alert with those of its lane. What is over before the contact has heard of it is not told at all."""
    state = msgspec.structs.replace(state, seen={**state.seen, alert.alert_id: now})
    if alert.kind in OVER and (left := _without(state.gathered, alert.incident_id)) is not None:
        return msgspec.structs.replace(state, gathered=left)
    name = lane_of(alert.finding.rule, manner.policy)
    lane = manner.policy.lanes[name]
    known = state.gathered.get(name)
    at = known.at if known else speaks_at(now + timedelta(seconds=lane.wait), lane, manner.policy, manner.is_working)
    together = Gathered(alerts=(*(known.alerts if known else ()), alert), at=at)
    return msgspec.structs.replace(state, gathered={**state.gathered, name: together})


def _summon(state: ContactState, summons: Summons, now: datetime) -> tuple[ContactState, tuple[Event, ...]]:
    """Tell at once: it says itself what it is about, and no lane has it."""
    message = _message(digest("message", summons.notice_id), summons.contact_id, summons.words, now)
    seen, waiting = state.seen | {summons.notice_id: now}, state.waiting | {message.message_id: message}
    return msgspec.structs.replace(state, seen=seen, waiting=waiting), (message,)


def _without(gathered: Mapping[str, Gathered], incident_id: str) -> dict[str, Gathered] | None:
    """Return what is left without an incident of which the contact has heard nothing yet; None where that is not so."""
    everything = [alert for lane in gathered.values() for alert in lane.alerts if alert.incident_id == incident_id]
    if not any(alert.kind is AlertKind.OPENED for alert in everything):
        return None
    left = {
        name: msgspec.structs.replace(lane, alerts=tuple(a for a in lane.alerts if a.incident_id != incident_id))
        for name, lane in gathered.items()
    }
    return {name: lane for name, lane in left.items() if lane.alerts}


def _speak(state: ContactState, now: datetime, manner: Manner) -> tuple[ContactState, tuple[Message, ...]]:
    """Send what may be told now; a lane that has told its number of messages today waits for its next day."""
    gathered, spoken, waiting = dict(state.gathered), dict(state.spoken), dict(state.waiting)
    messages: list[Message] = []
    today = now.astimezone(LOCAL).date()
    for name, lane in state.gathered.items():
        if lane.at > now:
            continue
        rules = manner.policy.lanes.get(name)
        count = spoken[name].count if name in spoken and spoken[name].on == today else 0
        if rules is not None and rules.daily and count >= rules.daily:
            later = next_day(now, rules, manner.policy, manner.is_working)
            gathered[name] = msgspec.structs.replace(lane, at=later)
            continue
        message = _digest(lane.alerts, now, manner.compose(lane.alerts))
        messages.append(message)
        waiting[message.message_id] = message
        del gathered[name]
        if rules is not None and rules.daily:
            spoken[name] = Spoken(on=today, count=count + 1)
    state = msgspec.structs.replace(state, gathered=gathered, spoken=spoken, waiting=waiting)
    return state, tuple(messages)


def _digest(alerts: Sequence[Alert], now: datetime, words: Words) -> Message:
    """Return the one message of all the alerts."""
    refs = tuple(alert.ref for alert in alerts)
    identity = digest("message", *(ref.alert_id for ref in refs), "0")
    return _message(identity, alerts[0].contact_id, words, now, refs)


def _message(identity: str, contact_id: str, words: Words, now: datetime, alerts: tuple[AlertRef, ...] = ()) -> Message:
    return Message(
        message_id=identity,
        contact_id=contact_id,
        channel=0,
        title=words.title,
        body=words.body,
        short=words.short,
        markdown=words.markdown,
        facts=words.facts,
        at=now,
        alerts=alerts,
    )


def _receive(
    state: ContactState, receipt: Receipt, now: datetime, contact: Contact, operator: str
) -> tuple[ContactState, tuple[Event, ...]]:
    waiting = dict(state.waiting)
    message = waiting.pop(receipt.message_id)
    state = msgspec.structs.replace(state, waiting=waiting)
    if receipt.outcome not in TAKEN:
        return _fall_back(state, message, receipt, now, contact, operator)
    if receipt.outcome is Outcome.SENT and receipt.reference:
        left = state.accepted | {message.message_id: accepted(message, receipt)}
        state = msgspec.structs.replace(state, accepted=left)
    return state, tuple(_told(message, receipt))


def _hear_report(
    state: ContactState, receipt: Receipt, now: datetime, contact: Contact, operator: str
) -> tuple[ContactState, tuple[Event, ...]]:
    """Take in a second receipt; one that only says once more that the message was taken is no report."""
    if receipt.outcome not in REPORTS:
        return state, ()
    left = dict(state.accepted)
    message = left.pop(receipt.message_id).message
    state = msgspec.structs.replace(state, accepted=left)
    if receipt.outcome is Outcome.DELIVERED:
        return state, ()
    return _fall_back(state, message, receipt, now, contact, operator)


def _fall_back(
    state: ContactState, message: Message, receipt: Receipt, now: datetime, contact: Contact, operator: str
) -> tuple[ContactState, tuple[Event, ...]]:
    """Send what did not get through by the next channel; after the last one, ask the operator to pass it on."""
    if message.channel + 1 < len(contact.channels):
        again = _by_next_channel(message, now)
        waiting = state.waiting | {again.message_id: again}
        return msgspec.structs.replace(state, waiting=waiting), (again,)
    in_vain = msgspec.structs.replace(state, undelivered=state.undelivered + 1)
    if operator in ("", contact.contact_id):
        return in_vain, ()
    return in_vain, (undelivered(message, receipt, contact, operator),)


def _by_next_channel(message: Message, now: datetime) -> Message:
    channel = message.channel + 1
    identity = digest("message", message.message_id, str(channel))
    return msgspec.structs.replace(message, message_id=identity, channel=channel, at=now)


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
