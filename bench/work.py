"""The work that everybody does: decode one event, count it under its key, publish the count.

An event carries its number within its key, so the count that comes out of it must equal it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec

from streammon.model.base import Event
from streammon.model.step import Step
from streammon.stream.agent import Context, Keyed
from streammon.stream.log import Outgoing
from streammon.stream.outbox import Outbox
from streammon.stream.topics import DAY, Topic

PARTITIONS, KEYS = 8, 400


class Tick(Event, frozen=True, kw_only=True):
    key: str
    seq: int


class Tock(Event, frozen=True, kw_only=True):
    key: str
    seq: int
    count: int


class Count(msgspec.Struct, frozen=True):
    count: int = 0


def _topic(name: str, kind: type[Event]) -> Topic:
    return Topic(name, name, f"{kind.__module__}:{kind.__name__}", "key", "key", DAY, ("bench",), ("bench",))


TICKS, TOCKS = _topic("ticks", Tick), _topic("tocks", Tock)
LETTERS = Topic(
    "dead-letters", "", "streammon.model.dead_letter:DeadLetter", "letter_id", "topic", None, ("bench",), ("bench",)
)
TOPICS = {topic.name: topic for topic in (TICKS, TOCKS, LETTERS)}


def count(state: Count, event: Tick, _now: datetime, _context: Context) -> Step[Count]:
    counted = Count(state.count + 1)
    return Step(counted, (Tock(key=event.key, seq=event.seq, count=counted.count),))


COUNT = Keyed("count", ("ticks",), ("tocks",), Count, lambda event: event.key, count)


def ticks(events: int, prefix: str) -> Iterator[Outgoing]:
    """Iterate over the records of `events` events, key after key, as often as it takes."""
    outbox, at = Outbox([TICKS], PARTITIONS, prefix), datetime.now(UTC)
    for number in range(events):
        yield outbox.address(Tick(key=f"k{number % KEYS:04}", seq=number // KEYS + 1), at)
