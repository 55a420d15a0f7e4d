"""Stories of one subject and its incidents, told in local time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time

from streammon.clock import LOCAL
from streammon.model.action import Action, Told
from streammon.model.alert import Alert, AlertKind, alert_id
from streammon.model.base import Event
from streammon.model.incident import Incident
from streammon.model.inspection import Finding, Inspection, Place, Severity
from streammon.model.poll import PageKind
from streammon.model.rules import Windows
from streammon.model.step import Due, Step
from streammon.model.unit import Unit
from streammon.rules.calendar import WorkingDays
from streammon.rules.incidents import Duty, SubjectState, step
from streammon.rules.ladder import Ladder

WINDOWS = Windows(
    days={Severity.VETO: 1, Severity.SEVERE: 1, Severity.ORDINARY: 3},
    families={"privacy": 2},
    close=time(18, 0),
    remind=1,
)
UNIT = Unit(unit_id="u1", name="县甲局", contact_id="contact-of-u1")
DUTY = Duty(WINDOWS, WorkingDays({}), Ladder({"u1": UNIT}))
PLACE = Place(url="http://gov.test/a", title="通知", kind=PageKind.ARTICLE, host="gov.test", parent="p1")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


def finding(evidence: str = "typo", rule: str = "text/lexicon", severity: Severity = Severity.ORDINARY) -> Finding:
    return Finding(rule=rule, severity=severity, evidence=evidence)


def inspection(
    moment: datetime, *findings: Finding, scope: str = "text", name: str = "", subject: str = "page"
) -> Inspection:
    return Inspection(
        inspection_id=name or f"{subject}-{scope}-{moment.isoformat()}",
        subject_id=subject,
        scope=scope,
        source_id="s1",
        unit_id="u1",
        at=moment,
        place=PLACE,
        findings=findings,
    )


def told(incident: str, moment: datetime, opening: int = 1, kind: AlertKind = AlertKind.OPENED) -> Told:
    return Told(
        action_id=f"told-{incident}-{opening}",
        source_id="s1",
        subject_id="page",
        incident_id=incident,
        alert_id=alert_id(incident, kind, opening),
        contact_id="contact-of-u1",
        message_id="m",
        at=moment,
    )


@dataclass
class Story:
    """Plays events on one subject; `passes` delivers every Due that was asked for, as the kernel would."""

    duty: Duty = DUTY
    state: SubjectState = field(default_factory=SubjectState)
    due: datetime | None = None
    emits: list[Event] = field(default_factory=list)

    def hears(self, event: Inspection | Action | Due, now: datetime) -> Step[SubjectState]:
        done = step(self.state, event, now, self.duty)
        self.state, self.due = done.state, done.due
        self.emits += done.emits
        return done

    def sees(self, moment: str, *findings: Finding, scope: str = "text") -> tuple[Event, ...]:
        return self.hears(inspection(at(moment), *findings, scope=scope), at(moment)).emits

    def is_told(self, moment: str, incident: Incident, opening: int = 1) -> tuple[Event, ...]:
        return self.hears(told(incident.incident_id, at(moment), opening), at(moment)).emits

    def passes(self, until: str) -> list[tuple[datetime, Event]]:
        happened: list[tuple[datetime, Event]] = []
        while self.due is not None and self.due <= at(until):
            moment = self.due
            happened += [(moment, event) for event in self.hears(Due(key="page", at=moment), moment).emits]
            assert self.due is None or self.due > moment, "a Due must not ask for itself again"
        return happened

    @property
    def only(self) -> Incident:
        (incident,) = self.state.incidents.values()
        return incident


def alerts(happened: Sequence[Event]) -> list[AlertKind]:
    return [event.kind for event in happened if isinstance(event, Alert)]
