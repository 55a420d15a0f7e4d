"""Events to records: which topic carries them, which partition must see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from streammon.errors import Permanent
from streammon.model.base import Event
from streammon.stream import codec
from streammon.stream.log import Outgoing
from streammon.stream.topics import Topic, by_type


class Outbox:
    """Addresses the events of one writer, which may write to `topics` only."""

    def __init__(self, topics: Iterable[Topic], partitions: int, prefix: str) -> None:
        self._topics: Mapping[type[Event], Topic] = by_type(topics)
        self._partitions = partitions
        self._names = {topic.name: prefix + topic.name for topic in self._topics.values()}

    def address(self, event: Event, at: datetime) -> Outgoing:
        """Return the record of an event that happened `at` that time. Raises Permanent for a type without a topic."""
        topic = self._topics.get(type(event))
        if topic is None:
            raise Permanent(f"{type(event).__name__} is in no topic of emits={sorted(t.name for t in self.topics)}")
        return Outgoing(
            self._names[topic.name],
            topic.partition_of(event, self._partitions),
            topic.key_of(event),
            codec.encode(event),
            codec.headers(event, at),
        )

    @property
    def topics(self) -> tuple[Topic, ...]:
        """The topics that may be written to."""
        return tuple(self._topics.values())
