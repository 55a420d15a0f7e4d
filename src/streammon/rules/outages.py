"""A host that does not answer: one pure machine per host, and one for our own line.

How often a host was there is a measure of weeks (`availability`); here is what somebody must hear of while it lasts: a
host of which every look has failed, in several minutes and for some minutes, and that answers no list with anything but
a 5xx. A host that fails is looked at again soon, with growing pauses, and not only when one of its lists is due. While
our own line is down nothing is known of any host, and that is told of the line alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import msgspec

from streammon.clock import LOCAL
from streammon.model.base import Event, Instant, Part, digest
from streammon.model.fetching import Reaching
from streammon.model.inspection import Finding, Inspection, Place, Severity
from streammon.model.poll import PageKind, Poll, Reason
from streammon.model.probe import LINE, LineReport, Probe
from streammon.model.signal import Failure, Watched
from streammon.model.source import Source, SourceKind
from streammon.model.step import Due, Step
from streammon.rules.availability import Watch
from streammon.rules.misses import Misses
from streammon.words import say

OUTAGE_SCOPE = "outage"
"""The scope of a host, and of our own line, that is about whether they can be reached."""

SITE_RULE, LINE_RULE = "outage/site", "outage/line"

LINE_LASTING = timedelta(minutes=1)
"""Our own line is down when it was so in two looks a minute apart: a hiccup is nobody's business."""


class HostState(Part, frozen=True, kw_only=True):
    """What is known of a host: `last` is the newest look in vain, `told` whether it was told to be down.

    `asked_at` is when it was last asked to be looked at again, `told_at` the moment of what was told last. `unit_id` is
    the unit that answers for it: it stays with the one that was named when it first failed. `watch` counts the looks.
    """

    misses: Misses = Misses()
    last: Probe | None = None
    asked_at: Instant | None = None
    told: bool = False
    told_at: Instant | None = None
    unit_id: str = ""
    watch: Watch = Watch()


class LineState(Part, frozen=True, kw_only=True):
    """What is known of our own line; the fields are those of a host."""

    misses: Misses = Misses()
    told: bool = False
    told_at: Instant | None = None


def step(
    state: HostState, event: Probe | Due, now: datetime, reach: Reaching, lists: Callable[[], Sequence[Source]]
) -> Step[HostState]:
    """Return what one look does to what is known of a host, and have it looked at again where that is due.

    `lists` returns the sources of the host, as the registry has them now; the unit of the first answers for the host,
    and one without any is forgotten. Publishes an inspection when the host has gone down or is up again, and of each
    website as a whole, when a day is over, how often it was looked at.
    """
    before, emits = state, list[Event]()
    if isinstance(event, Probe):
        state = _looked(state, event, lists)
        state = msgspec.structs.replace(state, watch=state.watch.looked(event, now))
        emits += _line_reports(before, state, event)
    else:
        state, polls = _looks_again(state, event.at, lists)
        state, watched = _watched(state, max(now, event.at), lists)
        emits += [*polls, *watched]
    last, is_down = state.last, _is_down(before, state, reach)
    if last is not None and is_down != state.told:
        told_at = max(now, state.told_at or now)
        state = msgspec.structs.replace(state, told=is_down, told_at=told_at)
        findings = (_site_finding(last, state.misses.seen),) if is_down else ()
        emits.append(_inspection(last.host, state.unit_id, _site_place(last), findings, told_at))
    moments = (state.misses.next_look(state.asked_at), state.watch.tell_at)
    return Step(state, tuple(emits), due=min(filter(None, moments), default=None))


def line_step(state: LineState, report: LineReport, now: datetime, unit_id: str) -> Step[LineState]:
    """Return what one report does to what is known of our own line; `unit_id` is whom its incident is filed under."""
    misses = state.misses.answered(report.at) if report.up else state.misses.missed(report.at)
    state = msgspec.structs.replace(state, misses=misses)
    is_down = misses.lasts(2, LINE_LASTING)
    if is_down == state.told:
        return Step(state)
    told_at = max(now, state.told_at or now)
    state = msgspec.structs.replace(state, told=is_down, told_at=told_at)
    place = Place(url="", title=say("outages.line.title"), kind=PageKind.LIST, host="")
    findings = (_finding(LINE_RULE, LINE, misses.seen, say("outages.line.why")),) if is_down else ()
    return Step(state, (_inspection(LINE, unit_id, place, findings, told_at),))


