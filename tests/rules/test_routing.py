"""One alert, one message, and what follows from its receipt."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streammon.clock import LOCAL
from streammon.model.action import Told
from streammon.model.alert import Alert, AlertKind, alert_id
from streammon.model.base import Event
from streammon.model.inspection import Finding, Place, Severity
from streammon.model.message import Message, Outcome, Receipt, Words
from streammon.model.notice import Summons, Telling, notice_of
from streammon.model.policy import Lane, Policy
from streammon.model.poll import PageKind
from streammon.model.step import Due, Step
from streammon.model.unit import Contact
from streammon.rules.calendar import WorkingDays
from streammon.rules.memory import REMEMBERED
from streammon.rules.routing import ContactState, Manner, step

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


def receipt(message: Message, outcome: Outcome, at: datetime = NOW, reference: str = "") -> Receipt:
    return Receipt(
        receipt_id=f"{message.message_id}-{outcome}",
        message_id=message.message_id,
        contact_id=message.contact_id,
        channel=message.channel,
        outcome=outcome,
        detail="",
        at=at,
        alerts=message.alerts,
        reference=reference,
    )


def words(alerts: Sequence[Alert]) -> Words:
    kinds = " ".join(alert.kind for alert in alerts)
    names = " ".join(alert.incident_id for alert in alerts)
    return Words(title=f"title {kinds}", body=f"body {names}", short="short", facts={"unit": "县教育局"})


AT_ONCE = Manner(Policy(), WorkingDays({}).is_working, words)


def handle(
    state: ContactState,
    event: Alert | Telling | Receipt | Due,
    now: datetime = NOW,
    contact: Contact = CONTACT,
    manner: Manner = AT_ONCE,
) -> Step[ContactState]:
    return step(state, notice_of(event) if isinstance(event, Alert) else event, now, contact, manner)


def sent(
    state: ContactState, event: Alert | Telling | Receipt, contact: Contact = CONTACT
) -> tuple[ContactState, Message]:
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


@pytest.mark.parametrize(("outcome", "says"), [(Outcome.REFUSED, "没有送出"), (Outcome.UNKNOWN, "可能没有收到")])
def test_after_the_last_channel_the_operator_is_asked_to_pass_it_on(outcome: Outcome, says: str) -> None:
    manner = Manner(Policy(operator="boss"), WorkingDays({}).is_working, words)
    only = msgspec.structs.replace(CONTACT, channels=("first://",))
    state, message = sent(ContactState(), alert(), only)
    done = handle(state, receipt(message, outcome), contact=only, manner=manner)
    (summons,) = done.emits
    assert isinstance(summons, Summons)
    assert (summons.contact_id, done.state.undelivered) == ("boss", 1)
    assert all(word in summons.words.body for word in (says, "某某", "short"))
    assert "title opened" in summons.words.title
    boss = msgspec.structs.replace(only, contact_id="boss")
    state, message = sent(ContactState(), summons, boss)
    again = handle(state, receipt(message, Outcome.REFUSED), contact=boss, manner=manner)
    assert (again.emits, again.state.undelivered) == ((), 1), "of what does not reach the operator nobody can be told"


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


# -- lanes ------------------------------------------------------------------------------------------------------------

CAREFUL = Policy(
    lanes={
        "privacy": Lane(rules=("privacy",)),
        "gap": Lane(rules=("gap", "page/dead-link"), wait=3600, quiet=True, working_days=True, daily=1),
        "rest": Lane(wait=60, quiet=True),
    },
    opens=time(8),
    closes=time(21),
)
GATHERING = Manner(CAREFUL, WorkingDays({}).is_working, words)
MORNING = datetime(2023, 10, 11, 9, 0, tzinfo=LOCAL)
"""A Wednesday."""


def of_rule(rule: str, incident: str = "i1", kind: AlertKind = AlertKind.OPENED) -> Alert:
    found = alert(incident, kind)
    return msgspec.structs.replace(found, finding=msgspec.structs.replace(found.finding, rule=rule))


class Contacted:
    """Feeds the machine; `at` delivers every Due on the way."""

    def __init__(self, manner: Manner = GATHERING) -> None:
        self.manner, self.state, self.now = manner, ContactState(), MORNING
        self.due: datetime | None = None
        self.said: list[tuple[str, str]] = []

    def at(self, moment: datetime) -> Contacted:
        while self.due is not None and self.due <= moment:
            self.now = self.due
            self.hears(Due(key="c1", at=self.due))
        self.now = moment
        return self

    def hears(self, *events: Alert | Due) -> Contacted:
        for event in events:
            done = handle(self.state, event, self.now, manner=self.manner)
            self.state, self.due = msgspec.json.decode(msgspec.json.encode(done.state), type=ContactState), done.due
            moment = self.now.astimezone(LOCAL)
            self.said += [(f"{moment:%m-%d %H:%M:%S}", m.body) for m in done.emits if isinstance(m, Message)]
        return self


def test_a_leak_is_told_at_once_even_at_night() -> None:
    night = Contacted().at(MORNING.replace(hour=23)).hears(of_rule("privacy/mobile"))
    assert night.said == [("10-11 23:00:00", "body i1")]


def test_what_comes_together_is_told_together() -> None:
    story = Contacted().hears(of_rule("text/lexicon", "i1"))
    story.at(MORNING + timedelta(seconds=30)).hears(of_rule("text/lexicon", "i2"), of_rule("privacy/mobile", "i3"))
    story.at(MORNING + timedelta(hours=1))
    assert story.said == [("10-11 09:00:30", "body i3"), ("10-11 09:01:00", "body i1 i2")]


def test_quiet_hours_end_in_the_morning() -> None:
    story = Contacted().at(MORNING.replace(hour=22)).hears(of_rule("text/lexicon"))
    story.at(MORNING + timedelta(days=1))
    assert story.said == [("10-12 08:00:00", "body i1")]


def test_a_gap_waits_for_a_working_day() -> None:
    friday_night = MORNING.replace(day=13, hour=20, minute=30)
    story = Contacted().at(friday_night).hears(of_rule("gap/any"))
    story.at(MORNING + timedelta(days=9))
    assert story.said == [("10-16 08:00:00", "body i1")]


def test_past_its_number_of_messages_a_lane_waits_for_the_next_day() -> None:
    story = Contacted().hears(of_rule("gap/any", "i1"))
    story.at(MORNING.replace(hour=11)).hears(of_rule("gap/any", "i2"))
    story.at(MORNING.replace(hour=13)).hears(of_rule("gap/any", "i3"))
    story.at(MORNING + timedelta(days=3))
    assert story.said == [("10-11 10:00:00", "body i1"), ("10-12 08:00:00", "body i2 i3")]


@pytest.mark.parametrize("end", [AlertKind.FIXED, AlertKind.WITHDRAWN])
def test_what_is_over_before_it_was_told_is_not_told(end: AlertKind) -> None:
    story = Contacted().hears(of_rule("gap/any", "i1"), of_rule("gap/any", "i2"))
    story.hears(of_rule("gap/any", "i1", end)).at(MORNING + timedelta(days=1))
    assert [body for _, body in story.said] == ["body i2"]
    story.hears(of_rule("gap/any", "i2", end)).at(MORNING + timedelta(days=4))
    assert [body for _, body in story.said] == ["body i2", "body i2"], "of what was told, the end is told too"


def test_a_receipt_of_a_gathered_message_tells_of_all_its_alerts() -> None:
    state = ContactState()
    for incident in ("i1", "i2"):
        state = handle(state, of_rule("text/lexicon", incident), MORNING, manner=GATHERING).state
    done = handle(state, Due(key="c1", at=MORNING), MORNING + timedelta(minutes=1), manner=GATHERING)
    (message,) = done.emits
    assert isinstance(message, Message)
    told = handle(done.state, receipt(message, Outcome.SENT), MORNING, manner=GATHERING).emits
    assert [one.incident_id for one in told if isinstance(one, Told)] == ["i1", "i2"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 5000), st.sampled_from(["privacy/mobile", "gap/any", "text/lexicon"]), st.integers(0, 400)
        ),
        max_size=12,
    )
)
def test_every_alert_is_told_exactly_once_and_never_in_quiet_hours(told: list[tuple[int, str, int]]) -> None:
    story = Contacted()
    for number, (minutes, rule, _) in enumerate(sorted(told)):
        story.at(max(story.now, MORNING + timedelta(minutes=minutes))).hears(of_rule(rule, f"n{number}"))
    story.at(MORNING + timedelta(days=40))
    names = [name for _, body in story.said for name in body.removeprefix("body ").split()]
    assert sorted(names) == sorted(f"n{number}" for number in range(len(told)))
    assert story.state.gathered == {}
    rules = {f"n{number}": rule for number, (_, rule, _) in enumerate(sorted(told))}
    for at, body in story.said:
        if rules[body.removeprefix("body ").split()[0]] != "privacy/mobile":
            assert "08:00:00" <= at.partition(" ")[2] < "21:00:00"


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


def test_a_summons_goes_out_at_once_by_whichever_channel_takes_it() -> None:
    told = Summons(notice_id="n1", contact_id="c1", words=words([alert()]), at=NOW)
    night = NOW.replace(hour=18)
    asked = handle(ContactState(), told, night, manner=GATHERING)
    (message,) = asked.emits
    assert isinstance(message, Message)
    assert (message.title, message.short, message.alerts) == ("title opened", "short", ())
    assert handle(asked.state, told, night, manner=GATHERING).emits == ()
    state, again = sent(asked.state, receipt(message, Outcome.REFUSED))
    _, other = sent(state, msgspec.structs.replace(told, notice_id="n2"))
    assert (again.channel, again.title) == (1, "title opened")
    assert len({message.message_id, again.message_id, other.message_id}) == 3
    done = handle(state, receipt(again, Outcome.SENT))
    assert (done.emits, done.state.waiting) == ((), {})


def test_a_state_survives_being_written_down() -> None:
    state, _ = sent(ContactState(), alert())
    assert msgspec.json.decode(msgspec.json.encode(state), type=ContactState) == state
