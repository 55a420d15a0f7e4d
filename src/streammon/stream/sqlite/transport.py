"""Faust on the embedded log: registered for the scheme `sqlite` in the entry-point group `faust.transports`.

One process holds the file, so it is given every partition at once and there are no rebalances.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Iterable, Mapping
from typing import Any

from faust.assignor.client_assignment import ClientAssignment
from faust.transport import base
from faust.types import TP
from faust.types.tuples import ConsumerMessage, RecordMetadata

from streammon.stream.consumer import BatchingConsumer
from streammon.stream.log import Outgoing, Record, TopicPartition
from streammon.stream.sqlite.log import SqliteLog


class Consumer(BatchingConsumer, base.Consumer):  # type: ignore[misc]
    """Reads the file, and plays the part of the group coordinator."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._position: dict[TP, int] = {}
        self._assigned: set[TP] = set()

    @property
    def _log(self) -> SqliteLog:
        log: SqliteLog = self.app.log_store
        return log

    def _new_topicpartition(self, topic: str, partition: int) -> TP:
        return TP(topic, partition)

    def _to_message(self, tp: TP, record: Record) -> ConsumerMessage:
        generation = self.app.consumer_generation_id
        return ConsumerMessage(
            *tp, record.offset, 0.0, 0, {}, record.key, record.value, None, 0, 0, tp, generation_id=generation
        )

    async def create_topic(self, topic: str, partitions: int, replication: int, **options: Any) -> None:
        """Do nothing: the start-up gate has created every topic."""

    async def subscribe(self, topics: Iterable[str]) -> None:
        """Take every partition of the topics."""
        counts = await self._log.topics()
        assigned = {TP(topic, partition) for topic in topics for partition in range(counts[topic])}
        if assigned != self._assigned:
            self.app.loop.create_task(self._assign(assigned))

    async def _assign(self, assigned: set[TP]) -> None:
        self.app.on_rebalance_start()
        if self._assigned:
            await self.on_partitions_revoked(set(self._assigned))
        self._assigned = assigned
        await self.seek_to_committed()
        self.app.consumer_generation_id += 1
        actives: dict[str, list[int]] = defaultdict(list)
        for topic, partition in sorted(assigned):
            actives[topic].append(partition)
        self.app.give_all(ClientAssignment(actives=dict(actives), standbys={}), assigned)
        await self.on_partitions_assigned(assigned, self.app.consumer_generation_id)

    async def seek_to_committed(self) -> Mapping[TP, int]:
        """Go to where Faust believes to have read; the markers correct it (BatchingConsumer.perform_seek)."""
        known = {TP(*place): offset for place, offset in self._log.committed().items()}
        self._position.update({tp: known.get(tp, 0) for tp in self._assigned})
        return {tp: known.get(tp, -1) for tp in self._assigned}

    async def _commit(self, offsets: Mapping[TP, int]) -> bool:
        self._log.commit({TopicPartition(*tp): offset for tp, offset in offsets.items()})
        return True

    async def position(self, tp: TP) -> int | None:
        """Return the next offset to read."""
        return self._position.get(tp)

    async def _seek(self, partition: TP, offset: int) -> None:
        self._position[partition] = offset
        self._log.grown.set()

    async def seek_wait(self, partitions: Mapping[TP, int]) -> None:
        """Go to several offsets at once."""
        for tp, offset in partitions.items():
            self._position[tp] = offset
            self._read_offset[tp] = offset or None

    async def seek_to_beginning(self, *partitions: TP) -> None:
        """Go to the oldest records."""
        for tp in partitions:
            self._position[tp] = self._log.first(TopicPartition(*tp))

    def assignment(self) -> set[TP]:
        """Return what this process reads: everything."""
        return set(self._assigned)

    def highwater(self, tp: TP) -> int:
        """Return the offset of the next record to be written."""
        return self._log.next(TopicPartition(*tp))

    async def highwaters(self, *partitions: TP) -> Mapping[TP, int]:
        """Return the same for several partitions."""
        return {tp: self.highwater(tp) for tp in partitions}

    async def earliest_offsets(self, *partitions: TP) -> Mapping[TP, int]:
        """Return the offsets of the oldest records."""
        return {tp: self._log.first(TopicPartition(*tp)) for tp in partitions}

    def topic_partitions(self, topic: str) -> int | None:
        """Return the number of partitions."""
        return sum(tp.topic == topic for tp in self._assigned) or None

    def key_partition(self, topic: str, key: bytes | None, partition: int | None = None) -> int | None:
        """Return the given partition: our publishers compute it themselves."""
        return partition

    async def _getmany(self, active_partitions: set[TP] | None, timeout: float) -> dict[TP, list[Record]]:
        found = self._pages(active_partitions or self._assigned)
        if not found:
            await self._log.wait_until_grown(timeout)
            found = self._pages(active_partitions or self._assigned)
        return found

    def _pages(self, partitions: Iterable[TP]) -> dict[TP, list[Record]]:
        found = {}
        for tp in partitions:
            start = self._position.get(tp, 0)
            if start < self._log.next(TopicPartition(*tp)):
                page = self._log.page(TopicPartition(*tp), start)
                if page:
                    found[tp] = page
                    self._position[tp] = page[-1].offset + 1
        return found


class Producer(base.Producer):  # type: ignore[misc]
    """Faust asks for one; what streammon publishes goes through `SqliteLog.append`."""

    async def create_topic(self, topic: str, partitions: int, replication: int, **options: Any) -> None:
        """Do nothing: the start-up gate has created every topic."""

    async def send(self, *args: Any, **options: Any) -> Awaitable[RecordMetadata]:
        """Write a record of Faust's own."""
        future: asyncio.Future[RecordMetadata] = asyncio.get_running_loop().create_future()
        future.set_result(await self.send_and_wait(*args, **options))
        return future

    async def send_and_wait(
        self,
        topic: str,
        key: bytes | None,
        value: bytes | None,
        partition: int | None,
        timestamp: float | None,
        headers: Any,
        *,
        transactional_id: str | None = None,
    ) -> RecordMetadata:
        """Write a record of Faust's own."""
        log: SqliteLog = self.app.log_store
        place = TopicPartition(topic, partition or 0)
        offset = log.next(place)
        await log.append([Outgoing(*place, key or b"", value or b"")])
        return RecordMetadata(*place, TP(*place), offset, timestamp or 0.0, 0)

    async def flush(self) -> None:
        """Do nothing: every write is durable when it returns."""

    def key_partition(self, topic: str, key: bytes | None) -> TP:
        """Return the first partition: Faust's own records have no other."""
        return TP(topic, 0)

    def supports_headers(self) -> bool:
        """Return True."""
        return True


class Transport(base.Transport):  # type: ignore[misc]
    """The embedded log as Faust sees it."""

    Consumer = Consumer
    Producer = Producer
    default_port = 0
    driver_version = "streammon-sqlite"
