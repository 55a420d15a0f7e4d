"""The days of a period without any publication, or without an original one, where that was too long.

That a source was silent too long is told by its gap incidents (`rules/gaps.py`), never by empty days: not seen is not
"not published". When a silence ended is told by the days with publications.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from streammon.model.rules import GapLimits, Span
from streammon.rules.inputs import Fault, Window

ANY, ORIGINAL = "gap/any", "gap/original"

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Silence:
    """Days without a publication, both ends included, cut to the period."""

    first: date
    last: date
    rule: str

    @property
    def days(self) -> int:
        """How many days it lasted in the period."""
        return (self.last - self.first).days + 1


def silences(windows: Sequence[Window], faults: Iterable[Fault], limits: GapLimits, span: Span) -> list[Silence]:
    """Return the silences of one source in a period, in the order of time.

    One that began before the period counts where it came to be too long in it, or where more than the limit of it lies
    in it. `windows` are those of the period.
    """
    found: set[Silence] = set()
    for fault in faults:
        limit = _limit(fault.rule, limits)
        if limit and fault.since and not fault.faultless:
            found |= _of_fault(fault, fault.since, windows, limit, span)
    for window in windows:
        if window.stale:
            found |= _of_stale(window, windows, limits, span)
    return sorted(found)


def class_of(days: int, rule: str, limits: GapLimits) -> int:
    """Return the limit under which a silence of so many days is printed: the greatest that it exceeds."""
    classes = limits.any_classes if rule == ANY else ()
    return max((limit for limit in classes if days > limit), default=_limit(rule, limits))


def _of_fault(fault: Fault, since: date, windows: Sequence[Window], limit: int, span: Span) -> set[Silence]:
    days = _published_on(windows, fault.rule)
    first = since if since >= span.first and since not in days else since + _DAY
    ended = fault.fixed - _DAY if fault.fixed and fault.fixed > since else span.last
    last = min((day - _DAY for day in days if day > since), default=ended)
    cut = Silence(max(first, span.first), min(last, span.last), fault.rule)
    too_long_on = first + limit * _DAY
    counts = cut.days > limit or span.first <= too_long_on <= cut.last
    return {cut} if counts and cut.days > 0 else set()


def _of_stale(window: Window, windows: Sequence[Window], limits: GapLimits, span: Span) -> set[Silence]:
    """The source was silent too long already when the window of that day was opened: mostly since an earlier period."""
    found = set()
    rules = (ANY, ORIGINAL) if window.stale == ANY else (window.stale,)
    for rule in rules:
        days = _published_on(windows, rule)
        before = max((day + _DAY for day in days if day < window.date), default=span.first)
        after = min((day - _DAY for day in days if day >= window.date), default=span.last)
        silence, limit = Silence(before, after, rule), _limit(rule, limits)
        if limit and silence.days > limit:
            found.add(silence)
    return found


def _published_on(windows: Iterable[Window], rule: str) -> list[date]:
    return [window.date for window in windows if (window.items if rule == ANY else window.originals)]


def _limit(rule: str, limits: GapLimits) -> int:
    return {ANY: limits.any_days, ORIGINAL: limits.original_days}.get(rule, 0)
