"""One yardstick for all: what stands in the output topic, and when the log wrote it there.

The rate is that of the outputs after the first batch, by the log's own time of writing, so how long a program takes to
start does not count; and every output is checked, so that nobody is fast by leaving things out.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterable
from pathlib import Path

import msgspec
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from bench.work import LETTERS, PARTITIONS, TICKS, TOCKS, TOPICS, Tock
from streammon.stream.log import TopicLayout
from streammon.stream.sqlite.log import SqliteLog

TIMEOUT = 120.0
"""Seconds that a contender may take."""

Output = tuple[float, bytes]
"""When it was written (seconds since 1970), and its value."""


class Wrong(Exception):
    """A contender did not do its work."""


def rate(outputs: Iterable[Output]) -> float:
    """Return the outputs per second. Raises Wrong when one is missing, doubled or counted wrongly."""
    decode = msgspec.json.Decoder(Tock).decode
    times: list[float] = []
    seen: set[tuple[str, int]] = set()
    for at, value in outputs:
        tock = decode(value)
        if tock.seq != tock.count or (tock.key, tock.seq) in seen:
            raise Wrong(f"{tock} is wrong or doubled")
        seen.add((tock.key, tock.seq))
        times.append(at)
    first, last = min(times), max(times)
    return sum(at > first for at in times) / (last - first)


class KafkaYardstick:
    """Reads output topics on Kafka; LogAppendTime is the broker's clock."""

    def __init__(self, address: str) -> None:
        self._servers = address.removeprefix("kafka://")

    async def create(self, prefix: str) -> None:
        names = [f"{prefix}{name}" for name in (*TOPICS, "states")]
        topics = [
            NewTopic(name, PARTITIONS, 1, topic_configs={"message.timestamp.type": "LogAppendTime"}) for name in names
        ]
        admin = AIOKafkaAdminClient(bootstrap_servers=self._servers)
        await admin.start()
        await admin.create_topics(topics)
        await admin.close()

    async def outputs(self, prefix: str, events: int) -> list[Output]:
        """Return the outputs when all are there; while they are not, the broker is asked for offsets only."""
        consumer = AIOKafkaConsumer(bootstrap_servers=self._servers, enable_auto_commit=False)
        await consumer.start()
        places = [TopicPartition(prefix + TOCKS.name, number) for number in range(PARTITIONS)]
        try:
            async with asyncio.timeout(TIMEOUT):
                while sum((await consumer.end_offsets(places)).values()) < events:  # noqa: ASYNC110 -- another process writes
                    await asyncio.sleep(0.25)
                consumer.assign(places)
                await consumer.seek_to_beginning()
                found: list[Output] = []
                while len(found) < events:
                    for records in (await consumer.getmany(timeout_ms=500)).values():
                        found += [(record.timestamp / 1000, record.value) for record in records]
                return found
        finally:
            await consumer.stop()


class SqliteYardstick:
    """Reads the output topic of an embedded log beside the process that holds it."""

    def __init__(self, address: str) -> None:
        self._file = Path(address.removeprefix("sqlite://"))

    async def create(self, prefix: str) -> None:
        log = SqliteLog(self._file)
        await log.start()
        await log.create([TopicLayout(prefix + topic.name, PARTITIONS) for topic in (TICKS, TOCKS, LETTERS)])
        await log.stop()

    async def outputs(self, prefix: str, events: int) -> list[Output]:
        with sqlite3.connect(f"file:{self._file}?mode=ro", uri=True) as db:
            name = (prefix + TOCKS.name,)
            count = "select sum(next) from span join topic on topic.id = span.topic where name = ?"
            async with asyncio.timeout(TIMEOUT):
                while (db.execute(count, name).fetchone()[0] or 0) < events:  # noqa: ASYNC110 -- another process
                    await asyncio.sleep(0.25)
            return db.execute("select at, value from record join topic on id = topic where name = ?", name).fetchall()
