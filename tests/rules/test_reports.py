"""Of what was taken it is asked whether it has arrived; what has not goes the way of what was refused."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_routing import CONTACT, NOW, alert, handle, receipt, sent

from streammon.model.action import Told
from streammon.model.message import Inquiry, Message, Outcome
from streammon.model.step import Due, Step
from streammon.rules.reports import ASKED_AFTER, WAITED_FOR
from streammon.rules.routing import ContactState

TAKEN_AT = NOW + timedelta(seconds=5)


def taken() -> tuple[Step[ContactState], Message]:
    """Return the machine after a message was taken of which there will be a report."""
    state, message = sent(ContactState(), alert())
    return handle(state, receipt(message, Outcome.SENT, TAKEN_AT, "serial"), TAKEN_AT), message


def kept(step: Step[ContactState]) -> ContactState:
    return msgspec.json.decode(msgspec.json.encode(step.state), type=ContactState)


def test_it_is_asked_four_times_and_then_no_more() -> None:
    done, message = taken()
    assert [type(event) for event in done.emits] == [Told], "what was taken counts as told"
    asked: list[tuple[timedelta, str, str]] = []
    names = set()
    while done.due is not None:
        now: datetime = done.due
        done = handle(kept(done), Due(key="c1", at=now), now)
        for event in done.emits:
            assert isinstance(event, Inquiry)
            asked.append((now - TAKEN_AT, event.message.message_id, event.reference))
            names.add(event.inquiry_id)
    assert asked == [(after, message.message_id, "serial") for after in ASKED_AFTER]
    assert len(names) == len(ASKED_AFTER)
    assert (now - TAKEN_AT, done.state.accepted, done.state.undelivered) == (WAITED_FOR, {}, 0)


def test_who_slept_asks_once() -> None:
    done, _ = taken()
    late = TAKEN_AT + timedelta(hours=2)
    done = handle(done.state, Due(key="c1", at=TAKEN_AT), late)
    assert [type(event) for event in done.emits] == [Inquiry]
    assert done.due == TAKEN_AT + timedelta(hours=12)


def test_without_a_reference_nothing_is_asked() -> None:
    state, message = sent(ContactState(), alert())
    done = handle(state, receipt(message, Outcome.SENT))
    assert (done.state.accepted, done.due) == ({}, None)


def test_what_has_arrived_is_asked_for_no_more() -> None:
    done, message = taken()
    done = handle(done.state, receipt(message, Outcome.DELIVERED))
    assert (done.emits, done.due, done.state.accepted) == ((), None, {})


def test_what_has_not_arrived_goes_out_by_the_next_channel() -> None:
    done, first = taken()
    done = handle(done.state, receipt(first, Outcome.FAILED), TAKEN_AT + timedelta(hours=1))
    (second,) = done.emits
    assert isinstance(second, Message)
    assert (second.channel, second.body, second.alerts) == (1, first.body, first.alerts)
    done = handle(done.state, receipt(second, Outcome.SENT, reference="other"))
    done = handle(done.state, receipt(second, Outcome.FAILED))
    assert (done.emits, done.state.undelivered, done.due) == ((), 1, None)


@pytest.mark.parametrize(("outcome", "emits", "undelivered"), [(Outcome.DELIVERED, [Told], 0), (Outcome.FAILED, [], 1)])
def test_a_first_receipt_may_say_it_already(outcome: Outcome, emits: list[type], undelivered: int) -> None:
    only = msgspec.structs.replace(CONTACT, channels=("first://",))
    state, message = sent(ContactState(), alert(), only)
    done = handle(state, receipt(message, outcome, reference="serial"), contact=only)
    assert [type(event) for event in done.emits] == emits
    assert (done.state.accepted, done.state.undelivered) == ({}, undelivered)


reports = st.lists(st.tuples(st.sampled_from(Outcome), st.integers(0, 5 * 24 * 60)), max_size=8)


@settings(max_examples=100, deadline=None)
@given(reports)
def test_what_comes_twice_or_late_changes_nothing(told: list[tuple[Outcome, int]]) -> None:
    """The first report within the time decides; whatever comes after it, or after that time, does nothing."""
    done, message = taken()
    state, messages = done.state, 0
    decided = False
    for outcome, minutes in sorted(told, key=lambda one: one[1]):
        now = TAKEN_AT + timedelta(minutes=minutes)
        state = handle(state, Due(key="c1", at=now), now).state
        done = handle(state, receipt(message, outcome, now), now)
        counts = outcome in {Outcome.DELIVERED, Outcome.FAILED} and not decided and now < TAKEN_AT + WAITED_FOR
        decided = decided or counts
        messages += counts and outcome is Outcome.FAILED
        assert [type(event) for event in done.emits] == [Message] * (counts and outcome is Outcome.FAILED)
        if not counts:
            assert done.state == state
        state = done.state
        again = handle(state, receipt(message, outcome, now), now)
        assert (again.emits, again.state) == ((), state)
    assert len(state.waiting) == messages <= 1
