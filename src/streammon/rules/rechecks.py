"""When a page is read again because something was wrong on it.

While it is to be mended: at half the window, at the deadline, then daily, and at once when the unit claims that it is
mended. Beside that before anybody is reminded, so that nobody is of what was mended without a word. After it was
mended: some weeks later, to see whether it has stayed so.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from streammon.clock import LOCAL
from streammon.model.base import digest
from streammon.model.incident import Incident
from streammon.model.poll import Poll, Reason
from streammon.model.proof import Sought
from streammon.rules.fix_window import FixWindow

AHEAD = timedelta(hours=1)
"""So long before somebody is told something, the page is read: a slow site has answered by then."""

DAILY = timedelta(days=1)


def next_look(window: FixWindow, warnings: Iterable[datetime], after: datetime) -> datetime:
    """Return the first moment after `after` at which a page with an open incident is to be read.

    `warnings` are the moments before the deadline at which somebody is to be told of it.
    """
    moments = [window.half, *(told - AHEAD for told in (*warnings, window.deadline))]
    return min((moment for moment in moments if moment > after), default=daily(window.deadline, after))


def daily(first: datetime, after: datetime) -> datetime:
    """Return the first of `first` and the moments a whole number of days later that is after `after`."""
    return first if first > after else first + DAILY * ((after - first) // DAILY + 1)


def recheck(incidents: Iterable[Incident], due_at: datetime) -> Poll:
    """Return the visit to the page of `incidents` (one at least), which asks what became of each of them."""
    known = list(incidents)
    place = known[0].place
    return Poll(
        poll_id=digest("recheck", known[0].subject_id, due_at.astimezone(LOCAL).isoformat()),
        source_id=known[0].source_id,
        host=place.host,
        url=place.url,
        kind=place.kind,
        reason=Reason.RECHECK,
        due_at=due_at,
        parent=place.parent,
        title=place.title,
        sought=tuple(_sought(incident) for incident in known),
    )


def _sought(incident: Incident) -> Sought:
    finding = incident.finding
    return Sought(
        incident_id=incident.incident_id,
        evidence=finding.evidence,
        wrong=finding.wrong,
        right=finding.right,
        snippet=finding.snippet,
    )
