"""Every implementation of an interface passes the same tests: here the two logs."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator

import pytest

from streammon.stream.kafka.log import KafkaLog
from streammon.stream.log import Log
from streammon.stream.settings import StreamSettings
from streammon.stream.sqlite.log import SqliteLog


@pytest.fixture(params=["sqlite", pytest.param("kafka", marks=pytest.mark.kafka)])
async def log(request, tmp_path) -> AsyncIterator[Log]:
    log = SqliteLog(tmp_path / "log.db") if request.param == "sqlite" else KafkaLog(request.getfixturevalue("kafka"))
    await log.start()
    yield log
    await log.stop()


@pytest.fixture
def again(log):
    """Return a new handle on the same log, as a restarted process has it."""
    return lambda: SqliteLog(log.file) if isinstance(log, SqliteLog) else KafkaLog(log.address)


@pytest.fixture
def settings() -> StreamSettings:
    """Topics of their own, so that tests on one Kafka keep out of each other's way."""
    return StreamSettings(partitions=4, prefix=f"test-{secrets.token_hex(4)}.", session_timeout=6, health_port=None)
