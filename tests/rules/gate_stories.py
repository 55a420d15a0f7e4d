"""The gate as it is played: what comes, what time passes, and who is told what."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from streammon.clock import LOCAL
from streammon.model.alert import Alert, AlertKind, alert_id
from streammon.model.inspection import Finding, Place, Severity
from streammon.model.notice import Notice, Summons
from streammon.model.policy import Policy
from streammon.model.poll import PageKind
from streammon.model.silence import Matcher, Order, Ruling, Silence, SilenceEnd
from streammon.model.step import Due
from streammon.rules.gate import GateState, Pile, step

NIGHT = datetime(2023, 10, 11, 21, 0, tzinfo=LOCAL)
"""A Wednesday."""

EVERYTHING = Matcher()
PLAIN = Policy()


def alert(
    incident: str,
    kind: AlertKind = AlertKind.OPENED,
    *,
    contact: str = "c1",
    rule: str = "text/lexicon",
    wrong: str = "",
    unit: str = "u1",
    source: str = "s1",
    host: str = "gov.test",
    opening: int = 1,
) -> Alert:
    return Alert(
        alert_id=alert_id(incident, kind, opening) + contact,
        kind=kind,
        contact_id=contact,
        unit_id=unit,
        source_id=source,
        subject_id=f"page of {incident}",
        incident_id=incident,
        finding=Finding(rule=rule, severity=Severity.ORDINARY, evidence="e", wrong=wrong),
        place=Place(url=f"http://{host}/{incident}", title="通知", kind=PageKind.ARTICLE, host=host),
        at=NIGHT,
        deadline=NIGHT + timedelta(days=3),
    )


def silence(name: str, matcher: Matcher = EVERYTHING, *, hours: int, starts: int = 0) -> Silence:
    since, until = NIGHT + timedelta(hours=starts), NIGHT + timedelta(hours=hours)
    return Silence(order_id=name, matcher=matcher, since=since, until=until, reason="搬机房", by="某某", at=NIGHT)


def ending(name: str) -> SilenceEnd:
    return SilenceEnd(order_id=f"end of {name}", silence_id=name, by="某某", at=NIGHT)


def ruling(pile_id: str, *, release: bool) -> Ruling:
    return Ruling(
        order_id=f"{release} {pile_id}", pile_id=pile_id, release=release, reason="看过了", by="某某", at=NIGHT
    )


class Gate:
    """Feeds the machine, its state written down after every step; `at` delivers every Due on the way."""

    def __init__(self, policy: Policy = PLAIN) -> None:
        self.policy, self.state, self.now = policy, GateState(), NIGHT
        self.due: datetime | None = None
        self.told: list[str] = []
        self.passed: list[str] = []
        """The ids of the alerts that have passed."""

    def hears(self, *events: Alert | Order | Due) -> list[str]:
        """Return what is told because of the events: contact, kind and incident, or the words of a summons."""
        before = len(self.told)
        for event in events:
            done = step(self.state, event, self.now, self.policy)
            self.state, self.due = msgspec.json.decode(msgspec.json.encode(done.state), type=GateState), done.due
            self.told += [_said(notice) for notice in done.emits if isinstance(notice, Notice | Summons)]
            self.passed += [notice.notice_id for notice in done.emits if isinstance(notice, Notice)]
        return self.told[before:]

    def after(self, *events: Alert | Order) -> Gate:
        self.hears(*events)
        return self

    def at(self, *, hours: int = 0, minutes: int = 0) -> list[str]:
        """Let time pass until so long after the beginning; return what is told on the way."""
        moment, before = NIGHT + timedelta(hours=hours, minutes=minutes), len(self.told)
        while self.due is not None and self.due <= moment:
            assert self.due > self.now or self.due == moment, "a Due must not ask for itself again"
            self.now = self.due
            self.hears(Due(key="gate", at=self.due))
        self.now = moment
        return self.told[before:]

    @property
    def pile(self) -> Pile:
        (pile,) = [pile for pile in self.state.piles.values() if pile.pile_id]
        return pile


def _said(notice: Notice | Summons) -> str:
    if isinstance(notice, Summons):
        return f"{notice.contact_id} {notice.words.title}\n{notice.words.body}"
    assert notice.notice_id == notice.alert.alert_id
    assert notice.contact_id == notice.alert.contact_id
    return f"{notice.contact_id} {notice.alert.kind} {notice.alert.incident_id}"
