from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from streammon.clock import VirtualClock
from streammon.store import PrivateRedis, Views
from streammon.web import Server, console_server, create_app

NOW = datetime(2023, 10, 12, 1, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server = PrivateRedis(Path(tmp_path_factory.mktemp("redis")))
    yield server.start()
    server.stop()


@pytest.fixture
async def views(redis_url: str) -> AsyncIterator[Views]:
    views = Views.connect(redis_url)
    await views.clear()
    yield views
    await views.close()


@pytest.fixture
async def server(views: Views) -> AsyncIterator[Server]:
    server = console_server(create_app(views, clock=VirtualClock(NOW), title="<某县>", units={"u": "县教育局"}))
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def client(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=server.url, timeout=10) as client:
        yield client
