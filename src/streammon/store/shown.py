"""What the readers of the views return."""

from __future__ import annotations

from datetime import datetime

from streammon.model.base import Part
from streammon.model.source import Source


class SourceView(Part, frozen=True, kw_only=True):
    """One watched source as it stands.

    `violates_at` is when it comes to be in violation of `violates` (a gap rule) if nothing more is published. `seen_at`
    is the last visit that succeeded; `blind` says that a later one failed, with `reason`.
    """

    source: Source
    last_published_at: datetime | None = None
    violates_at: datetime | None = None
    violates: str = ""
    seen_at: datetime | None = None
    blind: bool = False
    reason: str = ""


class Counters(Part, frozen=True, kw_only=True):
    """How much there is of everything.

    `published` are the contents published in `period`, the newest local month (2023-10) in which something was.
    `violating` sources are past their `violates_at`; blind ones are not counted. `opened`, `alerted`, `overdue` and
    `fixed` are incidents by state; `sent` are the messages that a channel has taken, `unsent` those refused or of
    unknown fate.
    """

    watched: int = 0
    blind: int = 0
    violating: int = 0
    period: str = ""
    published: int = 0
    opened: int = 0
    alerted: int = 0
    overdue: int = 0
    fixed: int = 0
    alerts: int = 0
    sent: int = 0
    unsent: int = 0
