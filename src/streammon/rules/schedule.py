"""When which page is visited: one pure machine per source.

The list is visited in a rhythm of its own, whose beat differs from source to source, so that a start never sends all
visits at once; a source that is new is looked at within the hour. What a list or an article names for the first time
is visited at once, and again with growing pauses until a visit has succeeded: only then has the page been seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import msgspec

from streammon.model.base import Instant, Part, digest
from streammon.model.poll import PageKind, Poll, Reason
from streammon.model.signal import Link, Visit
from streammon.model.source import VISITED, Source
from streammon.model.step import Due, Step

LONGEST_PAUSE = timedelta(days=1)
"""A page that can't be visited is tried at least this often, and one whose visit was never heard of after as long."""

FIRST_LOOK = 3_600
"""A new source is looked at within so many seconds, before its rhythm begins."""

GIVE_UP = 10
"""After so many tries a page that the list names no longer is forgotten."""

_MOST_DOUBLINGS = 20
"""A second doubled so often is longer than the longest pause."""


class Wanted(Part, frozen=True, kw_only=True):
    """A page that was named and not yet seen: as it was named, by which page, and when it is tried next.

    `asked_at` is when the last of `tries` visits was asked for.
    """

    link: Link
    named_by: str
    parent: str
    next_at: Instant
    asked_at: Instant | None = None
    tries: int = 0


class ScheduleState(Part, frozen=True, kw_only=True):
    """What is known of the pages of one source.

    `list_at` is when the list is due next, `beat` the first beat of its rhythm; the visit of `list_read_at`, the last
    that succeeded, was told `etag` and `last_modified`.
    `seen` holds, by the digest of its address, each page seen that the list, or an article on it, names; and the digest
    of the page that named it. `wanted` holds the pages still to be seen, by address.
    """

    source: Source | None = None
    list_at: Instant | None = None
    beat: Instant | None = None
    list_read_at: Instant | None = None
    etag: str = ""
    last_modified: str = ""
    seen: dict[str, str] = msgspec.field(default_factory=dict)
    wanted: dict[str, Wanted] = msgspec.field(default_factory=dict)


def step(state: ScheduleState, event: Source | Visit | Due, now: datetime) -> Step[ScheduleState]:
    """Return what one event does to the visits of one source, and the visits that are due at `now`."""
    if isinstance(event, Source):
        state = _registered(state, event, now)
    source = state.source
    if source is None or not _is_visited(source):
        return Step(state)
    if isinstance(event, Visit):
        state = _visited(state, source, event)
    if isinstance(event, Due):
        now = max(now, event.at)
    polls = tuple(_due_polls(state, source, now))
    state = _moved_on(state, source, now)
    return Step(state, polls, due=_next_due(state))


def _registered(state: ScheduleState, source: Source, now: datetime) -> ScheduleState:
    """A source that is new, or watched in a new way, gets a new rhythm; one that is not visited is forgotten."""
    known = state.source
    if not _is_visited(source):
        return ScheduleState(source=source)
    if known and _is_visited(known) and (known.url, known.every) == (source.url, source.every):
        return msgspec.structs.replace(state, source=source)
    jitter = int(digest("jitter", source.source_id), 16)
    beat = now + timedelta(seconds=jitter % source.every)
    first = min(beat, now + timedelta(seconds=jitter % FIRST_LOOK))
    return msgspec.structs.replace(state, source=source, list_at=first, beat=beat, etag="", last_modified="")


def _is_visited(source: Source) -> bool:
    return source.kind in VISITED and not source.removed


def _visited(state: ScheduleState, source: Source, visit: Visit) -> ScheduleState:
    if visit.kind is PageKind.LIST:
        is_news = visit.url == source.url and (state.list_read_at is None or visit.at > state.list_read_at)
        return _list_read(state, visit) if visit.ok and is_news else state
    if not visit.ok:
        return _failed(state, source, visit)
    if page := state.wanted.get(visit.url):
        wanted = {url: other for url, other in state.wanted.items() if url != visit.url}
        seen = {**state.seen, _short(visit.url): page.named_by}
        return _want(msgspec.structs.replace(state, wanted=wanted, seen=seen), visit)
    return _want(state, visit) if visit.why is Reason.RECHECK else state


