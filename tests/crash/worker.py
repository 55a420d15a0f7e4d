"""The process that is killed: worker.py LOG PREFIX [RATE COUNT]. LOG is a kafka:// or sqlite:// address.

Prints a line when it has its partitions. With RATE it also writes so many events per second into the log, going on
where the log ends, up to COUNT (only one process may hold an embedded log, so the writer must live here too).
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import tally
from streammon.assembly.options import Options
from streammon.cli.leaving import leave
from streammon.cli.running import run_until_stopped
from streammon.clock import SystemClock
from streammon.stream.agent import Context
from streammon.stream.desks import layouts
from streammon.stream.log import Log, TopicPartition
from streammon.stream.outbox import Outbox
from streammon.stream.settings import StreamSettings
from streammon.stream.worker import Worker

SESSION = 6.0
"""Seconds; the least that Kafka's brokers take unless told otherwise."""

RING_AFTER = timedelta(seconds=2)
AT_ONCE = 200
INPUTS = ("left", "right")


def settings(prefix: str) -> StreamSettings:
    """Return what the workers of one test are told."""
    return StreamSettings(partitions=tally.PARTITIONS, prefix=prefix, session_timeout=SESSION, health_port=None)


async def write(log: Log, prefix: str, rate: float, count: int) -> None:
    """Write events in order; each transaction whole or not at all, so the log says how many there are."""
    outbox = Outbox([tally.TOPICS[name] for name in INPUTS], tally.PARTITIONS, prefix)
    places = [TopicPartition(prefix + name, number) for name in INPUTS for number in range(tally.PARTITIONS)]
    written = sum(span.end for span in (await log.spans(places)).values())
    clock = SystemClock()
    while written < count:
        now = clock.now()
        events = [tally.event(index, now + RING_AFTER) for index in range(written, written + AT_ONCE)]
        await log.append([outbox.address(event, now) for event in events])
        written += AT_ONCE
        await clock.wait_until(now + timedelta(seconds=AT_ONCE / rate))


async def main(address: str, prefix: str, rate: float = 0, count: int = 0) -> int:
    """Work until stopped; 70 when the worker has given up."""
    async with AsyncExitStack() as stack:
        log = Options(Path(), log=address).open_log()
        await log.start()
        stack.push_async_callback(log.stop)
        await log.create(layouts([tally.TALLY], tally.TOPICS, settings(prefix)))
        worker = Worker(log, [tally.TALLY], tally.TOPICS, Context(SystemClock()), settings(prefix))
        await worker.start()
        stack.push_async_callback(worker.stop)
        await worker.ready.wait()
        print("ready", flush=True)
        writing = asyncio.create_task(write(log, prefix, rate, count))
        await worker.failed.wait()
        writing.cancel()
    return 70


if __name__ == "__main__":
    leave(run_until_stopped(main(*sys.argv[1:3], *map(int, sys.argv[3:]))))
