"""A problem from its first sight to the proof that it is mended: one pure machine per subject.

An inspection says everything that is wrong, so it is compared with what is held: a new problem opens an incident (a
doubtful one waits for a person to look), one that has vanished is fixed, a known one stays, one that returns is opened
again, and one that a person has dismissed or waived stays so. Time that has passed is applied before anything else is,
so a late `Due` and an event that overtakes it lead to the same end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter

import msgspec

from streammon.model.action import Action, Decision, Told, Verb
from streammon.model.alert import AlertKind
from streammon.model.base import Event, Instant, Part
from streammon.model.incident import ENDED, MENDED, UNTOLD, Incident, State, incident_id
from streammon.model.inspection import Finding, Inspection
from streammon.model.rules import Windows
from streammon.model.step import Due, Step
from streammon.model.unit import Rank
from streammon.rules.calendar import WorkingDays
from streammon.rules.decisions import HELD, WAITING, decided
from streammon.rules.fix_window import FixWindow, deadline_of, window_of
from streammon.rules.ladder import Ladder, warnings
from streammon.rules.rechecks import daily, next_look, recheck
from streammon.rules.telling import alert_of, conclude, tell
from streammon.rules.transitions import PAGE_SCOPE, begun, moved, proof_by, seen_by


@dataclass(frozen=True, slots=True)
class Duty:
    """By when a problem must be mended, and who is told when."""

    windows: Windows
    calendar: WorkingDays
    ladder: Ladder


class Looked(Part, frozen=True, kw_only=True):
    """The last moment for which a scope was reconciled, and the inspections of that moment."""

    at: Instant
    ids: tuple[str, ...]


class SubjectState(Part, frozen=True, kw_only=True):
    """What is known of one subject: its incidents by id, fixed ones too (a problem may return), and its last looks.

    `asked_at` is when its page was last asked to be read again; what had been due by then was.
    """

    incidents: dict[str, Incident] = msgspec.field(default_factory=dict)
    looked: dict[str, Looked] = msgspec.field(default_factory=dict)
    asked_at: Instant | None = None


def step(state: SubjectState, event: Inspection | Action | Due, now: datetime, duty: Duty) -> Step[SubjectState]:
    """Return what one event does to the incidents of one subject.

    An inspection counts from the moment of looking (`at`), which may lie before `now`: a page that was mended before
    the deadline is not overdue because the news came late.
    """
    machine = _Machine(state, duty)
    match event:
        case Inspection() if machine.is_news(event):
            machine.pass_time(min(event.at, now))
            machine.reconcile(event)
        case Told():
            machine.told(event)
        case Decision():
            machine.pass_time(min(event.at, now))
            machine.decide(event)
    machine.pass_time(now)
    machine.look_again(now)
    return machine.result()


class _Machine:
    """One step in the making: the state as it is being changed, and what has been emitted so far."""

    def __init__(self, state: SubjectState, duty: Duty) -> None:
        self._duty = duty
        self._incidents = dict(state.incidents)
        self._looked = dict(state.looked)
        self._asked_at = state.asked_at
        self._emits: list[Event] = []

    def is_news(self, inspection: Inspection) -> bool:
        """Say whether `inspection` is neither older than what was reconciled nor the same again."""
        last = self._looked.get(inspection.scope)
        if last is None or inspection.at > last.at:
            return True
        return inspection.at == last.at and inspection.inspection_id not in last.ids

    def reconcile(self, inspection: Inspection) -> None:
        """Make the incidents of the scope those that `inspection` has found; a partial one ends none."""
        found: dict[str, Finding] = {}
        for finding in sorted(
            inspection.findings, key=attrgetter("review")
        ):  # what alarms goes before what is doubtful
            if finding.alarming or finding.doubtful:
                found.setdefault(incident_id(inspection.subject_id, finding.rule, finding.evidence), finding)
        if not inspection.partial:
            for known in tuple(self._incidents.values()):
                if known.scope == inspection.scope and known.incident_id not in found:
                    self._miss(known, inspection)
        for identity, finding in found.items():
            self._meet(identity, finding, inspection)
        last = self._looked.get(inspection.scope)
        earlier = last.ids if last is not None and last.at == inspection.at else ()
        self._looked[inspection.scope] = Looked(at=inspection.at, ids=(*earlier, inspection.inspection_id))

    def _meet(self, identity: str, finding: Finding, inspection: Inspection) -> None:
        """Open what is new, or has returned, or is no longer doubtful; a claim that this look has refuted is over."""
        known = self._incidents.get(identity)
        if known is None or known.state in MENDED or (known.state is State.REVIEW and finding.alarming):
            self._begin(identity, finding, inspection)
        elif known.state in HELD and known.claimed_at is not None and inspection.at > known.claimed_at:
            after = State.ACKNOWLEDGED if known.state is State.CLAIMED else known.state
            refuted = msgspec.structs.replace(known, claimed_at=None)
            self._put(moved(refuted, inspection.at, after, seen_by(inspection)))

    def _miss(self, incident: Incident, inspection: Inspection) -> None:
        """Prove that what is not found is mended or, long after that, that it has stayed so."""
        at, why = inspection.at, seen_by(inspection)
        if incident.state not in ENDED:
            fixed = moved(incident, at, State.FIXED, why, fixed_at=at, proof=proof_by(inspection, incident))
            self._put(fixed)
            if incident.state is not State.REVIEW:
                self._emits += conclude(fixed, AlertKind.FIXED, at)
        elif incident.state is State.FIXED and at >= self._lookback(incident):
            self._put(moved(incident, at, State.CLOSED, why, closed_at=at))

    def decide(self, decision: Decision) -> None:
        """Do what a person has decided, and tell the contact where that changes what is to be done."""
        before = self._incidents.get(decision.incident_id)
        after = decided(before, decision, lambda at: self._deadline(before.finding, at)) if before else None
        if before is None or after is None:
            return
        if decision.verb is Verb.CONFIRM:
            self._tell(after, AlertKind.OPENED, decision.at, Rank.CONTACT)
            return
        self._put(after)
        if after.state in ENDED and before.state is not State.REVIEW:
            self._emits += conclude(after, AlertKind.WITHDRAWN, decision.at)
        elif decision.verb is Verb.CLAIM and after.place.url:  # a list is visited anyway, but not at once
            looked_for = self._sought() if after.scope == PAGE_SCOPE else [after]
            self._emits.append(recheck(looked_for, decision.at))

    def told(self, told: Told) -> None:
        """Note that the contact knows of the present opening; what is overdue or fixed by now stays so."""
        incident = self._incidents.get(told.incident_id)
        if incident is None or incident.alerted_at is not None or told.alert_id != alert_of(incident, AlertKind.OPENED):
            return
        if incident.state in UNTOLD:
            self._put(moved(incident, told.at, State.ALERTED, f"told {told.action_id}", alerted_at=told.at))
        else:
            self._put(msgspec.structs.replace(incident, alerted_at=told.at))

    def pass_time(self, now: datetime) -> None:
        """Remind of what is nearly due, let it climb the ladder, and mark what is overdue at `now`."""
        for incident in tuple(self._running()):
            if incident.deadline <= now:
                at = incident.deadline
                late = moved(incident, at, State.OVERDUE, "deadline", overdue_at=at)
                self._tell(late, AlertKind.OVERDUE, now, Rank.CONTACT, Rank.SUPERVISOR)
            elif ranks := [rank for rank, moment in self._warnings(incident).items() if moment <= now]:
                climbed = tuple(rank for rank in ranks if rank is not Rank.CONTACT)
                reminded_at = now if Rank.CONTACT in ranks else incident.reminded_at
                warned = msgspec.structs.replace(
                    incident, reminded_at=reminded_at, climbed=(*incident.climbed, *climbed)
                )
                self._tell(warned, AlertKind.REMINDER, now, *ranks)

    def look_again(self, now: datetime) -> None:
        """Have the page read again if that is due."""
        due_at = self._next_look()
        if due_at is not None and due_at <= now:
            self._emits.append(recheck(self._sought(), due_at))
            self._asked_at = now

    def result(self) -> Step[SubjectState]:
        """Return the finished step; its `due` is the next warning, deadline or recheck."""
        moments = [moment for moment in [self._next_look()] if moment is not None]
        for incident in self._running():
            moments += [incident.deadline, *self._warnings(incident).values()]
        state = SubjectState(incidents=self._incidents, looked=self._looked, asked_at=self._asked_at)
        return Step(state, tuple(self._emits), min(moments, default=None))

    def _running(self) -> Iterable[Incident]:
        """Yield the incidents whose fix window is still open."""
        return (incident for incident in self._incidents.values() if incident.state in WAITING)

    def _warnings(self, incident: Incident) -> Mapping[Rank, datetime]:
        """Return who is still to be warned before the deadline, and when."""
        return warnings(incident, self._window(incident), self._duty.ladder)

    def _window(self, incident: Incident) -> FixWindow:
        return window_of(incident, self._duty.windows, self._duty.calendar)

    def _next_look(self) -> datetime | None:
        return min(self._next_looks(), default=None)

    def _next_looks(self) -> Iterable[datetime]:
        for incident in self._sought():
            after = max(self._asked_at or incident.opened_at, incident.opened_at)
            if incident.state in HELD:
                yield next_look(self._window(incident), self._warnings(incident).values(), after)
            elif incident.state is State.FIXED:
                yield daily(self._lookback(incident), after)

    def _sought(self) -> list[Incident]:
        """Return the incidents of the page whose end is not settled for good."""
        settled = ENDED - {State.FIXED}
        return [one for one in self._incidents.values() if one.scope == PAGE_SCOPE and one.state not in settled]

    def _lookback(self, incident: Incident) -> datetime:
        return (incident.fixed_at or incident.opened_at) + timedelta(days=self._duty.windows.lookback_days)

    def _begin(self, identity: str, finding: Finding, inspection: Inspection) -> None:
        deadline = self._deadline(finding, inspection.at)
        opened = begun(self._incidents.get(identity), identity, finding, inspection, deadline)
        if finding.alarming:
            self._tell(opened, AlertKind.OPENED, inspection.at, Rank.CONTACT)
        else:
            self._put(opened)

    def _put(self, incident: Incident) -> None:
        self._incidents[incident.incident_id] = incident
        self._emits.append(incident)

    def _tell(self, incident: Incident, kind: AlertKind, at: datetime, *ranks: Rank) -> None:
        """Put `incident`, and tell those on the rungs."""
        informed, alerts = tell(incident, kind, at, ranks, self._duty.ladder)
        self._put(informed)
        self._emits += alerts

    def _deadline(self, finding: Finding, found: datetime) -> datetime:
        return deadline_of(finding, found, self._duty.windows, self._duty.calendar)
