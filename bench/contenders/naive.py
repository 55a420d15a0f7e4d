"""A Faust agent as the tutorial has it: one event at a time, a table, and nothing awaited. It can lose events."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from typing import Any

import faust

from bench.work import PARTITIONS


async def main(address: str, prefix: str) -> None:
    app = faust.App(
        f"{prefix}naive",
        broker=address,
        store="memory://",
        datadir=tempfile.gettempdir(),
        topic_partitions=PARTITIONS,
        web_enabled=False,
    )
    inputs = app.topic(f"{prefix}ticks", key_type=bytes, value_serializer="json")
    outputs = app.topic(f"{prefix}tocks", key_type=bytes, value_serializer="json")
    counts = app.Table("counts", default=int, partitions=PARTITIONS)

    async def count(stream: Any) -> None:
        async for tick in stream:
            key = tick["key"]
            counts[key] += 1
            await outputs.send(key=key.encode(), value={"key": key, "seq": tick["seq"], "count": counts[key]})

    app.agent(inputs)(count)
    await app.start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
