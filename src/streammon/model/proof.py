"""What a recheck asks about a problem, and how the page answers once the problem is not found any more."""

from __future__ import annotations

from enum import StrEnum

from streammon.model.base import Part


class Sought(Part, frozen=True, kw_only=True):
    """A problem whose page is read again: what the finding said of it, `snippet` being the masked text around."""

    incident_id: str
    evidence: str
    wrong: str
    right: str
    snippet: str


class Ending(StrEnum):
    """How a problem has vanished from its page."""

    RIGHT = "right"
    """The right words stand in the place of the wrong ones."""
    REMOVED = "removed"
    """The wrong words are gone; the right ones are not there, or nobody can know them."""
    DELETED = "deleted"
    """The whole page is gone."""
    MOVED = "moved"
    """The address leads elsewhere now, to a page on which the place is not found: it may stand on under another one."""


class Proof(Part, frozen=True, kw_only=True):
    """The answer to one `Sought` that was not found. `after` is what stands in its place now, masked."""

    incident_id: str
    ending: Ending
    after: str = ""
