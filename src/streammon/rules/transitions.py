"""How an incident begins, and enters another state: every time with when, why and the deadline then in force."""

from __future__ import annotations

from datetime import datetime

import msgspec

from streammon.model.base import Instant
from streammon.model.incident import Incident, State, Transition, openings
from streammon.model.inspection import Finding, Inspection
from streammon.model.proof import Ending, Proof

PAGE_SCOPE = "text"
"""The scope whose subject is a page that can be read again. A gap needs no recheck: its list is visited anyway."""


def begun(
    before: Incident | None, identity: str, finding: Finding, inspection: Inspection, deadline: datetime
) -> Incident:
    """Return an incident of `finding`, with the history of what it was `before`; what was mended once, is opened again.

    What a person must look at first is not opened, but waits for that.
    """
    is_back = before is not None and openings(before) > 0
    state = State.REVIEW if not finding.alarming else State.REOPENED if is_back else State.OPEN
    incident = Incident(
        incident_id=identity,
        subject_id=inspection.subject_id,
        scope=inspection.scope,
        source_id=inspection.source_id,
        unit_id=inspection.unit_id,
        state=state,
        finding=finding,
        place=inspection.place,
        opened_at=inspection.at,
        deadline=deadline,
        history=before.history if before is not None else (),
    )
    return moved(incident, inspection.at, state, seen_by(inspection))


def moved(incident: Incident, at: datetime, state: State, why: str, **changes: Instant | Proof | None) -> Incident:
    """Return `incident` after it has entered `state`."""
    history = (*incident.history, Transition(at=at, state=state, why=why, deadline=incident.deadline))
    return msgspec.structs.replace(incident, state=state, history=history, **changes)


def seen_by(inspection: Inspection) -> str:
    """Return why a look has moved an incident, as a transition says it."""
    return f"inspection {inspection.inspection_id}"


def proof_by(inspection: Inspection, incident: Incident) -> Proof | None:
    """Return how a look proves an end; one that was not asked has only not found it. Only a page has words."""
    if incident.scope != PAGE_SCOPE:
        return None
    gone = Proof(incident_id=incident.incident_id, ending=Ending.REMOVED)
    return next((proof for proof in inspection.proofs if proof.incident_id == incident.incident_id), gone)
