"""What a person decides about an incident, and what becomes of it. Who may decide what is for the doors to say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec

from streammon.model.action import Decision, Verb
from streammon.model.incident import ENDED, Incident, State, Transition

WAITING = frozenset({State.OPEN, State.ALERTED, State.ACKNOWLEDGED, State.CLAIMED})
"""The fix window is open, and something is still to be done."""

HELD = WAITING | {State.OVERDUE}
"""Held against the unit."""


def decided(incident: Incident, decision: Decision, deadline: Callable[[datetime], datetime]) -> Incident | None:
    """Return the incident after `decision`; None where that means nothing, such as what was decided before.

    `deadline` returns the end of the fix window of something found at a moment.
    """
    why = f"{decision.verb} {decision.action_id}"
    if any(transition.why == why for transition in incident.history):
        return None
    changed = _changed(incident, decision, deadline)
    if changed is None:
        return None
    entered = Transition(
        at=decision.at,
        state=changed.state,
        why=why,
        deadline=changed.deadline,
        by=decision.by,
        reason=decision.reason,
    )
    return msgspec.structs.replace(changed, history=(*incident.history, entered))


def extensions(incident: Incident) -> int:
    """Return how often the deadline was moved since the incident was opened last."""
    count = 0
    for transition in incident.history:
        if transition.state is State.FIXED:
            count = 0
        count += transition.why.startswith(f"{Verb.EXTEND} ")
    return count


def _changed(incident: Incident, decision: Decision, deadline: Callable[[datetime], datetime]) -> Incident | None:
    state, at = incident.state, decision.at
    change: dict[str, object] = {}
    match decision.verb:
        case Verb.CONFIRM if state is State.REVIEW:
            change = {"state": State.OPEN, "opened_at": at, "deadline": deadline(at)}
        case Verb.DISMISS if state not in ENDED:
            change = {"state": State.DISMISSED, "appeal": ""}
        case Verb.WAIVE if state in HELD:
            change = {"state": State.WAIVED, "appeal": ""}
        case Verb.ACKNOWLEDGE if state in {State.OPEN, State.ALERTED}:
            change = {"state": State.ACKNOWLEDGED, "acknowledged_at": at}
        case Verb.CLAIM if state in HELD:
            # An overdue incident stays overdue: that the unit says so does not turn back the clock.
            change = {"state": State.OVERDUE if state is State.OVERDUE else State.CLAIMED, "claimed_at": at}
        case Verb.APPEAL if state in HELD and decision.reason:
            change = {"appeal": decision.reason}
        case Verb.REJECT if incident.appeal:
            change = {"appeal": ""}
        case Verb.EXTEND if state in HELD and decision.until is not None and decision.until > at:
            change = {"deadline": decision.until, "reminded_at": None, "overdue_at": None}
            change["state"] = State.ACKNOWLEDGED if state is State.OVERDUE else state
    return msgspec.structs.replace(incident, **change) if change else None
