"""Events to records: which topic carries them, which partition must see them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple

from streammon.errors import Permanent
from streammon.model.base import Event
from streammon.stream import codec
from streammon.stream.log import Outgoing
from streammon.stream.topics import Topic, by_type, partition_of


class _Way(NamedTuple):
    """Where events of one type go; worked out once, since every output of every agent is addressed."""

    topic: str
    key_of: Callable[[Event], str]
    partition_by: Callable[[Event], str]


class Outbox:
    """Addresses the events of one writer, which may write to `topics` only."""

    def __init__(self, topics: Iterable[Topic], partitions: int, prefix: str) -> None:
        found = by_type(topics)
        self._partitions = partitions
        self._names = sorted({topic.name for topic in found.values()})
        self._ways = {
            kind: _Way(prefix + topic.name, attrgetter(topic.key), attrgetter(topic.partitioned_by))
            for kind, topic in found.items()
        }

    def address(self, event: Event, at: datetime) -> Outgoing:
        """Return the record of an event that happened `at` that time. Raises Permanent for a type without a topic."""
        way = self._ways.get(type(event))
        if way is None:
            raise Permanent(f"{type(event).__name__} is in no topic of emits={self._names}")
        return Outgoing(
            way.topic,
            partition_of(way.partition_by(event), self._partitions),
            way.key_of(event).encode(),
            codec.encode(event),
            codec.headers(event, at),
        )
