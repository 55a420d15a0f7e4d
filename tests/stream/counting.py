"""The smallest pipeline that shows a lost event and a wrong state: it counts per key and publishes each count.

An event carries its number within its key, so the count that comes out must equal it.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from streammon.model.base import Event
from streammon.model.step import Due, Step
from streammon.stream.agent import Context, Keyed, Stateless
from streammon.stream.topics import DAY, Topic


class Tick(Event, frozen=True, kw_only=True):
    key: str
    seq: int
    due: datetime | None = None


class Tock(Event, frozen=True, kw_only=True):
    key: str
    seq: int
    count: int


class Rang(Event, frozen=True, kw_only=True):
    key: str
    at: datetime
    heard: datetime


class Count(msgspec.Struct, frozen=True):
    count: int = 0
    due: datetime | None = None


def topic(name: str, kind: type[Event]) -> Topic:
    return Topic(name, name, f"{kind.__module__}:{kind.__name__}", "key", "key", 7 * DAY, ("test",), ("test",))


TYPES = {"ticks": Tick, "more-ticks": Tick, "tocks": Tock, "rangs": Rang}
TOPICS = {name: topic(name, kind) for name, kind in TYPES.items()}
TOPICS["dead-letters"] = Topic(
    "dead-letters", "", "streammon.model.dead_letter:DeadLetter", "letter_id", "topic", None, ("test",), ("test",)
)


def count(state: Count, event: Tick | Due, now: datetime, _context: Context) -> Step[Count]:
    if isinstance(event, Due):
        return Step(Count(state.count), (Rang(key=event.key, at=event.at, heard=now),))
    if event.seq < 0:
        raise ValueError(f"bad {event.seq}")
    changed = Count(state.count + 1, event.due or state.due)
    return Step(changed, (Tock(key=event.key, seq=event.seq, count=changed.count),), changed.due)


COUNT = Keyed("count", ("ticks", "more-ticks"), ("tocks", "rangs"), Count, lambda event: event.key, count)


async def double(event: Tick, _context: Context) -> Tock:
    return Tock(key=event.key, seq=event.seq, count=event.seq)


DOUBLE = Stateless("double", ("ticks",), ("tocks",), double, 16)
