"""A problem from its first sight to the proof that it is mended."""

from __future__ import annotations

from enum import StrEnum
from itertools import pairwise

from streammon.model.base import Event, Instant, Part, digest
from streammon.model.inspection import Finding, Place
from streammon.model.proof import Proof
from streammon.model.unit import Rank


class State(StrEnum):
    """Where an incident stands.

    That it was appealed, that more time is wanted or was granted, is no state: the problem waits to be mended all the
    same. It is said by `Incident.appeal`, `Incident.wanted_until` and the history.
    """

    REVIEW = "review"
    """Found with too little confidence to alarm anybody: a person is to say whether it is one."""
    OPEN = "open"
    REOPENED = "reopened"
    """A problem that was proved to be mended is back, and nobody was told yet."""
    ALERTED = "alerted"
    ACKNOWLEDGED = "acknowledged"
    CLAIMED = "claimed"
    """The unit says that it is mended; the next look will show."""
    OVERDUE = "overdue"
    FIXED = "fixed"
    """Proved by a look that did not find it any more."""
    CLOSED = "closed"
    """A look some weeks after the fix did not find it either. Should it return even so, it is opened again."""
    DISMISSED = "dismissed"
    """It was no problem, a person has found. It stays so however often it is found again."""
    WAIVED = "waived"
    """A problem that need not be mended, a person has decided. It stays so too."""


UNTOLD = frozenset({State.OPEN, State.REOPENED})
"""To be mended, and nobody knows of it yet."""

MENDED = frozenset({State.FIXED, State.CLOSED})
"""Proved not to be there any more."""

ENDED = MENDED | {State.DISMISSED, State.WAIVED}
"""Nothing is waited for any more."""

FAULTLESS = frozenset({State.REVIEW, State.DISMISSED, State.WAIVED})
"""Not, or not yet, held against the unit."""


class Transition(Part, frozen=True, kw_only=True):
    """When the incident entered a state, what made it so, and the deadline then in force.

    `by` is the person, where it was one, and `reason` what the person said.
    """

    at: Instant
    state: State
    why: str
    deadline: Instant | None = None
    by: str = ""
    reason: str = ""


def incident_id(subject_id: str, rule: str, evidence: str) -> str:
    """Return the identity of a problem: the same problem on the same subject is the same incident for ever."""
    return digest("incident", subject_id, rule, evidence)


class Incident(Event, frozen=True, kw_only=True):
    """The incident after its last transition. `deadline` is the close of the last working day of its fix window.

    `appeal` is what the unit has said against it, and `wanted_until` the time that it has asked for, while nobody has
    answered yet; `attachment` is the file handed in with it. `informed` are the contacts that were told of this opening
    and `climbed` the rungs of the ladder that were told of this deadline. `proof` says how it has ended, where a look
    at its page has shown that: what stood there before is in `finding.snippet`, what stands there now in `proof.after`.
    """

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
    closed_at: Instant | None = None
    acknowledged_at: Instant | None = None
    claimed_at: Instant | None = None
    appeal: str = ""
    wanted_until: Instant | None = None
    attachment: str = ""
    informed: tuple[str, ...] = ()
    climbed: tuple[Rank, ...] = ()
    proof: Proof | None = None
    history: tuple[Transition, ...] = ()


def openings(incident: Incident) -> int:
    """Return how often the incident was opened: once, and again each time that it returned. More than 1 is repeated."""
    untold = [transition.state in UNTOLD for transition in incident.history]
    return sum(now and not before for before, now in pairwise([False, *untold]))
