"""Reading a topic from outside the agents: the doors of the command line."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from streammon.stream.log import Log, Record, TopicPartition
from streammon.stream.topics import Topic


async def records(log: Log, topic: Topic, prefix: str) -> AsyncIterator[Record]:
    """Iterate over everything that a topic holds now, partition by partition."""
    name = prefix + topic.name
    places = [TopicPartition(name, number) for number in range((await log.topics()).get(name, 0))]
    for place, span in (await log.spans(places)).items():
        async for record in log.read(place, span.start, span.end):
            yield record


async def events(log: Log, topic: Topic, prefix: str) -> AsyncIterator[Any]:
    """Iterate over the events of a topic. Raises Poison where a record is none."""
    async for record in records(log, topic, prefix):
        event, _ = topic.codec.decode(record)
        yield event
