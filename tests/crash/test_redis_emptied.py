"""Redis holds nothing that the log does not: emptied, it is made anew by one command."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
from typing import Any

import msgspec
import pytest
import redis

from streammon.demo.month import END, PERIOD, Progress
from streammon.store.server import PrivateRedis
from streammon.store.views import Views

pytestmark = [pytest.mark.crash, pytest.mark.timeout(300)]


@pytest.fixture
def data(quiet_month, tmp_path):
    """What the month has left behind, to be spoiled."""
    return shutil.copytree(quiet_month[0].data, tmp_path / "data")


@pytest.fixture
def url(data):
    server = PrivateRedis(data / "redis")
    yield server.start()
    server.stop()


def test_redis_emptied(data, url, figures):
    before = asyncio.run(shown(url))
    with redis.Redis.from_url(url) as client:
        figures["keys"] = client.dbsize()
        client.flushall()
    assert asyncio.run(shown(url)) != before
    prefix = msgspec.json.decode((data / "demo.json").read_bytes(), type=Progress).prefix
    command = [sys.executable, "-m", "streammon", "view", "rebuild", "--data", str(data), "--prefix", prefix]
    subprocess.run(command, check=True, capture_output=True)
    after = asyncio.run(shown(url))
    figures |= {name: len(rows) for name, rows in after.items() if isinstance(rows, list)}
    assert after == before


async def shown(url: str) -> dict[str, Any]:
    """Return everything that the views show."""
    views = Views.connect(url)
    try:
        return {
            "sources": await views.sources(limit=10_000),
            "incidents": await views.incidents(open_only=False, limit=10_000),
            "open": await views.incidents(limit=10_000),
            "grades": await views.grades(PERIOD),
            "counters": await views.counters(END),
        }
    finally:
        await views.close()
