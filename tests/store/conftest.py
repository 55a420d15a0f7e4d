from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from streammon.store import PrivateRedis, Views


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server = PrivateRedis(Path(tmp_path_factory.mktemp("redis")))
    yield server.start()
    server.stop()


@pytest.fixture
async def views(url: str) -> AsyncIterator[Views]:
    views = Views.connect(url)
    await views.clear()
    yield views
    await views.close()
