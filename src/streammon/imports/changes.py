"""What an import adds to what the log knows already: only that is published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import msgspec

from streammon.imports.reading import Good
from streammon.model.base import Event, digest
from streammon.model.content import Content
from streammon.model.poll import PageKind, Reason
from streammon.model.signal import Followers, Record, Registration, Submission, Visit, Withdrawal
from streammon.model.task import Task
from streammon.rules.records import counting_day

_TICK = timedelta(microseconds=1)

OF_A_MOMENT = (Followers, Registration, Submission)
"""True of one moment, whenever it is imported; what is imported last is right."""


@dataclass
class Changes:
    """What is to be published, in order, and how many rows are what."""

    events: list[Event] = field(default_factory=list)
    new: int = 0
    changed: int = 0
    same: int = 0
    older: int = 0
    withdrawn: int = 0


def changes(rows: Iterable[Good], known: Mapping[str, Record]) -> Changes:
    """Return what rows of records add to the newest records `known` by id."""
    found = Changes()
    for row, record in _records(rows):
        _add(found, record, known.get(record.signal_id))
        for rival in (known[own] for own in row.rivals if own in known):
            if not isinstance(rival, Withdrawal) and rival.at < record.at:
                found.events.append(withdrawal(rival, record.at))
                found.withdrawn += 1
    return found


def undone(rows: Iterable[Good], known: Mapping[str, Record], at: datetime) -> Changes:
    """Return what takes the records of rows back, as far as they are known."""
    found = Changes()
    for _, record in _records(rows):
        old = known.get(record.signal_id)
        if old is None or isinstance(old, Withdrawal):
            found.same += 1
        else:
            found.events.append(withdrawal(old, max(at, old.at + _TICK)))
            found.withdrawn += 1
    return found


def withdrawal(record: Record, at: datetime) -> Withdrawal:
    """Return what takes a record back `at` a moment."""
    return Withdrawal(
        signal_id=record.signal_id,
        source_id=record.source_id,
        unit_id=record.unit_id,
        at=at,
        on=counting_day(record),
    )


def posts(
    rows: Sequence[Good], known: Mapping[str, Content], looks: Mapping[str, Visit], seen: datetime | None
) -> Changes:
    """Return what a table of posts adds to the contents `known` by id, and how far each account has been seen.

    That is up to `seen` or, if that is not told, up to its newest post; `looks` are the visits known by signal id.
    """
    found = Changes()
    contents = sorted((row.found for row in rows if isinstance(row.found, Content)), key=lambda post: post.published_at)
    for content in contents:
        old = known.get(content.content_id)
        if old is not None and msgspec.structs.replace(content, seen_at=old.seen_at) == old:
            found.same += 1
        else:
            found.events.append(content)
            found.new += old is None
            found.changed += old is not None
    found.events += [visit for visit in _visits(contents, seen) if visit.signal_id not in looks]
    return found


def _records(rows: Iterable[Good]) -> Iterator[tuple[Good, Record]]:
    for row in rows:
        if not isinstance(row.found, Content | Task):
            yield row, row.found


def _add(found: Changes, record: Record, old: Record | None) -> None:
    if old is not None and _as_of(record, old.at) == old:
        found.same += 1
        return
    if old is not None and isinstance(record, OF_A_MOMENT):
        record = _as_of(record, max(record.at, old.at + _TICK))
    if old is not None and record.at <= old.at:
        found.older += 1
        return
    if old is not None and counting_day(old).replace(day=1) != counting_day(record).replace(day=1):
        found.events.append(withdrawal(old, record.at))
    found.events.append(record)
    found.new += old is None
    found.changed += old is not None


def _as_of(record: Record, at: datetime) -> Record:
    return msgspec.structs.replace(record, at=at)


def _visits(contents: Sequence[Content], seen: datetime | None) -> Iterator[Visit]:
    newest = {content.source_id: content for content in contents}
    for source_id, content in newest.items():
        at = seen or content.published_at
        yield Visit(
            signal_id=digest("import", "seen", source_id, at.isoformat()),
            source_id=source_id,
            unit_id=content.unit_id,
            url="",
            kind=PageKind.LIST,
            why=Reason.DUE,
            at=at,
            ok=True,
            unchanged=True,
        )
