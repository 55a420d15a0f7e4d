"""A problem from its first sight to the proof that it is mended: one pure machine per subject.

An inspection says everything that is wrong, so it is compared with what is held: a new problem opens an incident (a
doubtful one waits for a person to look), one that has vanished is fixed, a known one stays, and one that a person has
dismissed or waived stays so. Time that has passed is applied before anything else is, so a late `Due`
and an event that overtakes it lead to the same end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from operator import attrgetter

import msgspec

from streammon.clock import LOCAL
from streammon.model.action import Action, Decision, Told, Verb
from streammon.model.alert import Alert, AlertKind, alert_id
from streammon.model.base import Event, Instant, Part, digest
from streammon.model.incident import ENDED, Incident, State, Transition, incident_id, openings
from streammon.model.inspection import Finding, Inspection
from streammon.model.poll import Poll, Reason
from streammon.model.rules import Windows
from streammon.model.step import Due, Step
from streammon.rules.calendar import WorkingDays
from streammon.rules.decisions import HELD, WAITING, decided, extensions

REMINDER_AT = time(9, 0)
"""The local hour of a reminder: when the office opens."""

PAGE_SCOPE = "text"
"""The scope whose subject is a page that can be read again. A gap needs no recheck: its list is visited anyway."""


@dataclass(frozen=True, slots=True)
class Duty:
    """By when a problem must be mended, and who is told: `contact_of` turns a unit id into a contact id."""

    windows: Windows
    calendar: WorkingDays
    contact_of: Callable[[str], str]


class Looked(Part, frozen=True, kw_only=True):
    """The last moment for which a scope was reconciled, and the inspections of that moment."""

    at: Instant
    ids: tuple[str, ...]


class SubjectState(Part, frozen=True, kw_only=True):
    """What is known of one subject: its incidents by id, fixed ones too (a problem may return), and its last looks.

    `recheck_at` is when the page is to be read again; None while nothing on it is open.
    """

    incidents: dict[str, Incident] = msgspec.field(default_factory=dict)
    looked: dict[str, Looked] = msgspec.field(default_factory=dict)
    recheck_at: Instant | None = None


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
    machine.plan_recheck(now)
    return machine.result()


class _Machine:
    """One step in the making: the state as it is being changed, and what has been emitted so far."""

    def __init__(self, state: SubjectState, duty: Duty) -> None:
        self._duty = duty
        self._incidents = dict(state.incidents)
        self._looked = dict(state.looked)
        self._recheck_at = state.recheck_at
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
        for known in tuple(self._unended()):
            if known.scope == inspection.scope and known.incident_id not in found and not inspection.partial:
                self._fix(known, inspection)
        for identity, finding in found.items():
            self._meet(identity, finding, inspection)
        last = self._looked.get(inspection.scope)
        earlier = last.ids if last is not None and last.at == inspection.at else ()
        self._looked[inspection.scope] = Looked(at=inspection.at, ids=(*earlier, inspection.inspection_id))
        if inspection.scope == PAGE_SCOPE:
            self._recheck_at = None  # the page has just been read

    def _meet(self, identity: str, finding: Finding, inspection: Inspection) -> None:
        """Open what is new, or has returned, or is no longer doubtful; a claim that this look has refuted is over."""
        known = self._incidents.get(identity)
        state = known.state if known is not None else State.FIXED
        if known is None or state is State.FIXED or (state is State.REVIEW and finding.alarming):
            self._begin(identity, finding, inspection)
        elif state in HELD and known.claimed_at is not None and inspection.at > known.claimed_at:
            after = State.ACKNOWLEDGED if state is State.CLAIMED else state
            refuted = msgspec.structs.replace(known, claimed_at=None)
            self._put(_moved(refuted, inspection.at, after, f"inspection {inspection.inspection_id}"))

    def decide(self, decision: Decision) -> None:
        """Do what a person has decided, and tell the contact where that changes what is to be done."""
        before = self._incidents.get(decision.incident_id)
        after = decided(before, decision, lambda at: self._deadline(before.finding, at)) if before else None
        if before is None or after is None:
            return
        self._put(after)
        if decision.verb is Verb.CONFIRM:
            self._tell(after, AlertKind.OPENED, decision.at)
        elif after.state in ENDED and before.state is not State.REVIEW:
            self._tell(after, AlertKind.WITHDRAWN, decision.at)
        elif decision.verb is Verb.CLAIM and after.scope == PAGE_SCOPE:
            self._recheck_at = decision.at

    def told(self, told: Told) -> None:
        """Note that the contact knows of the present opening; what is overdue or fixed by now stays so."""
        incident = self._incidents.get(told.incident_id)
        if incident is None or incident.alerted_at is not None or told.alert_id != _alert(incident, AlertKind.OPENED):
            return
        if incident.state is State.OPEN:
            self._put(_moved(incident, told.at, State.ALERTED, f"told {told.action_id}", alerted_at=told.at))
        else:
            self._put(msgspec.structs.replace(incident, alerted_at=told.at))

    def pass_time(self, now: datetime) -> None:
        """Remind of what is nearly due and mark what is overdue at `now`."""
        for incident in tuple(self._running()):
            if incident.deadline <= now:
                overdue_at = incident.deadline
                self._put(_moved(incident, overdue_at, State.OVERDUE, "deadline", overdue_at=overdue_at))
                self._tell(incident, AlertKind.OVERDUE, now)
            elif (reminder := self._reminder(incident)) is not None and reminder <= now:
                self._put(msgspec.structs.replace(incident, reminded_at=now))
                self._tell(incident, AlertKind.REMINDER, now)

    def plan_recheck(self, now: datetime) -> None:
        """Have the page read again every few hours for as long as something on it is open."""
        page = next((one for one in self._incidents.values() if one.state in HELD and one.scope == PAGE_SCOPE), None)
        pause = timedelta(hours=self._duty.windows.recheck_hours)
        if page is None:
            self._recheck_at = None
        elif self._recheck_at is None:
            self._recheck_at = now + pause
        elif self._recheck_at <= now:
            self._emits.append(_recheck(page, self._recheck_at))
            self._recheck_at = now + pause

    def result(self) -> Step[SubjectState]:
        """Return the finished step; its `due` is the next reminder, deadline or recheck."""
        moments = [self._recheck_at]
        for incident in self._running():
            moments += [incident.deadline, self._reminder(incident)]
        state = SubjectState(incidents=self._incidents, looked=self._looked, recheck_at=self._recheck_at)
        return Step(state, tuple(self._emits), min((m for m in moments if m is not None), default=None))

    def _unended(self) -> Iterable[Incident]:
        return (incident for incident in self._incidents.values() if incident.state not in ENDED)

    def _running(self) -> Iterable[Incident]:
        """Yield the incidents whose fix window is still open."""
        return (incident for incident in self._incidents.values() if incident.state in WAITING)

    def _begin(self, identity: str, finding: Finding, inspection: Inspection) -> None:
        before = self._incidents.get(identity)
        opened = Incident(
            incident_id=identity,
            subject_id=inspection.subject_id,
            scope=inspection.scope,
            source_id=inspection.source_id,
            unit_id=inspection.unit_id,
            state=State.OPEN if finding.alarming else State.REVIEW,
            finding=finding,
            place=inspection.place,
            opened_at=inspection.at,
            deadline=self._deadline(finding, inspection.at),
            history=before.history if before is not None else (),
        )
        opened = _moved(opened, inspection.at, opened.state, f"inspection {inspection.inspection_id}")
        self._put(opened)
        if finding.alarming:
            self._tell(opened, AlertKind.OPENED, inspection.at)

    def _fix(self, incident: Incident, inspection: Inspection) -> None:
        why = f"inspection {inspection.inspection_id}"
        self._put(_moved(incident, inspection.at, State.FIXED, why, fixed_at=inspection.at))
        if incident.state is not State.REVIEW:
            self._tell(incident, AlertKind.FIXED, inspection.at)

    def _put(self, incident: Incident) -> None:
        self._incidents[incident.incident_id] = incident
        self._emits.append(incident)

    def _tell(self, incident: Incident, kind: AlertKind, at: datetime) -> None:
        alert = Alert(
            alert_id=_alert(incident, kind),
            kind=kind,
            contact_id=self._duty.contact_of(incident.unit_id),
            unit_id=incident.unit_id,
            source_id=incident.source_id,
            subject_id=incident.subject_id,
            incident_id=incident.incident_id,
            finding=incident.finding,
            place=incident.place,
            at=at,
            deadline=incident.deadline,
        )
        self._emits.append(alert)

    def _deadline(self, finding: Finding, found: datetime) -> datetime:
        windows = self._duty.windows
        family, _, _ = finding.rule.partition("/")
        days = windows.families[family] if family in windows.families else windows.days[finding.severity]
        return self._duty.calendar.deadline(found, days, windows.close)

    def _reminder(self, incident: Incident) -> datetime | None:
        """Return when to remind: some working days ahead, or (in a short window) on the deadline's own day.

        None when the reminder has gone out, or when the window ends on the day on which it began.
        """
        if incident.reminded_at is not None:
            return None
        opened, last = (moment.astimezone(LOCAL).date() for moment in (incident.opened_at, incident.deadline))
        ahead = self._duty.calendar.before(last, self._duty.windows.remind)
        day = ahead if ahead > opened else last
        return datetime.combine(day, REMINDER_AT, LOCAL) if day > opened else None


def _moved(incident: Incident, at: datetime, state: State, why: str, **changes: Instant) -> Incident:
    """Return `incident` after it has entered `state`."""
    history = (*incident.history, Transition(at=at, state=state, why=why, deadline=incident.deadline))
    return msgspec.structs.replace(incident, state=state, history=history, **changes)


def _alert(incident: Incident, kind: AlertKind) -> str:
    """Return the id of the alert of `kind` for the present opening and deadline, which are counted in the history."""
    about_the_deadline = kind in {AlertKind.REMINDER, AlertKind.OVERDUE}
    return alert_id(incident.incident_id, kind, openings(incident), extensions(incident) if about_the_deadline else 0)


def _recheck(incident: Incident, due_at: datetime) -> Poll:
    place = incident.place
    return Poll(
        poll_id=digest("recheck", incident.subject_id, due_at.astimezone(LOCAL).isoformat()),
        source_id=incident.source_id,
        host=place.host,
        url=place.url,
        kind=place.kind,
        reason=Reason.RECHECK,
        due_at=due_at,
        parent=place.parent,
        title=place.title,
    )
