"""The gate between what should be told and whoever is told: a pure machine with one state for the whole site.

What is kept back stays in the state until nothing keeps it back any more; what ends unheard is not told. Whatever is
held of an incident holds all that follows of the same incident, so each contact hears of it in order.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from streammon.model.alert import OVER, Alert, AlertKind
from streammon.model.base import Event
from streammon.model.notice import notice_of
from streammon.model.policy import Policy
from streammon.model.silence import Order, Ruling, Silence, SilenceEnd
from streammon.model.step import Due, Step
from streammon.rules.gate import inhibition
from streammon.rules.gate.brake import brakes, counted, group_of
from streammon.rules.gate.holding import after_end, to_tell
from streammon.rules.gate.silences import ends, silenced
from streammon.rules.gate.state import GateState, Held
from streammon.rules.gate.summons import summons
from streammon.rules.memory import REMEMBERED, younger

LATELY = timedelta(days=2)
"""How long it is remembered what has come. What is published twice has the same time, and routing remembers longer."""

FORGOTTEN = timedelta(days=400)
"""How long an incident stays dropped that does not end: as long as alerts are kept."""

CHECK = timedelta(hours=1)
"""How often at least it is asked whether what is held may pass: alerts.toml may have changed meanwhile."""

AGAIN = timedelta(days=1)
"""How often the operator is told of a pile that nobody has looked at."""


def step(state: GateState, event: Alert | Order | Due, now: datetime, policy: Policy) -> Step[GateState]:
    """Return what one event does to what is kept back."""
    gate = _Gate(state, now, policy)
    match event:
        case Alert():
            gate.weigh(event)
        case Silence():
            gate.silence(event)
        case SilenceEnd():
            gate.end(event)
        case Ruling():
            gate.rule(event)
    gate.pass_time()
    return gate.result()


class _Gate:
    """One step in the making: the state as it is being changed, and what has been emitted so far."""

    def __init__(self, state: GateState, now: datetime, policy: Policy) -> None:
        self._now, self._policy = now, policy
        self._seen = younger(state.seen, now - LATELY)
        self._unheard = younger(state.unheard, now - LATELY)
        self._dropped = younger(state.dropped, now - FORGOTTEN)
        self._held = dict(state.held)
        self._silences, self._outages, self._piles = state.silences, state.outages, state.piles
        self._check_at = state.check_at
        self._emits: list[Event] = []

    def weigh(self, alert: Alert) -> None:
        """Let an alert pass, or keep it back."""
        if alert.alert_id in self._seen:
            return
        self._seen[alert.alert_id] = self._now
        if alert.finding.rule == inhibition.LINE and self._policy.operator:
            alert = msgspec.structs.replace(alert, contact_id=self._policy.operator)
        before, self._outages = self._outages, inhibition.after(self._outages, alert)
        if not self._is_of_no_interest(alert):
            self._place(alert)
        if len(self._outages) < len(before):
            self._lift()

    def silence(self, order: Silence) -> None:
        """Keep back what matches from now on."""
        living = {name: one for name, one in self._silences.items() if one.until > self._now - REMEMBERED}
        self._silences = {order.order_id: order} | living  # one that has been ended stays so

    def end(self, order: SilenceEnd) -> None:
        """End a silence before its time, and tell what it kept back."""
        known = self._silences.get(order.silence_id)
        if known is None or known.until <= self._now:
            return
        self._silences = self._silences | {order.silence_id: msgspec.structs.replace(known, until=self._now)}
        self._lift()

    def rule(self, order: Ruling) -> None:
        """Let a pile pass, as far as nothing else keeps it back, or drop it."""
        group = next((name for name, pile in self._piles.items() if pile.pile_id == order.pile_id), None)
        if group is None:
            return
        self._piles = {name: pile for name, pile in self._piles.items() if name != group}
        for incident_id, held in [(name, held) for name, held in self._held.items() if held.group == group]:
            if not order.release:
                del self._held[incident_id]
                self._dropped[incident_id] = self._now
            elif self._covered(held.alerts[0]):
                self._hold(incident_id, Held(alerts=held.alerts, released=True))
            else:
                self._tell(incident_id, held)

    def pass_time(self) -> None:
        """Let pass what nothing keeps back any more, and tell the operator what the brake holds."""
        if self._check_at is not None and self._check_at <= self._now:
            self._lift()
        for group, pile in tuple(self._piles.items()):
            if self._policy.operator and pile.tell_at is not None and pile.tell_at <= self._now:
                held = [one.alerts[0] for one in self._held.values() if one.group == group]
                per_hour = self._policy.brake.per_hour
                self._emits.append(summons(pile, held, self._policy.operator, per_hour, self._now))
                later = msgspec.structs.replace(pile, tell_at=self._now + AGAIN)
                self._piles = self._piles | {group: later}

    def result(self) -> Step[GateState]:
        """Return the finished step."""
        state = GateState(
            seen=self._seen,
            silences=self._silences,
            outages=self._outages,
            piles=self._piles,
            held=self._held,
            dropped=self._dropped,
            unheard=self._unheard,
            check_at=self._check_at,
        )
        moments = [self._check_at, *(pile.tell_at for pile in self._piles.values())]
        return Step(state, tuple(self._emits), min((at for at in moments if at is not None), default=None))

    def _place(self, alert: Alert) -> None:
        if alert.incident_id in self._held:
            self._join(self._held[alert.incident_id], alert)
        elif self._covered(alert):
            self._hold(alert.incident_id, Held(alerts=(alert,)))
        else:
            self._brake_or_tell(alert.incident_id, Held(alerts=(alert,)))

    def _covered(self, alert: Alert) -> bool:
        policy = self._policy
        return inhibition.inhibited(alert, self._outages.values(), policy.operator) or silenced(
            alert, self._silences.values(), policy.maintenance, self._now
        )

    def _brake_or_tell(self, incident_id: str, held: Held) -> None:
        """Tell what is held, unless there is too much of the same already."""
        opening = next((alert for alert in held.alerts if brakes(alert, self._policy)), None)
        if held.released or opening is None:
            self._tell(incident_id, held)
            return
        self._piles = counted(self._piles, opening, self._now, self._policy.brake.per_hour)
        group = group_of(opening)
        if self._piles[group].pile_id:
            self._held[incident_id] = Held(alerts=held.alerts, group=group)
        else:
            self._tell(incident_id, held)

    def _tell(self, incident_id: str, held: Held) -> None:
        self._held.pop(incident_id, None)
        self._emits += map(notice_of, to_tell(held.alerts))

    def _hold(self, incident_id: str, held: Held) -> None:
        """Keep back until the next end of a silence; the end of an outage asks by itself."""
        self._held[incident_id] = held
        moments = [*ends(self._silences.values(), self._policy.maintenance, self._now), self._now + CHECK]
        self._check_at = min(filter(None, [self._check_at, *moments]))

    def _join(self, held: Held, alert: Alert) -> None:
        """Keep back what follows of an incident of which something is held; its end may leave nothing to be told."""
        alerts = after_end(held.alerts, alert) if alert.kind in OVER else (*held.alerts, alert)
        if alert.kind in OVER and alert not in alerts:
            self._leave_unheard(alert.incident_id)
        if alerts:
            self._held[alert.incident_id] = msgspec.structs.replace(held, alerts=alerts)
            return
        del self._held[alert.incident_id]
        if held.group and not any(one.group == held.group for one in self._held.values()):
            self._piles = {name: pile for name, pile in self._piles.items() if name != held.group}

    def _is_of_no_interest(self, alert: Alert) -> bool:
        """Say whether the alert goes on with something that a person has dropped, or that nobody has heard of."""
        if alert.kind is AlertKind.OPENED:
            self._dropped.pop(alert.incident_id, None)
            self._unheard.pop(alert.incident_id, None)
        elif alert.kind in OVER and alert.incident_id in self._dropped:
            del self._dropped[alert.incident_id]
            self._leave_unheard(alert.incident_id)
        return alert.incident_id in self._dropped or alert.incident_id in self._unheard

    def _leave_unheard(self, incident_id: str) -> None:
        self._unheard.pop(incident_id, None)  # the oldest stand first
        self._unheard[incident_id] = self._now

    def _lift(self) -> None:
        """Ask of everything that is held, but not by the brake, whether it may pass."""
        self._check_at = None
        for incident_id, held in [(name, held) for name, held in self._held.items() if not held.group]:
            if self._covered(held.alerts[0]):
                self._hold(incident_id, held)
            else:
                self._brake_or_tell(incident_id, held)