def _failed(state: ScheduleState, source: Source, visit: Visit) -> ScheduleState:
    """Plan the next try of a new page: after a quarter of the interval, then twice as long each time."""
    page = state.wanted.get(visit.url)
    if visit.why is not Reason.NEW or page is None or page.asked_at is None or visit.at < page.asked_at:
        return state
    doublings = min(page.tries - 1, _MOST_DOUBLINGS)
    pause = min(source.every / 4 * 2**doublings, LONGEST_PAUSE.total_seconds())
    again = msgspec.structs.replace(page, next_at=visit.at + timedelta(seconds=pause))
    return msgspec.structs.replace(state, wanted={**state.wanted, visit.url: again})


def _list_read(state: ScheduleState, visit: Visit) -> ScheduleState:
    """Want what is new on the list, and forget what is neither on it nor named by what is."""
    state = msgspec.structs.replace(state, list_read_at=visit.at, etag=visit.etag, last_modified=visit.last_modified)
    if visit.unchanged:
        return state
    on_list = {_short(link.url) for link in visit.links}
    seen = {page: by for page, by in state.seen.items() if page in on_list or by in on_list}
    wanted = {
        url: page
        for url, page in state.wanted.items()
        if page.tries < GIVE_UP or _short(url) in on_list or page.named_by in on_list
    }
    return _want(msgspec.structs.replace(state, seen=seen, wanted=wanted), visit)


def _want(state: ScheduleState, visit: Visit) -> ScheduleState:
    """Add what `visit` names and nobody has named before; an attachment belongs to the article that names it."""
    new = {
        link.url: Wanted(link=link, named_by=_short(visit.url), parent=visit.content_id, next_at=visit.at)
        for link in visit.links
        if link.url not in state.wanted and _short(link.url) not in state.seen
    }
    return msgspec.structs.replace(state, wanted={**state.wanted, **new}) if new else state


def _due_polls(state: ScheduleState, source: Source, now: datetime) -> Iterator[Poll]:
    if state.list_at is not None and state.list_at <= now:
        link = Link(url=source.url, title=source.name, kind=PageKind.LIST)
        poll = _poll(source, link, Reason.DUE, state.list_at)
        yield msgspec.structs.replace(poll, etag=state.etag, last_modified=state.last_modified)
    for page in state.wanted.values():
        if page.next_at <= now:
            poll = _poll(source, page.link, Reason.NEW, page.next_at)
            yield msgspec.structs.replace(poll, parent=page.parent)


def _poll(source: Source, link: Link, reason: Reason, due_at: datetime) -> Poll:
    return Poll(
        poll_id=digest(source.source_id, link.url, reason, due_at.astimezone(UTC).isoformat()),
        source_id=source.source_id,
        host=urlsplit(link.url).netloc,
        url=link.url,
        kind=link.kind,
        reason=reason,
        due_at=due_at,
        title=link.title,
        published_at=link.published_at,
    )


def _moved_on(state: ScheduleState, source: Source, now: datetime) -> ScheduleState:
    """Move what was due at `now` on: the list to its next beat that is not past, a page until its visit is heard of."""
    list_at = state.list_at
    if state.beat is not None and list_at is not None and list_at <= now:
        every = timedelta(seconds=source.every)
        list_at = state.beat + every * max(0, (now - state.beat) // every + 1)
    wanted = {
        url: msgspec.structs.replace(page, asked_at=now, next_at=now + LONGEST_PAUSE, tries=page.tries + 1)
        if page.next_at <= now
        else page
        for url, page in state.wanted.items()
    }
    return msgspec.structs.replace(state, list_at=list_at, wanted=wanted)


def _next_due(state: ScheduleState) -> datetime | None:
    moments = [page.next_at for page in state.wanted.values()]
    if state.list_at is not None:
        moments.append(state.list_at)
    return min(moments, default=None)


def _short(url: str) -> str:
    """Return what stands for an address among the pages of one source."""
    return digest(url)
