"""The log on Kafka: an idempotent producer of our own, acks=all, and no transactions."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka import TopicPartition as KafkaPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaConnectionError, KafkaError, for_code

from streammon.errors import ConfigError, Transient
from streammon.stream.log import Outgoing, Record, Span, TopicLayout, TopicPartition, always
from streammon.words import say

log = logging.getLogger(__name__)

AWAY = 600.0
"""Seconds for which a broker may be away before the worker gives up and is restarted."""

SENT_SECONDS = 30.0
"""Longer than a request may take: who waits for a producer that another has replaced meanwhile waits for ever."""

COMPACTION_LAG_MS = 3_600_000
"""Changelogs are compacted no sooner: a late worker's older value must not be the only one left."""


class KafkaLog:
    """Implements `Log` on the brokers at `address` (HOST:PORT, several separated by commas)."""

    def __init__(self, address: str, replication: int = 1) -> None:
        self.address, self.replication = address, replication
        self.broker = f"streammon-kafka://{address}"
        self._producer: AIOKafkaProducer | None = None
        self._consumer: AIOKafkaConsumer | None = None
        self._renewing = asyncio.Lock()

    async def start(self) -> None:
        """Connect. Raises ConfigError when nothing answers."""
        self._consumer = AIOKafkaConsumer(bootstrap_servers=self.address, enable_auto_commit=False)
        try:
            await self._consumer.start()
        except KafkaConnectionError:
            await self._consumer.stop()
            where = f"kafka://{self.address}"
            raise ConfigError(where, say("stream.log.no_kafka"), say("stream.log.no_kafka_hint")) from None
        self._producer = await self._new_producer()

    async def stop(self) -> None:
        """Close the connections."""
        for client in (self._producer, self._consumer):
            if client is not None:
                await client.stop()
        self._producer = self._consumer = None

    async def append(
        self, outputs: Sequence[Outgoing], kept: Sequence[Outgoing] = (), owned: Callable[[], bool] = always
    ) -> bool:
        """Publish `outputs` and wait for all acknowledgements, then the same for `kept`."""
        for part in (outputs, kept):
            if not owned():
                return False
            await self._publish(part, owned)
        return owned()

    async def _publish(self, records: Sequence[Outgoing], owned: Callable[[], bool]) -> None:
        """Publish until acknowledged: what is published twice is the same both times."""
        given_up = asyncio.get_running_loop().time() + AWAY
        while records and owned():
            producer = self._producer
            try:
                async with asyncio.timeout(SENT_SECONDS):
                    await self._send(producer, records)
            except (KafkaError, TimeoutError) as error:
                if asyncio.get_running_loop().time() > given_up:
                    raise Transient(f"Kafka has not taken records for {AWAY:.0f} s") from error
                log.warning("publishing failed, trying again: %s", type(error).__name__)
                await self._renew(producer)
            else:
                return

    async def _send(self, producer: Any, records: Sequence[Outgoing]) -> None:
        places: dict[TopicPartition, list[Outgoing]] = defaultdict(list)
        for record in records:
            places[TopicPartition(record.topic, record.partition)].append(record)
        sent = (self._send_to(producer, place, found) for place, found in places.items())
        for result in await asyncio.gather(*sent, return_exceptions=True):
            if isinstance(result, BaseException):
                raise result

    async def _send_to(self, producer: Any, place: TopicPartition, records: Sequence[Outgoing]) -> None:
        """Send whole batches: the producer's `send` costs a future a record, more than everything else we do for it."""
        now = time.time_ns() // 1_000_000
        batch = producer.create_batch()
        for _, _, key, value, headers in records:
            while batch.append(timestamp=now, key=key, value=value, headers=list(headers)) is None:
                await (await producer.send_batch(batch, place.topic, partition=place.partition))
                batch = producer.create_batch()
        await (await producer.send_batch(batch, place.topic, partition=place.partition))

    async def _renew(self, failed: AIOKafkaProducer | None) -> None:
        """Replace a producer that has failed: an idempotent one can't go on after a batch of unknown fate."""
        async with self._renewing:
            if failed is None or self._producer is not failed:
                return
            with contextlib.suppress(KafkaError, TimeoutError):
                async with asyncio.timeout(5):
                    await failed.stop()  # type: ignore[union-attr]
            while True:
                try:
                    self._producer = await self._new_producer()
                except KafkaError:
                    await asyncio.sleep(1)
                else:
                    return

    async def _new_producer(self) -> Any:
        producer = AIOKafkaProducer(
            bootstrap_servers=self.address,
            acks="all",
            enable_idempotence=True,
            request_timeout_ms=20_000,
            max_request_size=16_000_000,
            max_batch_size=262_144,
        )
        try:
            await producer.start()
        except BaseException:
            await producer.stop()
            raise
        return producer

    async def topics(self) -> Mapping[str, int]:
        """Return the topics with their number of partitions."""
        async with self._admin() as admin:
            found = await admin.describe_topics()
        return {topic["topic"]: len(topic["partitions"]) for topic in found}

    async def create(self, layouts: Iterable[TopicLayout]) -> None:
        """Create what is missing."""
        there = await self.topics()
        missing = [self._new_topic(layout) for layout in layouts if layout.name not in there]
        if not missing:
            return
        async with self._admin() as admin:
            answer = await admin.create_topics(missing)
        for name, code, *_ in answer.topic_errors:
            if code and for_code(code).__name__ != "TopicAlreadyExistsError":
                what = say("stream.log.not_created", name=name, why=for_code(code).__name__)
                raise ConfigError(f"kafka://{self.address}", what, say("stream.log.created_hint"))
        await self._until_led({topic.name for topic in missing})

    async def _until_led(self, names: set[str]) -> None:
        """Wait until new topics can be used: a moment passes before every partition has its leader."""
        while True:
            async with self._admin() as admin:
                found = await admin.describe_topics(list(names))
            if all(part["leader"] >= 0 for topic in found for part in topic["partitions"] or [{"leader": -1}]):
                return
            await asyncio.sleep(0.1)

    def _new_topic(self, layout: TopicLayout) -> NewTopic:
        config = {"retention.ms": str(layout.keep * 1000 if layout.keep is not None else -1)}
        if layout.compacted:
            config = {"cleanup.policy": "compact", "min.compaction.lag.ms": str(COMPACTION_LAG_MS)}
        config["max.message.bytes"] = "16000000"
        return NewTopic(layout.name, layout.partitions, self.replication, topic_configs=config)

    @contextlib.asynccontextmanager
    async def _admin(self) -> AsyncIterator[Any]:
        admin = AIOKafkaAdminClient(bootstrap_servers=self.address)
        await admin.start()
        try:
            yield admin
        finally:
            await admin.close()

    async def spans(self, partitions: Iterable[TopicPartition]) -> Mapping[TopicPartition, Span]:
        """Return which offsets can be read; waits for brokers that are away."""
        places = [KafkaPartition(*place) for place in partitions]
        while True:
            try:
                consumer: Any = self._consumer
                starts = await consumer.beginning_offsets(places)
                ends = await consumer.end_offsets(places)
            except KafkaError as error:
                log.warning("asking for offsets failed, trying again: %s", type(error).__name__)
                await asyncio.sleep(1)
            else:
                return {TopicPartition(*place): Span(starts[place], ends[place]) for place in places}

    async def read(self, partition: TopicPartition, start: int, end: int) -> AsyncIterator[Record]:
        """Iterate over records with a consumer of its own."""
        if start >= end:
            return
        consumer = AIOKafkaConsumer(bootstrap_servers=self.address, enable_auto_commit=False)
        await consumer.start()
        place = KafkaPartition(*partition)
        try:
            consumer.assign([place])
            consumer.seek(place, start)
            while await consumer.position(place) < end:
                found = await consumer.getmany(place, timeout_ms=500)
                for record in found.get(place, ()):
                    if record.offset < end:
                        yield Record(*partition, record.offset, record.key, record.value, tuple(record.headers))
        finally:
            await consumer.stop()
