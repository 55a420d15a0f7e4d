"""A problem from its first sight to the proof that it is mended."""

from __future__ import annotations

from enum import StrEnum

from streammon.model.base import Event, Instant, Part, digest
from streammon.model.inspection import Finding, Place


class State(StrEnum):
    """Where an incident stands."""

    OPEN = "open"
    ALERTED = "alerted"
    OVERDUE = "overdue"
    FIXED = "fixed"


class Transition(Part, frozen=True, kw_only=True):
    """When the incident entered a state, and what made it so."""

    at: Instant
    state: State
    why: str


def incident_id(subject_id: str, rule: str, evidence: str) -> str:
    """Return the identity of a problem: the same problem on the same subject is the same incident for ever."""
    return digest("incident", subject_id, rule, evidence)


class Incident(Event, frozen=True, kw_only=True):
    """The incident after its last transition. `deadline` is the close of the last working day of its fix window."""

    incident_id: str
    subject_id: str
    scope: str
    source_id: str
    unit_id: str
    state: State
    finding: Finding
    place: Place
    opened_at: Instant
    deadline: Instant
    alerted_at: Instant | None = None
    reminded_at: Instant | None = None
    overdue_at: Instant | None = None
    fixed_at: Instant | None = None
    history: tuple[Transition, ...] = ()
