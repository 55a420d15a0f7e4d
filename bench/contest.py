"""Rounds of the same work: everybody in turn, each time on topics of its own and in a process of its own."""

from __future__ import annotations

import asyncio
import os
import secrets
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.contenders.kernel import open_log
from bench.work import ticks
from bench.yardstick import KafkaYardstick, SqliteYardstick, rate

CHUNK = 5_000
"""Records published at once before the start."""


@dataclass(frozen=True)
class Contender:
    """One way to do the work. `share` of the events is enough to tell how fast a slow one is."""

    name: str
    module: str
    embedded: bool = False
    share: float = 1.0


NAIVE = Contender("Faust agent, one event at a time, nothing awaited", "naive", share=0.1)
QUIX = Contender("quixstreams", "quix")
BARE = Contender("bare aiokafka loop", "bare")
KERNEL = Contender("**kernel on Kafka**", "kernel")
EMBEDDED = Contender("**kernel on the embedded log**", "kernel", embedded=True)


async def contest(
    contenders: Sequence[Contender], kafka: str, events: int, rounds: int, told: Callable[[str], None]
) -> dict[Contender, list[float]]:
    """Return each contender's events per second, round by round."""
    rates: dict[Contender, list[float]] = {contender: [] for contender in contenders}
    for number in range(rounds):
        for contender in contenders:
            found = await _measure(contender, kafka, round(events * contender.share))
            rates[contender].append(found)
            told(f"round {number + 1}: {contender.name}: {found:,.0f} events/s")
    return rates


async def _measure(contender: Contender, kafka: str, events: int) -> float:
    with TemporaryDirectory() as folder:
        address = f"sqlite://{Path(folder) / 'log.db'}" if contender.embedded else kafka
        yardstick = (SqliteYardstick if contender.embedded else KafkaYardstick)(address)
        prefix = f"bench-{secrets.token_hex(4)}."
        await yardstick.create(prefix)
        await _fill(address, prefix, events)
        async with _process(f"bench.contenders.{contender.module}", folder, address, prefix):
            return rate(await yardstick.outputs(prefix, events))


async def _fill(address: str, prefix: str, events: int) -> None:
    """Publish everything before anybody starts."""
    log, records = open_log(address), list(ticks(events, prefix))
    await log.start()
    for start in range(0, events, CHUNK):
        await log.append(records[start : start + CHUNK])
    await log.stop()


@asynccontextmanager
async def _process(module: str, folder: str, *arguments: str) -> AsyncIterator[None]:
    """Run a contender, which is killed and leaves its files in `folder`."""
    command = (sys.executable, "-m", module, *arguments)
    process = await asyncio.create_subprocess_exec(*command, env={**os.environ, "TMPDIR": folder})
    try:
        yield
    finally:
        process.kill()
        await process.wait()
