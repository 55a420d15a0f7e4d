"""One incident as its contact sees it: the problem, the time that is left, what can be done, what has happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from streammon.clock import LOCAL
from streammon.model.action import Verb
from streammon.model.base import digest
from streammon.model.incident import ENDED, UNTOLD, Incident, State, Transition, openings
from streammon.web.lines import IncidentLine, incident_line
from streammon.web.wording import moment_text, web_address
from streammon.words import say

MORE_TIME = timedelta(days=180)
"""How far behind the deadline a date may lie that a unit asks for."""

ECHOING = "text/"
"""Rules of this family find words: the same ones elsewhere are the same mistake."""

ECHOES_LISTED = 20


@dataclass(frozen=True)
class Sheet:
    """What the page shows.

    `left` are seconds until the deadline, `times` how often the problem was found. `after` is what stands on the page
    now in its place, cut in three around the right words. It is `waiting` for a look that was asked for, or `refuted`
    by one that has found the problem still there. `here` are title and address of the unit's other places of the same
    problem, `elsewhere` how many other units have. `mark` is the same when all of this is.
    """

    incident: Incident
    line: IncidentLine
    tone: str
    left: int
    times: int
    after: tuple[str, str, str] | None
    waiting: bool
    refuted: bool
    may: frozenset[Verb]
    here: list[tuple[str, str]]
    elsewhere: int
    steps: list[tuple[str, str, str]]
    first_day: str
    last_day: str
    mark: str


def sheet(incident: Incident, echoes: Sequence[Incident], units: Mapping[str, str], now: datetime) -> Sheet:
    """Return what is shown of `incident` at `now`; `echoes` are the others with the same problem."""
    line = incident_line(incident, units, now)
    known = [echo for echo in echoes if echo.state is not State.REVIEW]
    own = [echo.place for echo in known if echo.unit_id == incident.unit_id]
    deadline = incident.deadline.astimezone(LOCAL)
    return Sheet(
        incident=incident,
        line=line,
        tone="done" if incident.state in ENDED else line.tone,
        left=max(int((incident.deadline - now).total_seconds()), 0),
        times=openings(incident),
        after=_after(incident),
        waiting=incident.claimed_at is not None and incident.state not in ENDED,
        refuted=_refuted(incident),
        may=_may(incident),
        here=[(place.title or place.url, web_address(place.url)) for place in own[:ECHOES_LISTED]],
        elsewhere=len(known) - len(own),
        steps=[(moment_text(step.at, now), _happened(step), step.reason) for step in reversed(incident.history)],
        first_day=(deadline + timedelta(days=1)).date().isoformat(),
        last_day=(deadline + MORE_TIME).date().isoformat(),
        mark=digest(msgspec.json.encode([incident, [echo.incident_id for echo in known]]).decode()),
    )


def _after(incident: Incident) -> tuple[str, str, str] | None:
    if incident.proof is None or not incident.proof.after:
        return None
    right, text = incident.finding.right, incident.proof.after
    return text.partition(right) if right else (text, "", "")


def _may(incident: Incident) -> frozenset[Verb]:
    """Return what the unit can do now."""
    if incident.state in ENDED or incident.state is State.REVIEW:
        return frozenset()
    unseen = {Verb.ACKNOWLEDGE} if incident.state in UNTOLD | {State.ALERTED} else set()
    unclaimed = {Verb.CLAIM} if incident.claimed_at is None else set()
    unanswered = set() if incident.appeal else {Verb.APPEAL}
    unasked = set() if incident.wanted_until else {Verb.REQUEST}
    return frozenset(unseen | unclaimed | unanswered | unasked)


def _refuted(incident: Incident) -> bool:
    last = incident.history[-1] if incident.history else None
    return last is not None and _is_refutation(last)


def _is_refutation(step: Transition) -> bool:
    """Say whether a look came after a claim and found the problem still there: any other look opens, or ends."""
    return step.why.startswith("inspection ") and step.state in {State.ACKNOWLEDGED, State.OVERDUE}


def _happened(step: Transition) -> str:
    """Return what a person did, or else the state that was entered."""
    did = step.why.partition(" ")[0]
    if did in set(Verb):
        return say(f"web.did.{did}")
    if _is_refutation(step):
        return say("web.did.refuted")
    return say("web.did.found") if step.state is State.OPEN else say(f"web.state.{step.state}")
