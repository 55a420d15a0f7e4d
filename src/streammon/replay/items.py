"""Publications of a source, and the visits that saw them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta

import msgspec

from streammon.clock import LOCAL
from streammon.demo.persons import people
from streammon.model.base import digest
from streammon.model.content import Content, content_id
from streammon.model.poll import PageKind, Reason
from streammon.model.signal import Link, Visit
from streammon.model.source import Source
from streammon.model.task import Task
from streammon.words import say

PUBLISHED, SEEN, LOOKED = time(10), timedelta(hours=2), time(22)
"""When on a day something is published, how long after it is seen, and when the whole list is looked at."""


def moment(day: date, at: time = PUBLISHED) -> datetime:
    """Return a time of a local day."""
    return datetime.combine(day, at, LOCAL)


class Press:
    """Publishes for one source; every item has a number and an address of its own."""

    def __init__(self, source: Source) -> None:
        self._source, self._number = source, 0

    def originals(self, days: Iterable[date]) -> list[Content]:
        """Return one original item for each of `days`."""
        return [self._item(day) for day in days]

    def reposts(self, days: Iterable[date]) -> list[Content]:
        """Return one repost of something that nobody has asked for, for each of `days`."""
        return [self._item(day, original=False) for day in days]

    def tasks(self, tasks: Sequence[Task], closed: Sequence[date]) -> list[Content]:
        """Return one repost of each of `tasks`, on its day or on the next one that is not `closed`."""
        return [self._item(_open(task.on, closed), original=False, task_id=task.task_id) for task in tasks]

    def _item(self, day: date, *, original: bool = True, task_id: str = "") -> Content:
        self._number += 1
        facts = {"name": self._source.name, "number": self._number}
        url = f"https://{self._source.source_id}.example/{day:%Y%m}/t{self._number}.html"
        text = say("replay.text", **facts)
        return Content(
            content_id=content_id(self._source.source_id, url),
            revision=digest(text),
            source_id=self._source.source_id,
            unit_id=self._source.unit_id,
            url=url,
            kind=PageKind.ARTICLE,
            title=say("replay.title", **facts),
            text=text,
            published_at=moment(day),
            seen_at=moment(day) + SEEN,
            original=original,
            task_id=task_id,
        )


def saying(item: Content, text: str) -> Content:
    """Return an item with `text` added to what it says."""
    text = f"{item.text}\n{text}"
    return msgspec.structs.replace(item, text=text, revision=digest(text))


def attachment(item: Content, title: str, text: str, persons: int) -> Content:
    """Return a list of made-up persons, with all their numbers, that hangs on `item` under `text`."""
    listed = [say("replay.person", **person_facts) for person_facts in _numbers(persons)]
    text = "\n".join([text, *((say("replay.persons"), *listed) if listed else ())])
    url = item.url.removesuffix(".html") + ".xlsx"
    return msgspec.structs.replace(
        item,
        content_id=content_id(item.source_id, url),
        revision=digest(text),
        url=url,
        kind=PageKind.ATTACHMENT,
        title=say("replay.attachment", title=title),
        text=text,
        parent=item.content_id,
    )


def visits(source: Source, days: Iterable[date], items: Iterable[Content]) -> Iterator[Visit]:
    """Yield a look at the list of a source on each of `days`; it names those of `items` that are new since the last."""
    waiting = sorted((item for item in items if item.kind is PageKind.ARTICLE), key=lambda item: item.seen_at)
    for day in days:
        at = moment(day, LOOKED)
        new = [item for item in waiting if item.seen_at <= at]
        waiting = waiting[len(new) :]
        yield Visit(
            signal_id=digest("visit", source.source_id, at.isoformat()),
            source_id=source.source_id,
            unit_id=source.unit_id,
            url=source.url,
            kind=PageKind.LIST,
            why=Reason.DUE,
            at=at,
            ok=True,
            status=200 if new else 304,
            unchanged=not new,
            links=tuple(Link(url=item.url, title=item.title, kind=item.kind) for item in new),
        )


def _open(day: date, closed: Sequence[date]) -> date:
    while day in closed:
        day += timedelta(days=1)
    return day


def _numbers(count: int) -> Iterator[dict[str, str]]:
    for person in people(count):
        yield {
            "name": person.name,
            "resident_id": person.resident_id,
            "card": person.card,
            "phone": person.phone,
        }
