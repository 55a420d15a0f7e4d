"""One alert, one message, and what follows from its receipt."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streammon.model.action import Told
from streammon.model.alert import Alert, AlertKind, alert_id
from streammon.model.base import Event
from streammon.model.inspection import Finding, Place, Severity
from streammon.model.message import Message, Outcome, Receipt, Words
from streammon.model.poll import PageKind
from streammon.model.step import Due, Step
from streammon.model.unit import Contact
from streammon.rules.routing import REMEMBERED, ContactState, step

NOW = datetime(2023, 10, 11, 1, 0, tzinfo=UTC)
CONTACT = Contact(contact_id="c1", name="某某", phone="", channels=("first://", "second://"))


def alert(incident: str = "i1", kind: AlertKind = AlertKind.OPENED, opening: int = 1) -> Alert:
    return Alert(
        alert_id=alert_id(incident, kind, opening),
        kind=kind,
        contact_id="c1",
        unit_id="u1",
        source_id="s1",
        subject_id="page",
        incident_id=incident,
        finding=Finding(rule="text/lexicon", severity=Severity.ORDINARY, evidence="e"),
        place=Place(url="http://gov.test/a", title="通知", kind=PageKind.ARTICLE, host="gov.test"),
        at=NOW,
        deadline=NOW + timedelta(days=3),
    )


def receipt(message: Message, outcome: Outcome, at: datetime = NOW) -> Receipt:
    return Receipt(
        receipt_id=f"{message.message_id}-{outcome}",
        message_id=message.message_id,
        contact_id=message.contact_id,
        channel=message.channel,
        outcome=outcome,
        detail="",
        at=at,
        alerts=message.alerts,
    )


def words(alert: Alert) -> Words:
    return Words(
        title=f"title {alert.kind}", body=f"body {alert.incident_id}", short="short", facts={"unit": "县教育局"}
    )


def handle(
    state: ContactState, event: Alert | Receipt | Due, now: datetime = NOW, contact: Contact = CONTACT
) -> Step[ContactState]:
    return step(state, event, now, contact, words)


def sent(state: ContactState, event: Alert | Receipt, contact: Contact = CONTACT) -> tuple[ContactState, Message]:
    done = handle(state, event, contact=contact)
    (message,) = done.emits
    assert isinstance(message, Message)
    return done.state, message


def test_an_alert_becomes_one_message_by_the_first_channel() -> None:
    state, message = sent(ContactState(), alert())
    assert (message.contact_id, message.channel, message.at) == ("c1", 0, NOW)
    assert (message.title, message.body) == ("title opened", "body i1")
    assert (message.short, message.facts) == ("short", {"unit": "县教育局"})
    assert message.alerts == (alert().ref,)
    assert handle(state, alert()).emits == ()


def test_the_contact_has_been_told_when_a_channel_has_confirmed() -> None:
    state, message = sent(ContactState(), alert())
    done = handle(state, receipt(message, Outcome.SENT, NOW + timedelta(seconds=5)))
    (told,) = done.emits
    assert isinstance(told, Told)
    assert (told.alert_id, told.incident_id, told.subject_id, told.source_id) == (alert().alert_id, "i1", "page", "s1")
    assert (told.contact_id, told.message_id, told.at) == ("c1", message.message_id, NOW + timedelta(seconds=5))
    assert done.state.waiting == {}
    assert done.state.undelivered == 0


@pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.UNKNOWN])
def test_what_was_not_taken_goes_out_by_the_next_channel(outcome: Outcome) -> None:
    state, first = sent(ContactState(), alert())
    state, second = sent(state, receipt(first, outcome))
    assert (second.channel, second.title, second.body, second.alerts) == (1, first.title, first.body, first.alerts)
    assert second.message_id != first.message_id
    assert [type(e) for e in handle(state, receipt(second, Outcome.SENT)).emits] == [Told]


def test_after_the_last_channel_it_is_counted_as_undelivered() -> None:
    state, first = sent(ContactState(), alert())
    state, second = sent(state, receipt(first, Outcome.REFUSED))
    done = handle(state, receipt(second, Outcome.REFUSED))
    assert done.emits == ()
    assert (done.state.waiting, done.state.undelivered) == ({}, 1)
    assert handle(done.state, receipt(second, Outcome.REFUSED)).state == done.state


def test_a_contact_without_channels_gets_its_refusal_counted() -> None:
    nobody = msgspec.structs.replace(CONTACT, channels=())
    state, message = sent(ContactState(), alert(), nobody)
    assert handle(state, receipt(message, Outcome.REFUSED), contact=nobody).state.undelivered == 1


def test_a_late_receipt_of_an_earlier_channel_changes_nothing() -> None:
    state, first = sent(ContactState(), alert())
    state, _ = sent(state, receipt(first, Outcome.UNKNOWN))
    done = handle(state, receipt(first, Outcome.SENT))
    assert (done.state, done.emits) == (state, ())


def test_what_was_seen_is_remembered_for_forty_days_and_no_longer() -> None:
    state, _ = sent(ContactState(), alert())
    almost = handle(state, alert(), NOW + REMEMBERED - timedelta(seconds=1))
    assert (almost.emits, len(almost.state.seen)) == ((), 1)
    later = handle(state, alert("i2"), NOW + REMEMBERED)
    assert set(later.state.seen) == {alert("i2").alert_id}


# -- whatever happens -------------------------------------------------------------------------------------------------

some_alerts = st.lists(
    st.builds(alert, st.sampled_from(["i1", "i2", "i3"]), st.sampled_from(AlertKind), st.integers(1, 2)), max_size=8
)
some_outcomes = st.lists(st.sampled_from(Outcome), min_size=20, max_size=20)


def play(alerts: Iterable[Alert], outcomes: list[Outcome], times: int) -> tuple[ContactState, list[Event]]:
    """Deliver everything to the end, each event `times` times."""
    state, emits, answers = ContactState(), [], iter(outcomes)
    queue: list[Alert | Receipt] = list(alerts)
    while queue:
        event = queue.pop(0)
        for _ in range(times):
            done = handle(state, event)
            state = done.state
            emits += done.emits
            queue += [receipt(m, next(answers)) for m in done.emits if isinstance(m, Message)]
    return state, emits


brief = settings(max_examples=60, deadline=None)


@brief
@given(some_alerts, some_outcomes)
def test_events_that_come_twice_change_nothing(alerts: list[Alert], outcomes: list[Outcome]) -> None:
    assert play(alerts, outcomes, 2) == play(alerts, outcomes, 1)


@brief
@given(some_alerts, some_outcomes)
def test_every_alert_ends_as_told_once_or_as_undelivered(alerts: list[Alert], outcomes: list[Outcome]) -> None:
    state, emits = play(alerts, outcomes, 1)
    told = [event.alert_id for event in emits if isinstance(event, Told)]
    assert len(told) == len(set(told))
    assert len(told) + state.undelivered == len({a.alert_id for a in alerts})
    assert state.waiting == {}
    messages = [event.message_id for event in emits if isinstance(event, Message)]
    assert len(messages) == len(set(messages))


@brief
@given(some_alerts, some_outcomes, st.integers(0, 1000))
def test_a_replay_in_any_order_changes_nothing(alerts: list[Alert], outcomes: list[Outcome], seed: int) -> None:
    state, emits = play(alerts, outcomes, 1)
    receipts = [receipt(m, Outcome.SENT) for m in emits if isinstance(m, Message)]
    again: list[Alert | Receipt] = [*alerts, *receipts]
    random.Random(seed).shuffle(again)
    for event in again:
        done = handle(state, event)
        assert (done.state, done.emits) == (state, ())


@brief
@given(some_alerts, some_alerts, st.randoms(use_true_random=False))
def test_contacts_do_not_touch_each_other(mine: list[Alert], others: list[Alert], dice: random.Random) -> None:
    events = [*mine, *(msgspec.structs.replace(a, contact_id="c2") for a in others)]
    mixed = list(events)
    dice.shuffle(mixed)
    assert _seen(mixed) == _seen(events)


def _seen(alerts: Iterable[Alert]) -> dict[str, tuple[set[str], set[str]]]:
    states: dict[str, ContactState] = {}
    for event in alerts:
        states[event.contact_id] = handle(states.get(event.contact_id, ContactState()), event).state
    return {contact: (set(state.seen), set(state.waiting)) for contact, state in states.items()}


def test_a_state_survives_being_written_down() -> None:
    state, _ = sent(ContactState(), alert())
    assert msgspec.json.decode(msgspec.json.encode(state), type=ContactState) == state
