"""Everything that was found wrong with one subject at one moment."""

from __future__ import annotations

from enum import StrEnum

from streammon.model.base import Event, Instant, Part
from streammon.model.poll import PageKind
from streammon.model.proof import Proof


class Severity(StrEnum):
    """How bad a finding is; rules.toml says what follows from it."""

    VETO = "veto"
    SEVERE = "severe"
    ORDINARY = "ordinary"
    HINT = "hint"
    """Nothing to be mended within a window, nothing that counts in a grade."""


class Finding(Part, frozen=True, kw_only=True):
    """One problem.

    `rule` is `family/name` (text/lexicon, privacy/resident-id, page/meta, gap/any, gap/original, gap/quota). `evidence`
    stands for the problem itself and is the same when it is found again: a digest, never a person's number. `start`
    and `end` are characters of the content's text; `snippet` is the text around with every number masked. A gap has
    `since` (the last publication or the begin of the period) and `limit` (a cadence or a number of days).

    `location` says where in the document `start` is, in words (a page, a sheet and cell, a paragraph). `confidence`
    is between 0 and 1; with `review` a person looks before anybody is alarmed.
    """

    rule: str
    severity: Severity
    evidence: str
    start: int = 0
    end: int = 0
    snippet: str = ""
    wrong: str = ""
    right: str = ""
    why: str = ""
    count: int = 1
    since: Instant | None = None
    limit: str = ""
    location: str = ""
    confidence: float = 1.0
    review: bool = False

    @property
    def alarming(self) -> bool:
        """Whether it opens an incident: neither a mere hint, nor one that a person must look at first."""
        return not self.review and self.severity is not Severity.HINT

    @property
    def doubtful(self) -> bool:
        """Whether a person is to say if it is one."""
        return self.review and self.severity is not Severity.HINT


class Place(Part, frozen=True, kw_only=True):
    """Where to look: enough to visit it again and to lead a person there."""

    url: str
    title: str
    kind: PageKind
    host: str
    parent: str = ""


class Inspection(Event, frozen=True, kw_only=True):
    """All findings of one scope on one subject at one moment.

    Scopes are `text` and `date` of a page, `gap` and `column` of a source, `outage` of a host or of our own line.

    Level-triggered: what is not in `findings` is not there any more, unless it is `partial`: part of the subject could
    not be looked at (a file that is locked or broken), so nothing is proved to be mended. `proofs` say of problems that
    were looked for and not found what stands in their place.
    """

    inspection_id: str
    subject_id: str
    scope: str
    source_id: str
    unit_id: str
    at: Instant
    place: Place
    findings: tuple[Finding, ...] = ()
    partial: bool = False
    proofs: tuple[Proof, ...] = ()
