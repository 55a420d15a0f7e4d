"""Columns that have gone quiet: one pure machine per source.

A gap is judged by what a successful visit to the list could see, never by the time that has passed: not seen is not
"not published". So a source that can't be visited gets no new gap, and is judged when it can be visited again; and a
visit whose list names articles that are still to be read is judged when they have been.

Days are local, whole and natural: with a limit of 7 days, a source that published on the 1st is in violation from the
beginning of the 9th.

The same memory shows what no single look can: that the list names nothing any more, that an article was dated back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta

import msgspec

from streammon.clock import LOCAL
from streammon.model.base import Instant, Part, digest
from streammon.model.content import Content, content_id
from streammon.model.day import Day
from streammon.model.inspection import Finding, Inspection, Severity
from streammon.model.poll import PageKind
from streammon.model.rules import GapLimits
from streammon.model.signal import Visit
from streammon.model.source import Source
from streammon.model.step import Due, Step
from streammon.rules import cadence
from streammon.rules.looks import COLUMN_SCOPE, Looks, names_its_date, source_inspection
from streammon.rules.periods import month_before

PATIENCE = timedelta(days=1)
"""How long a judgement waits for an article that the list names: some can never be read."""


class Published(Part, frozen=True, kw_only=True):
    """Content ids of one day, sorted; `originals` are those that are no reposts.

    `undated` are those whose page named no date when it was first read; `moved` are those dated back since, with the
    evidence of the finding. `tasks` are the recommended items that are reposted; `late` are those found long after the
    day that they name.
    """

    contents: tuple[str, ...] = ()
    originals: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    undated: tuple[str, ...] = ()
    moved: dict[str, str] = msgspec.field(default_factory=dict)


class GapState(Part, frozen=True, kw_only=True):
    """What is known of one source.

    `named` holds the ids of the articles that the list names, with the moment when each was first named while it is
    still to be read. `list_read_at` is the last successful visit to the list, `judged_at` the last of them of which
    everything has been read. `days` reaches back as far as a judgement or a grade may still ask. `gaps` is the evidence
    of the findings last published, `month` the first day of the month that was opened last. `blank` is what is wrong
    with a list that names nothing, `blank_told` the evidence of what was last published about it.
    """

    source: Source | None = None
    watched_since: Instant | None = None
    last_any: Instant | None = None
    last_original: Instant | None = None
    list_read_at: Instant | None = None
    judged_at: Instant | None = None
    named: dict[str, Instant | None] = msgspec.field(default_factory=dict)
    days: dict[date, Published] = msgspec.field(default_factory=dict)
    gaps: tuple[str, ...] = ()
    month: date | None = None
    blank: Finding | None = None
    blank_told: str = ""


class Violation(Part, frozen=True, kw_only=True):
    """A gap that is there from the moment `at` on, unless something is published before."""

    rule: str
    since: Instant
    at: Instant
    limit: str

    @property
    def evidence(self) -> str:
        """What stands for this gap, and for no other of the source."""
        return digest(self.rule, _local(self.since).isoformat())


def step(
    state: GapState,
    event: Source | Content | Visit | Due,
    now: datetime,
    limits: Mapping[str, GapLimits],
    looks: Looks,
    graded_from: Callable[[date], date] = month_before,
) -> Step[GapState]:
    """Return what one event does to what we know of one source; `limits` by board.

    `graded_from` returns, for a day, the first day that a grade may still ask for: that of the period before.
    Publishes the findings when they differ from those last published, and each day whose contents have changed.
    """
    dates: tuple[Inspection, ...] = ()
    if state.source and state.source.removed and not isinstance(event, Source):
        return Step(state)
    before = state = _pruned(state, now, graded_from)
    match event:
        case Source():
            state = _registered(state, event, now)
        case Content(kind=PageKind.ARTICLE):
            state, dates = _dated(_published(state, event), event, looks)
        case Visit(kind=PageKind.LIST, ok=True):
            state = _list_read(state, event, looks)
        case Due():
            now = max(now, event.at)
    source = state.source
    if source is None:
        return Step(state, dates)
    state, blank = _blank(state, source, now)
    if source.removed:
        return Step(msgspec.structs.replace(state, gaps=()), (*_findings(state, source, (), now), *blank))
    limit = limits.get(source.board, GapLimits())
    state = _judgeable(_pruned(state, now, graded_from), now)
    foreseen = _foreseen(state, source, limit)
    gaps = tuple(gap for gap in foreseen if state.judged_at is not None and gap.at <= state.judged_at)
    emits = (*_days(before, state, source, foreseen, now), *_findings(state, source, gaps, now), *blank, *dates)
    month = max(_local(now).replace(day=1), state.month or date.min)
    state = msgspec.structs.replace(state, gaps=tuple(gap.evidence for gap in gaps), month=month)
    return Step(state, emits, due=_midnight(_month_after(month)))


def _registered(state: GapState, source: Source, now: datetime) -> GapState:
    """A source is watched from the first time that the registry names it; a removed one is forgotten."""
    if source.removed:
        return GapState(source=source, gaps=state.gaps, blank_told=state.blank_told)
    if state.source is None or state.source.removed:
        return msgspec.structs.replace(state, source=source, watched_since=now)
    return msgspec.structs.replace(state, source=source)


def _published(state: GapState, content: Content) -> GapState:
    """Count an article the first time that it is seen. None is published later than it was seen, whatever it says."""
    own = content.content_id
    if own in state.named:
        state = msgspec.structs.replace(state, named={**state.named, own: None})
    if content.gone or own in _counted(state):
        return state
    at = min(content.published_at, content.seen_at)
    day = state.days.get(_local(at), Published())
    day = Published(
        contents=tuple(sorted((*day.contents, own))),
        originals=tuple(sorted((*day.originals, own))) if content.original else day.originals,
        tasks=tuple(sorted({*day.tasks, content.task_id})) if content.task_id else day.tasks,
        late=tuple(sorted((*day.late, own))) if _late(state, at, content) else day.late,
        undated=day.undated if names_its_date(content) else tuple(sorted((*day.undated, own))),
        moved=day.moved,
    )
    return msgspec.structs.replace(
        state,
        last_any=max(at, state.last_any or at),
        last_original=max(at, state.last_original or at) if content.original else state.last_original,
        days={**state.days, _local(at): day},
    )


def _late(state: GapState, at: datetime, content: Content) -> bool:
    """Say whether an item of a day that was watched came to be seen only when the next day was over too."""
    watched = state.watched_since is not None and state.watched_since <= at
    return watched and _local(content.seen_at) > _local(at) + timedelta(days=1)


def _counted(state: GapState) -> set[str]:
    return {own for day in state.days.values() for own in day.contents}


def _dated(state: GapState, content: Content, looks: Looks) -> tuple[GapState, tuple[Inspection, ...]]:
    """Compare the date that an article names with its first one, and tell of it if that has not been said before.

    Only what the page itself has named is compared. The first date stands: one that is put right again is mended.
    """
    own = content.content_id
    on = next((on for on, day in state.days.items() if own in day.contents), None)
    if on is None or own in state.days[on].undated or not (content.gone or names_its_date(content)):
        return state, ()
    day = state.days[on]
    finding = None if content.gone else looks.moved(_midnight(on), content.published_at)
    if day.moved.get(own, "") == (finding.evidence if finding else ""):
        return state, ()
    moved = {other: evidence for other, evidence in day.moved.items() if other != own}
    day = msgspec.structs.replace(day, moved=moved | ({own: finding.evidence} if finding else {}))
    days = {**state.days, on: day}
    return msgspec.structs.replace(state, days=days), (looks.date_inspection(content, finding),)


def _list_read(state: GapState, visit: Visit, looks: Looks) -> GapState:
    """Note what the list names now, be it nothing; an unchanged one names what it named before."""
    if state.list_read_at is not None and visit.at <= state.list_read_at:
        return state
    state = msgspec.structs.replace(state, list_read_at=visit.at)
    if visit.unchanged:
        return state
    ids = [content_id(visit.source_id, link.url) for link in visit.links if link.kind is PageKind.ARTICLE]
    known = {**dict.fromkeys(_counted(state)), **state.named}
    named = {own: known.get(own, visit.at) for own in ids}
    blank = looks.column(visit, state.last_any is not None or bool(state.named))
    # What was found first stays: by the next visit, nobody remembers what the list named before.
    return msgspec.structs.replace(state, named=named, blank=blank and (state.blank or blank))


def _judgeable(state: GapState, now: datetime) -> GapState:
    """Let the last visit count for a judgement once what it named has been read, or has been waited for in vain."""
    if any(first is not None and now < first + PATIENCE for first in state.named.values()):
        return state
    return msgspec.structs.replace(state, judged_at=state.list_read_at)


def _pruned(state: GapState, now: datetime, graded_from: Callable[[date], date]) -> GapState:
    """Forget the days that neither a quota nor the grade of this period or the last one asks for.

    Kept are the periods of the cadence that hold this day and the one before, and the one of the last publication; but
    nothing from before the month in which watching began.
    """
    if state.source is None or state.watched_since is None or not state.days:
        return state
    today, asked = _local(now), cadence.parse(state.source.cadence)
    first = graded_from(today)
    if asked.is_asked:
        last = min(_local(state.last_any or now), today)
        first = min(first, asked.window_before(today)[0], asked.window(last)[0])
    first = max(first, _local(state.watched_since).replace(day=1))
    if min(state.days) >= first:
        return state
    return msgspec.structs.replace(state, days={on: day for on, day in state.days.items() if on >= first})


def _foreseen(state: GapState, source: Source, limit: GapLimits) -> tuple[Violation, ...]:
    """Return the gaps that are there or will be if nothing more is published; one of each kind that is asked for."""
    began = state.watched_since
    if began is None:
        return ()
    clocks = (
        ("gap/any", limit.any_days, state.last_any or began),
        ("gap/original", limit.original_days, state.last_original or began),
    )
    gaps = [
        Violation(rule=rule, since=since, at=_midnight(_local(since) + timedelta(days=days + 1)), limit=str(days))
        for rule, days, since in clocks
        if days
    ]
    asked = cadence.parse(source.cadence)
    if limit.quota and asked.is_asked:
        first, last = _first_short(state, asked, _local(began))
        at = _midnight(last + timedelta(days=1))
        gaps.append(Violation(rule="gap/quota", since=_midnight(first), at=at, limit=source.cadence))
    return tuple(gaps)


def _first_short(state: GapState, asked: cadence.Cadence, began: date) -> tuple[date, date]:
    """Return the first period, watched from its first day on, that holds too little if nothing more is published.

    That is the period of the last publication or, where enough was published in it, the next one.
    """
    last = max(began, _local(state.last_any)) if state.last_any else began
    window = asked.window(last)
    published = sum(len(day.contents) for on, day in state.days.items() if window[0] <= on <= window[1])
    return asked.window_after(last) if window[0] < began or published >= asked.count else window


def _days(
    before: GapState, state: GapState, source: Source, foreseen: tuple[Violation, ...], now: datetime
) -> Iterator[Day]:
    """Yield each day whose contents have changed, the first of each month that has begun, and today for other news."""
    told = before.days if before.source else {}
    dates = {on for on, day in state.days.items() if day.contents != told.get(on, Published()).contents}
    month = before.month
    while month and (month := _month_after(month)) <= _local(now):
        dates.add(month)
    clocks_moved = (before.last_any, before.last_original) != (state.last_any, state.last_original)
    if before.source != source or (clocks_moved and not dates):
        dates.add(_local(now))
    soonest = min(foreseen, key=lambda gap: gap.at, default=None)
    for on in sorted(dates):
        day = state.days.get(on, Published())
        yield Day(
            day_id=f"{source.source_id}/{on}",
            source_id=source.source_id,
            unit_id=source.unit_id,
            board=source.board,
            date=on,
            at=now,
            contents=day.contents,
            originals=day.originals,
            tasks=day.tasks,
            late=day.late,
            last_published_at=state.last_any,
            violates_at=soonest.at if soonest else None,
            violates=soonest.rule if soonest else "",
        )


def _findings(state: GapState, source: Source, gaps: tuple[Violation, ...], now: datetime) -> tuple[Inspection, ...]:
    """Return the inspection that says which gaps there are, unless the last one has said the same."""
    evidence = tuple(gap.evidence for gap in gaps)
    if evidence == state.gaps:
        return ()
    findings = (
        Finding(rule=gap.rule, severity=Severity.ORDINARY, evidence=gap.evidence, since=gap.since, limit=gap.limit)
        for gap in gaps
    )
    return (source_inspection(source, "gap", tuple(findings), now),)


def _blank(state: GapState, source: Source, now: datetime) -> tuple[GapState, tuple[Inspection, ...]]:
    """Tell whether the list names nothing, unless that has been said before."""
    findings = (state.blank,) if state.blank else ()
    evidence = state.blank.evidence if state.blank else ""
    if evidence == state.blank_told:
        return state, ()
    inspection = source_inspection(source, COLUMN_SCOPE, findings, now)
    return msgspec.structs.replace(state, blank_told=evidence), (inspection,)


def _local(moment: datetime) -> date:
    return moment.astimezone(LOCAL).date()


def _midnight(day: date) -> datetime:
    """Return the moment when `day` begins."""
    return datetime.combine(day, time.min, LOCAL)


def _month_after(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)
