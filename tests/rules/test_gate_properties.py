"""Whatever comes in whatever order: nothing is lost, nothing is told twice, and no end without its beginning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import time

from gate_stories import Gate, alert, ending, ruling, silence
from hypothesis import given, settings
from hypothesis import strategies as st

from streammon.model.alert import OVER, Alert, AlertKind
from streammon.model.policy import Brake, Maintenance, Policy
from streammon.model.silence import Matcher, Order
from streammon.rules.gate.machine import LATELY

POLICY = Policy(
    operator="boss",
    brake=Brake(per_hour=2),
    maintenance=(Maintenance(reason="每日维护", rules=("gap",), begins=time(23), ends=time(1)),),
)
RULES = ("text/lexicon", "text/lexicon", "text/lexicon", "text/lexicon", "gap/any", "privacy/mobile")
"""Of each incident; enough of one for the brake."""

OUTAGES = {"site": "outage/site", "line": "outage/line"}
MATCHERS = (Matcher(), Matcher(rules=("text",)), Matcher(source_id="s1", rules=("gap", "privacy")))

moves = st.one_of(
    st.tuples(st.just("next"), st.integers(0, len(RULES) - 1), st.sampled_from(["on", "on", "over"])),
    st.tuples(st.just("next"), st.integers(0, len(RULES) - 1), st.sampled_from(["on", "over"])),
    st.tuples(st.just("outage"), st.sampled_from(sorted(OUTAGES)), st.none()),
    st.tuples(st.just("silence"), st.sampled_from(MATCHERS), st.integers(1, 30)),
    st.tuples(st.just("end"), st.integers(0, 3), st.none()),
    st.tuples(st.just("rule"), st.booleans(), st.none()),
    st.tuples(st.just("wait"), st.integers(0, 20), st.none()),
)
brief = settings(max_examples=150, deadline=None)


@dataclass
class Play:
    """A gate, and what was sent to it: incidents go through their lives as the machine of incidents would have them."""

    times: int = 1
    gate: Gate = field(default_factory=lambda: Gate(POLICY))
    sent: list[Alert] = field(default_factory=list)
    openings: dict[str, int] = field(default_factory=dict)
    last: dict[str, AlertKind] = field(default_factory=dict)
    silences: int = 0
    hours: int = 0
    dropped: set[str] = field(default_factory=set)
    """Incidents of which a person has ever dropped something."""

    def move(self, name: str, what: object, more: object) -> None:
        match name, what, more:
            case "next", int(), _:
                self.next(f"i{what}", RULES[what], over=more == "over")
            case "outage", str(), _:
                self.next(what, OUTAGES[what], over=self.last.get(what) is AlertKind.OPENED)
            case "silence", Matcher(), int():
                self.silences += 1
                self.hears(silence(f"q{self.silences}", what, starts=self.hours, hours=self.hours + more))
            case "end", int(), _:
                self.hears(ending(f"q{what}"))
            case "rule", bool(), _:
                self.rule(release=what)
            case "wait", int(), _:
                self.hours += what
                self.gate.at(hours=self.hours)

    def hears(self, event: Alert | Order) -> None:
        for _ in range(self.times):
            self.gate.hears(event)

    def next(self, incident: str, rule: str, *, over: bool) -> None:
        """Open the incident, go on with it, or end it; a head of unit hears of what is overdue, and of its end."""
        last = self.last.get(incident)
        if last is None or last in OVER:
            self.openings[incident] = self.openings.get(incident, 0) + 1
            self.send(incident, AlertKind.OPENED, rule, "c1")
        elif over:
            kind = AlertKind.FIXED if len(self.sent) % 2 else AlertKind.WITHDRAWN
            for contact in ("c1", "head") if last is AlertKind.OVERDUE else ("c1",):
                self.send(incident, kind, rule, contact)
        elif last is AlertKind.OPENED:
            self.send(incident, AlertKind.REMINDER, rule, "c1")
        elif last is AlertKind.REMINDER:
            self.send(incident, AlertKind.OVERDUE, rule, "c1")
            self.send(incident, AlertKind.OVERDUE, rule, "head")

    def send(self, incident: str, kind: AlertKind, rule: str, contact: str) -> None:
        host = "gov.test" if rule != "privacy/mobile" else "other.test"
        event = alert(incident, kind, rule=rule, contact=contact, host=host, opening=self.openings[incident])
        self.last[incident] = kind
        self.sent.append(event)
        self.hears(event)

    def rule(self, *, release: bool) -> None:
        """Decide about every pile that there is."""
        piles = {group: pile.pile_id for group, pile in self.gate.state.piles.items() if pile.pile_id}
        if not release:
            self.dropped |= {name for name, held in self.gate.state.held.items() if held.group in piles}
        for pile_id in piles.values():
            self.hears(ruling(pile_id, release=release))

    def settle(self) -> None:
        """End all that keeps anything back."""
        for incident, rule in OUTAGES.items():
            if self.last.get(incident) is AlertKind.OPENED:
                self.next(incident, rule, over=True)
        for hours in (60, 3, 3):
            self.hours += hours
            self.gate.at(hours=self.hours)
            self.rule(release=True)
        assert self.gate.state.held == {}


def played(moves: Sequence[tuple[str, object, object]], times: int = 1) -> Play:
    play = Play(times)
    for move in moves:
        play.move(*move)
    return play


def lives(play: Play) -> Iterator[list[Alert]]:
    """Yield the alerts of each opening of each incident, save those of which a person has dropped something."""
    found: dict[str, list[list[Alert]]] = {}
    for one in play.sent:
        if one.kind is AlertKind.OPENED:
            found.setdefault(one.incident_id, []).append([])
        found[one.incident_id][-1].append(one)
    for incident, openings in found.items():
        if incident not in play.dropped:
            yield from openings


@brief
@given(st.lists(moves, max_size=40))
def test_in_the_end_everything_is_told_that_is_still_so(moves: list[tuple[str, object, object]]) -> None:
    play = played(moves)
    play.settle()
    for life in lives(play):
        ids = [one.alert_id for one in life]
        told = [identity for identity in play.gate.passed if identity in ids]
        assert told == sorted(set(told), key=ids.index), "in order, and nothing twice"
        ends = [one.alert_id for one in life if one.kind in OVER]
        if ends:
            assert told == [] or (told[0] == ids[0] and told[-len(ends) :] == ends), "both ends of it, or neither"
        else:
            last = {one.contact_id: one.alert_id for one in life}
            assert {ids[0], *last.values()} <= set(told), "that it is still so, and how it stands"


@brief
@given(st.lists(moves, max_size=40))
def test_duplicates_change_nothing(moves: list[tuple[str, object, object]]) -> None:
    once, twice = played(moves), played(moves, times=2)
    assert twice.gate.told == once.gate.told
    assert twice.gate.state == once.gate.state
    before = list(once.gate.told)
    lately = {name for name, at in once.gate.state.seen.items() if at > once.gate.now - LATELY}
    once.gate.hears(*(one for one in once.sent if one.alert_id in lately))
    assert once.gate.told == before


@brief
@given(st.lists(moves, max_size=40))
def test_what_is_dropped_is_told_no_more(moves: list[tuple[str, object, object]]) -> None:
    play = played(moves)
    gone = {name for name, held in play.gate.state.held.items() if held.group}
    before = len(play.gate.told)
    play.rule(release=False)
    for incident in gone:
        rule = RULES[int(incident[1:])]
        while play.last[incident] not in OVER:
            play.next(incident, rule, over=play.last[incident] is AlertKind.OVERDUE)
    play.gate.at(hours=play.hours + 60)
    later = [line for line in play.gate.told[before:] if line.rpartition(" ")[2] in gone]
    assert later == []
