"""Records as they stand in the log of a county."""

from __future__ import annotations

from datetime import UTC, datetime

from streammon.model.base import Event
from streammon.stream import codec
from streammon.stream.log import Record
from streammon.stream.settings import StreamSettings

NOON = datetime(2023, 10, 9, 4, tzinfo=UTC)
SETTINGS = StreamSettings(partitions=4, prefix="county.", health_port=None)


def record(event: Event, offset: int = 0, topic: str = "ticks", partition: int = 0, at: datetime = NOON) -> Record:
    return Record(topic, partition, offset, b"key", codec.encode(event), codec.headers(event, at))
