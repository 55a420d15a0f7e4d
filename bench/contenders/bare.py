"""The least that is right: a loop around aiokafka's consumer and producer, as durable as the kernel.

Outputs are acknowledged, then one state per key and batch, then the offsets are committed. It can't recover.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterable
from typing import Any

import msgspec
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from bench.work import Tick, Tock

encode, decode = msgspec.json.Encoder().encode, msgspec.json.Decoder(Tick).decode


async def send(producer: Any, topic: str, records: Iterable[tuple[int, bytes, bytes]]) -> None:
    await asyncio.gather(*[await producer.send(topic, value, key, partition=n) for n, key, value in records])


async def main(address: str, prefix: str) -> None:
    servers = address.removeprefix("kafka://")
    producer = AIOKafkaProducer(bootstrap_servers=servers, acks="all", enable_idempotence=True, max_batch_size=262_144)
    await producer.start()
    consumer = AIOKafkaConsumer(
        f"{prefix}ticks",
        bootstrap_servers=servers,
        group_id=f"{prefix}bare",
        enable_auto_commit=False,
        max_poll_records=2_000,  # as the kernel has it
        auto_offset_reset="earliest",
    )
    await consumer.start()
    counts: dict[bytes, int] = {}
    while True:
        outputs, changed = [], {}
        for place, records in (await consumer.getmany(timeout_ms=500)).items():
            for record in records:
                tick, key = decode(record.value), record.key
                counts[key] = counts.get(key, 0) + 1
                tock = Tock(key=tick.key, seq=tick.seq, count=counts[key])
                outputs.append((place.partition, key, encode(tock)))
                changed[key] = place.partition
        if outputs:
            await send(producer, f"{prefix}tocks", outputs)
            await send(producer, f"{prefix}states", ((n, key, b"%d" % counts[key]) for key, n in changed.items()))
            await consumer.commit()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
