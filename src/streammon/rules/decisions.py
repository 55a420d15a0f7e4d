"""What a person decides about an incident, and what becomes of it. Who may decide what is for the doors to say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec

from streammon.model.action import Decision, Verb
from streammon.model.incident import ENDED, MENDED, UNTOLD, Incident, State, Transition, openings

WAITING = UNTOLD | {State.ALERTED, State.ACKNOWLEDGED, State.CLAIMED}
"""The fix window is open, and something is still to be done."""

HELD = WAITING | {State.OVERDUE}
"""Held against the unit."""

Change = dict[str, object]
"""Fields of an incident with their new values."""

_NOTHING_ASKED: Change = {"appeal": "", "wanted_until": None, "attachment": ""}


def decided(incident: Incident, decision: Decision, deadline: Callable[[datetime], datetime]) -> Incident | None:
    """Return the incident after `decision`; None where that means nothing, such as what was decided before.

    `deadline` returns the end of the fix window of something found at a moment.
    """
    why = f"{decision.verb} {decision.action_id}"
    if any(transition.why == why for transition in incident.history):
        return None
    change = _change(incident, decision, deadline)
    if not change:
        return None
    changed = msgspec.structs.replace(incident, **change)
    entered = Transition(
        at=decision.at,
        state=changed.state,
        why=why,
        deadline=changed.deadline,
        by=decision.by,
        reason=decision.reason,
    )
    return msgspec.structs.replace(changed, history=(*incident.history, entered))


def extensions(incident: Incident) -> tuple[Transition, ...]:
    """Return when, by whom and why the deadline was moved since the incident was opened last."""
    granted: list[Transition] = []
    for transition in incident.history:
        if transition.state in MENDED:
            granted = []
        if transition.why.startswith(f"{Verb.EXTEND} "):
            granted.append(transition)
    return tuple(granted)


def _change(incident: Incident, decision: Decision, deadline: Callable[[datetime], datetime]) -> Change:
    state, at = incident.state, decision.at
    if state not in HELD:
        return _looked_at(incident, decision, deadline)
    match decision.verb:
        case Verb.DISMISS:
            return {"state": State.DISMISSED, **_NOTHING_ASKED}
        case Verb.WAIVE:
            return {"state": State.WAIVED, **_NOTHING_ASKED}
        case Verb.ACKNOWLEDGE if state in UNTOLD | {State.ALERTED}:
            return {"state": State.ACKNOWLEDGED, "acknowledged_at": at}
        case Verb.CLAIM:
            # An overdue incident stays overdue: that the unit says so does not turn back the clock.
            return {"state": State.OVERDUE if state is State.OVERDUE else State.CLAIMED, "claimed_at": at}
    return _asked(incident, decision) or _answered(incident, decision)


def _looked_at(incident: Incident, decision: Decision, deadline: Callable[[datetime], datetime]) -> Change:
    """A doubtful problem is one, from now on, or none; so is one that was dismissed. What else has ended is past it."""
    match decision.verb:
        case Verb.CONFIRM if incident.state in {State.REVIEW, State.DISMISSED}:  # a dismissal can be taken back
            opened = State.REOPENED if openings(incident) else State.OPEN
            return {"state": opened, "opened_at": decision.at, "deadline": deadline(decision.at)}
        case Verb.DISMISS if incident.state not in ENDED:
            return {"state": State.DISMISSED, **_NOTHING_ASKED}
    return {}


def _asked(incident: Incident, decision: Decision) -> Change:
    """The unit says why it is no mistake, or asks for time beyond the deadline and says why."""
    attachment = decision.attachment or incident.attachment
    match decision.verb:
        case Verb.APPEAL if decision.reason:
            return {"appeal": decision.reason, "attachment": attachment}
        case Verb.REQUEST if decision.reason and decision.until is not None:
            if decision.until > max(decision.at, incident.deadline):
                return {"wanted_until": decision.until, "attachment": attachment}
    return {}


def _answered(incident: Incident, decision: Decision) -> Change:
    """The supervisor grants time, which leaves an appeal to be answered, or says no to whatever was asked."""
    match decision.verb:
        case Verb.REJECT if incident.appeal or incident.wanted_until:
            return dict(_NOTHING_ASKED)
        case Verb.EXTEND if decision.until is not None and decision.until > decision.at:
            anew: Change = {"deadline": decision.until, "reminded_at": None, "overdue_at": None, "climbed": ()}
            state = State.ACKNOWLEDGED if incident.state is State.OVERDUE else incident.state
            left = incident.attachment if incident.appeal else ""
            return {"state": state, "wanted_until": None, "attachment": left, **anew}
    return {}
