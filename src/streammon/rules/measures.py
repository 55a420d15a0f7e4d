"""The base measures: what one source counts for on its board over a period, and their sum over several sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from streammon.model.inspection import Severity
from streammon.model.rules import GapLimits, Span
from streammon.model.source import Source
from streammon.rules import cadence
from streammon.rules.inputs import Fault, Window
from streammon.rules.silence import ANY, ORIGINAL, silences

RECORDED = (
    *("received", "closed", "overdue", "orders", "returned", "warnings"),
    *("generated", "accepted", "discarded", "pending"),
    *("reports_due", "reports_late", "reports_malformed", "submitted"),
)
"""Measures that are sums of `Day.counts`, under the same names."""

FOLLOWERS = "followers"
"""Of `Day.counts` too, but the last known number, no sum."""

PUBLISHED = ("published", "originals", "reposts", "late", "tasks", "task_reposts")
ASKED = ("due", "surplus", "empty_due", "short_windows", "empty_windows", "sources")
FAULTS = ("vetoes", "severe", "ordinary", "gaps", "original_gaps", "longest_gap")

USUAL = (*PUBLISHED, *ASKED, *RECORDED, FOLLOWERS, *FAULTS)
"""Measures of every board."""

MENDING = ("found", "fixed_in_time", "fixed_late", "open", "repeated")
WATCHING = ("looks", "misses")
NAMED = (*MENDING, *WATCHING)
"""Measures only of boards that name them: on any other, they would only make new revisions of its grades."""

MEASURES = (*USUAL, *NAMED)
"""Every base measure; docs/boards.md says what each of them counts."""

_MEASURE_OF = {Severity.VETO: "vetoes", Severity.SEVERE: "severe", Severity.ORDINARY: "ordinary"}

Counts = dict[str, int]
"""Measures by name, and incidents by rule."""


@dataclass(frozen=True, slots=True)
class Terms:
    """By what a source is measured: the period, the limits of its board, the items to be reposted, and not by whom.

    `named` are those of `NAMED` that the board names.
    """

    span: Span
    limits: GapLimits
    tasks: frozenset[str]
    exempt: Collection[str] = ()
    named: Collection[str] = ()

    def within(self, span: Span) -> Terms:
        """Return the same terms for a part of the period."""
        return replace(self, span=span)


def measured(source: Source | None, windows: Sequence[Window], faults: Sequence[Fault], terms: Terms) -> Counts:
    """Return the base measures of one source over `terms.span`; other days and incidents are passed over.

    A source counts from its first day on, so one that could never be visited has nothing due; so has one that the
    registry has lost (None).
    """
    counts = dict.fromkeys((*USUAL, *terms.named), 0)
    first, last = terms.span.first, terms.span.last
    own = [window for window in windows if first <= window.date <= last]
    _count_windows(counts, own)
    if own:
        counts["sources"] = 1
        _count_tasks(counts, source, own, terms)
        if source is not None and not source.removed:
            _count_due(counts, source.cadence, own, terms.span)
    for fault in faults:
        _count_fault(counts, fault, terms.span)
    _count_silences(counts, own, faults, terms)
    return counts


def summed(parts: Iterable[Counts]) -> Counts:
    """Return the measures of several sources as one: their sums, and the longest gap of all."""
    total = dict.fromkeys(USUAL, 0)
    for part in parts:
        longest = max(total["longest_gap"], part["longest_gap"])
        for name, count in part.items():
            total[name] = total.get(name, 0) + count
        total["longest_gap"] = longest
    return total


def _count_windows(counts: Counts, windows: Iterable[Window]) -> None:
    published = originals = late = 0
    followers_on, followers = date.min, 0
    for window in windows:
        published += window.items
        originals += window.originals
        late += window.late
        for name, count in window.counts:
            if name != FOLLOWERS:
                counts[name] = counts.get(name, 0) + count
            else:
                followers_on, followers = max((window.date, count), (followers_on, followers))
    counts["published"], counts["originals"], counts["late"] = published, originals, late
    counts["reposts"] = published - originals
    counts[FOLLOWERS] = followers


def _count_tasks(counts: Counts, source: Source | None, windows: Iterable[Window], terms: Terms) -> None:
    if not terms.tasks:
        return
    reposted = {task for window in windows if window.tasks for task in window.tasks.split()}
    counts["task_reposts"] = len(reposted & terms.tasks)
    if source is None or source.platform not in terms.exempt:
        counts["tasks"] = len(terms.tasks)


def _count_due(counts: Counts, text: str, windows: Iterable[Window], span: Span) -> None:
    due, asked = _asked(text, span.first, span.last)
    if not due:
        return
    published = counts["published"]
    counts["due"], counts["surplus"], counts["empty_due"] = due, published - due, int(published == 0)
    if len(asked) <= 1:
        items = [published] if asked and asked[0][:2] == (span.first, span.last) else _within(asked, windows)
    else:
        items = _within(asked, windows)
    counts["short_windows"] = sum(number < wanted for number, (_, _, wanted) in zip(items, asked, strict=True))
    counts["empty_windows"] = items.count(0)


def _within(asked: Iterable[tuple[date, date, int]], windows: Iterable[Window]) -> list[int]:
    by_day: Counter[date] = Counter()
    for window in windows:
        by_day[window.date] += window.items
    return [sum(items for day, items in by_day.items() if first <= day <= last) for first, last, _ in asked]


@lru_cache(maxsize=4096)
def _asked(text: str, first: date, last: date) -> tuple[int, list[tuple[date, date, int]]]:
    """Return how many items a cadence asks for, and its windows that lie wholly in the period, with what each asks."""
    rhythm = cadence.parse(text)
    windows = []
    begin, end = rhythm.window(first)
    while end <= last and rhythm.is_asked:
        if begin >= first:
            windows.append((begin, end, rhythm.count))
        begin, end = rhythm.window_after(end)
    return rhythm.due_within(first, last), windows


def _count_fault(counts: Counts, fault: Fault, span: Span) -> None:
    if fault.faultless or not span.first <= fault.opened <= span.last:
        return
    counts[fault.rule] = counts.get(fault.rule, 0) + 1
    if not fault.is_missing and fault.severity in _MEASURE_OF:
        counts[_MEASURE_OF[fault.severity]] += 1
    is_open = fault.fixed is None or fault.fixed > span.last
    end = "open" if is_open else "fixed_in_time" if fault.in_time else "fixed_late"
    for name in ("found", end, "repeated") if fault.repeated else ("found", end):
        if name in counts:
            counts[name] += 1


def _count_silences(counts: Counts, windows: Sequence[Window], faults: Iterable[Fault], terms: Terms) -> None:
    found = silences(windows, faults, terms.limits, terms.span)
    if not found:
        return
    counts["gaps"] = sum(silence.rule == ANY for silence in found)
    counts["original_gaps"] = sum(silence.rule == ORIGINAL for silence in found)
    counts["longest_gap"] = max(silence.days for silence in found)