def _is_down(before: HostState, state: HostState, reach: Reaching) -> bool:
    """Say whether the host is down; once told, only an answer ends it, not that a failure turns out to be our own."""
    is_answered = state.misses.answered_at != before.misses.answered_at
    stays = state.told and state.misses.last is not None and not is_answered
    return stays or state.misses.lasts(reach.tries, timedelta(minutes=reach.minutes))


def _looked(state: HostState, probe: Probe, lists: Callable[[], Sequence[Source]]) -> HostState:
    if probe.failure is Failure.NONE:
        return msgspec.structs.replace(state, misses=state.misses.answered(probe.at))
    misses = state.misses.missed(probe.at, blind=probe.failure is Failure.OFFLINE)
    last = max(filter(None, [state.last, probe]), key=lambda one: (one.at, one.probe_id))
    unit_id = state.unit_id or next((source.unit_id for source in lists()), "")
    return msgspec.structs.replace(state, misses=misses, last=last, unit_id=unit_id)


def _line_reports(before: HostState, state: HostState, probe: Probe) -> Iterator[LineReport]:
    """Tell of each minute without a line, and of the first look after it for which there was one."""
    up = probe.failure is not Failure.OFFLINE
    is_back = before.misses.is_blind and not state.misses.is_blind
    if is_back if up else before.misses.blind != state.misses.blind:
        yield LineReport(report_id=digest("line-report", probe.probe_id), host=probe.host, at=probe.at, up=up)


def _looks_again(
    state: HostState, at: datetime, lists: Callable[[], Sequence[Source]]
) -> tuple[HostState, tuple[Poll, ...]]:
    """Have a host that fails looked at again if that is due at a moment; forget one that has no list any more."""
    next_look = state.misses.next_look(state.asked_at)
    if state.last is None or next_look is None or next_look > at:
        return state, ()
    if sources := lists():
        return msgspec.structs.replace(state, asked_at=at), (_look_again(state.last, sources, at),)
    return msgspec.structs.replace(state, misses=Misses(answered_at=state.misses.answered_at)), ()


def _watched(
    state: HostState, now: datetime, lists: Callable[[], Sequence[Source]]
) -> tuple[HostState, tuple[Watched, ...]]:
    """Tell of the days that are over, if that is due."""
    if state.watch.tell_at is None or state.watch.tell_at > now:
        return state, ()
    sites = [source for source in lists() if source.kind is SourceKind.SITE]
    watch, records = state.watch.told(sites, now)
    return msgspec.structs.replace(state, watch=watch), records


def _look_again(last: Probe, sources: Sequence[Source], at: datetime) -> Poll:
    """Return a look at the list that was missed last or, where the registry has lost it, at the first one."""
    source = next((one for one in sources if one.source_id == last.source_id), sources[0])
    return Poll(
        poll_id=digest("probe", last.host, at.astimezone(UTC).isoformat()),
        source_id=source.source_id,
        host=source.host,
        url=source.url,
        kind=PageKind.LIST,
        reason=Reason.RECHECK,
        due_at=at,
        title=source.name,
    )


def _site_finding(last: Probe, seen: Sequence[datetime]) -> Finding:
    since = f"{seen[0].astimezone(LOCAL):%Y-%m-%d %H:%M}"
    why = say("outages.site.why", since=since, tries=len(seen), reason=last.reason)
    return _finding(SITE_RULE, last.host, seen, why)


def _finding(rule: str, what: str, seen: Sequence[datetime], why: str) -> Finding:
    """Return the problem; its evidence is always the same, so that the next outage is the same incident once more."""
    return Finding(rule=rule, severity=Severity.SEVERE, evidence=digest(rule, what), since=seen[0], why=why)


def _site_place(probe: Probe) -> Place:
    url = urlsplit(probe.url)._replace(path="/", query="", fragment="").geturl()
    return Place(url=url, title=say("outages.site.title", host=probe.host), kind=PageKind.LIST, host=probe.host)


def _inspection(what: str, unit_id: str, place: Place, findings: tuple[Finding, ...], at: datetime) -> Inspection:
    """Return what is to be told of a host or the line, which stands for a source that no board counts."""
    return Inspection(
        inspection_id=digest(what, OUTAGE_SCOPE, str(bool(findings)), at.astimezone(UTC).isoformat()),
        subject_id=digest(OUTAGE_SCOPE, what),
        scope=OUTAGE_SCOPE,
        source_id=what,
        unit_id=unit_id,
        at=at,
        place=place,
        findings=findings,
    )
