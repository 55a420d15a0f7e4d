"""A bad word list: ten thousand incidents at once, through incidents, gate and routing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta

import pytest
from gate_stories import ruling
from incident_stories import PLACE, WINDOWS

from streammon.clock import LOCAL
from streammon.model.alert import Alert
from streammon.model.base import Event
from streammon.model.inspection import Finding, Inspection, Severity
from streammon.model.message import Message, Words
from streammon.model.notice import Notice, Summons
from streammon.model.policy import Brake, Lane, Policy
from streammon.model.silence import Order
from streammon.model.step import Due
from streammon.model.unit import Contact, Unit
from streammon.rules.calendar import WorkingDays
from streammon.rules.gate import GateState, Pile
from streammon.rules.gate import step as gate_step
from streammon.rules.incidents import Duty, SubjectState
from streammon.rules.incidents import step as incident_step
from streammon.rules.ladder import Ladder
from streammon.rules.routing import ContactState, Manner
from streammon.rules.routing import step as route_step

CONTACTS, INCIDENTS, PER_HOUR, DAILY = 200, 10_000, 200, 2
MORNING = datetime(2023, 10, 11, 9, 0, tzinfo=LOCAL)
POLICY = Policy(lanes={"all": Lane(wait=300, quiet=True, daily=DAILY)}, operator="c0", brake=Brake(per_hour=PER_HOUR))
CALENDAR = WorkingDays({})
UNITS = {f"u{n}": Unit(unit_id=f"u{n}", name="局", contact_id=f"c{n}") for n in range(CONTACTS)}
DUTY = Duty(WINDOWS, CALENDAR, Ladder(UNITS))


def words(alerts: Sequence[Alert]) -> Words:
    return Words(title=str(len(alerts)), body=" ".join(alert.incident_id for alert in alerts))


MANNER = Manner(POLICY, CALENDAR.is_working, words)


class County:
    """The three machines, one behind the other."""

    def __init__(self) -> None:
        self.now = MORNING
        self.subjects: dict[str, SubjectState] = {}
        self.gate, self.gate_due = GateState(), None
        self.contacts: dict[str, ContactState] = {}
        self.dues: dict[str, datetime] = {}
        self.messages: list[Message] = []

    def looks(self, *, wrong: bool) -> None:
        """Look at every page: with the bad word list, or with the one that was mended."""
        finding = Finding(rule="text/lexicon", severity=Severity.ORDINARY, evidence="e", wrong="工做")
        for number in range(INCIDENTS):
            page = Inspection(
                inspection_id=f"{number}-{wrong}",
                subject_id=f"page-{number}",
                scope="text",
                source_id="s1",
                unit_id=f"u{number % CONTACTS}",
                at=self.now,
                place=PLACE,
                findings=(finding,) if wrong else (),
            )
            done = incident_step(self.subjects.get(page.subject_id, SubjectState()), page, self.now, DUTY)
            self.subjects[page.subject_id] = done.state
            self.weigh(*(event for event in done.emits if isinstance(event, Alert)))

    def weigh(self, *events: Alert | Order | Due) -> None:
        for event in events:
            done = gate_step(self.gate, event, self.now, POLICY)
            self.gate, self.gate_due = done.state, done.due
            for notice in done.emits:
                assert isinstance(notice, Notice | Summons)
                self.route(notice.contact_id, notice)

    def route(self, contact_id: str, event: Notice | Summons | Due) -> None:
        contact = Contact(contact_id=contact_id, name="某某", phone="", channels=("first://",))
        done = route_step(self.contacts.get(contact_id, ContactState()), event, self.now, contact, MANNER)
        self.contacts[contact_id] = done.state
        self.messages += _messages(done.emits)
        self.dues.pop(contact_id, None)
        if done.due is not None:
            self.dues[contact_id] = done.due

    def passes(self, **time: int) -> None:
        """Let time pass, every Due on the way."""
        until = self.now + timedelta(**time)
        while moments := [at for at in (self.gate_due, *self.dues.values()) if at is not None and at <= until]:
            self.now = min(moments)
            if self.gate_due == self.now:
                self.weigh(Due(key="gate", at=self.now))
            for contact_id in [name for name, at in self.dues.items() if at == self.now]:
                self.route(contact_id, Due(key=contact_id, at=self.now))
        self.now = until

    @property
    def pile(self) -> Pile:
        (pile,) = self.gate.piles.values()
        return pile


def _messages(emits: Iterable[Event]) -> Iterator[Message]:
    return (event for event in emits if isinstance(event, Message))


@pytest.fixture(scope="module")
def flooded() -> County:
    county = County()
    county.looks(wrong=True)
    county.passes(minutes=10)
    return county


def copy_of(county: County) -> County:
    twin = County()
    vars(twin).update({name: value.copy() if hasattr(value, "copy") else value for name, value in vars(county).items()})
    return twin


def test_the_brake_lets_a_number_pass_and_holds_the_rest_for_a_person(flooded: County) -> None:
    told = [message for message in flooded.messages if message.alerts]
    (summons,) = [message for message in flooded.messages if not message.alerts]
    assert sum(len(message.alerts) for message in told) == PER_HOUR
    assert len(flooded.gate.held) == INCIDENTS - PER_HOUR
    assert f"{INCIDENTS - PER_HOUR} 条" in summons.body
    assert summons.contact_id == "c0"


def test_what_a_person_releases_becomes_digests_within_the_caps(flooded: County) -> None:
    county = copy_of(flooded)
    county.weigh(ruling(county.pile.pile_id, release=True))
    county.passes(days=3)
    told = [message for message in county.messages if message.alerts]
    assert len({ref.incident_id for message in told for ref in message.alerts}) == INCIDENTS
    assert sum(len(message.alerts) for message in told) == INCIDENTS
    a_day = Counter((message.contact_id, message.at.astimezone(LOCAL).date()) for message in told)
    assert len({contact for contact, _ in a_day}) == CONTACTS
    assert max(a_day.values()) <= DAILY
    assert all(POLICY.opens <= message.at.astimezone(LOCAL).time() < time(21) for message in told)
    assert county.gate.held == {}


def test_when_the_list_is_mended_nobody_hears_of_what_was_held(flooded: County) -> None:
    county = copy_of(flooded)
    known = {ref.incident_id for message in county.messages for ref in message.alerts}
    county.passes(minutes=30)
    county.looks(wrong=False)
    assert (county.gate.held, county.gate.piles, county.gate_due) == ({}, {}, None)
    before = len(county.messages)
    county.passes(days=3)
    later = [ref.incident_id for message in county.messages[before:] for ref in message.alerts]
    assert sorted(later) == sorted(known), "who had heard of it hears of the end, and nobody else"
