"""Our kernel, on either log."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from bench.work import COUNT, PARTITIONS, TOPICS
from streammon.clock import SystemClock
from streammon.stream.agent import Context
from streammon.stream.desks import layouts
from streammon.stream.kafka.log import KafkaLog
from streammon.stream.log import Log
from streammon.stream.settings import StreamSettings
from streammon.stream.sqlite.log import SqliteLog
from streammon.stream.worker import Worker


def open_log(address: str) -> Log:
    """Return the log at kafka://HOST:PORT or sqlite://FILE."""
    kind, _, place = address.partition("://")
    return KafkaLog(place) if kind == "kafka" else SqliteLog(Path(place))


async def main(address: str, prefix: str) -> None:
    log = open_log(address)
    await log.start()
    settings = StreamSettings(PARTITIONS, prefix, health_port=None)
    await log.create(layouts([COUNT], TOPICS, settings))
    worker = Worker(log, [COUNT], TOPICS, Context(SystemClock()), settings)
    await worker.start()
    await worker.failed.wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
