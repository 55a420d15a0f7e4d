"""Writes events to Kafka: feeder.py HOST:PORT PREFIX FIRST COUNT RATE. Ends on SIGTERM, when all is acknowledged.

Its producer outlives a broker that is away for a minute, and keeps order and number: nothing here may lose or double
what the test is about to count.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from datetime import timedelta

from aiokafka import AIOKafkaProducer
from worker import AT_ONCE, INPUTS, RING_AFTER

import tally
from streammon.clock import SystemClock
from streammon.stream.outbox import Outbox


async def feed(address: str, prefix: str, first: int, count: int, rate: float) -> None:
    """Write events `first` to `first` + `count`, or fewer when stopped."""
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    outbox = Outbox([tally.TOPICS[name] for name in INPUTS], tally.PARTITIONS, prefix)
    clock, sent = SystemClock(), []
    async with AIOKafkaProducer(
        bootstrap_servers=address, acks="all", enable_idempotence=True, request_timeout_ms=120_000
    ) as producer:
        for start in range(first, first + count, AT_ONCE):
            now = clock.now()
            for index in range(start, min(start + AT_ONCE, first + count)):
                topic, partition, key, value, headers = outbox.address(tally.event(index, now + RING_AFTER), now)
                sent.append(await producer.send(topic, value, key, partition=partition, headers=list(headers)))
            await clock.wait_until(now + timedelta(seconds=AT_ONCE / rate))
            if stopped.is_set():
                break
        await asyncio.gather(*sent)


if __name__ == "__main__":
    _, address_, prefix_, first_, count_, rate_ = sys.argv
    asyncio.run(feed(address_, prefix_, int(first_), int(count_), float(rate_)))
