"""Times of publication that cannot be true. A faked one is a veto (国办秘函〔2019〕19号, 弄虚作假)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from streammon.detect.page.look import Look, local_day, problem
from streammon.model.inspection import Finding, Severity
from streammon.words import say

_SLACK = timedelta(days=1)
"""Site systems round, and publish what was approved the day before."""


def find(look: Look) -> Iterator[Finding]:
    """Find times that contradict each other: PubDate, the time shown, the document's date, the moment of looking."""
    page, published = look.page, local_day(look.content.published_at)
    if page.claimed_at and page.shown_at:
        claimed, shown = local_day(page.claimed_at), local_day(page.shown_at)
        if abs(claimed - shown) > _SLACK:
            yield _finding("shown", f"{claimed} {shown}", say("page.time.shown", claimed=claimed, shown=shown))
    if page.dated and local_day(page.dated) - published > _SLACK:
        dated = local_day(page.dated)
        yield _finding("dated", f"{dated} {published}", say("page.time.dated", dated=dated, published=published))
    if published - local_day(look.content.seen_at) > _SLACK:
        seen = local_day(look.content.seen_at)
        yield _finding("future", str(published), say("page.time.future", published=published, seen=seen))


def changed_backwards(before: datetime, now: datetime) -> bool:
    """Return whether a time of publication that was `before` at an earlier look, and is `now`, was moved back."""
    return local_day(before) - local_day(now) > _SLACK


def moved(before: datetime, now: datetime) -> Finding | None:
    """Return the finding on a page whose time of publication was `before` at an earlier look and is `now`."""
    if not changed_backwards(before, now):
        return None
    first, second = local_day(before), local_day(now)
    return _finding("moved", f"{first} {second}", say("page.time.moved", before=first, now=second))


def _finding(kind: str, times: str, why: str) -> Finding:
    evidence = f"{kind} {times}"
    return problem("backdated", Severity.SEVERE, evidence, why, wrong=times, confidence=0.6, review=True)
