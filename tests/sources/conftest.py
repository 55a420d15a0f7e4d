from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
from loopback import LENIENT, NOW, Server

from streammon.clock import VirtualClock
from streammon.model.fetching import Politeness
from streammon.sources.clients import Clients


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    server = Server()
    tasks: set[asyncio.Task[None]] = set()

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tasks.add(asyncio.create_task(server.serve(reader, writer)))

    listening = await asyncio.start_server(connected, "0.0.0.0", 0)
    server.port = listening.sockets[0].getsockname()[1]
    yield server
    listening.close()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(NOW)


@pytest.fixture
async def visitor(clock: VirtualClock) -> AsyncIterator[Callable[..., Clients]]:
    """Clients with another politeness; closed at the end."""
    made: list[Clients] = []

    def make(politeness: Politeness = LENIENT, most: int = 256) -> Clients:
        made.append(Clients(politeness, clock, most))
        return made[-1]

    yield make
    for clients in made:
        await clients.aclose()
