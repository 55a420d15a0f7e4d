"""A real log, and what the kernel hands to the runners of an agent."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from counting import COUNT, DOUBLE, TOPICS
from records import NOON, SETTINGS

from streammon.clock import VirtualClock
from streammon.stream.agent import Agent, Context
from streammon.stream.desks import desk_for, layouts
from streammon.stream.runner import Desk
from streammon.stream.sqlite.log import SqliteLog


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(NOON)


@pytest.fixture
async def log(tmp_path: Path) -> AsyncIterator[SqliteLog]:
    log = SqliteLog(tmp_path / "log.db")
    await log.start()
    await log.create(layouts([COUNT, DOUBLE], TOPICS, SETTINGS))
    yield log
    await log.stop()


@pytest.fixture
def desk(log: SqliteLog, clock: VirtualClock) -> Callable[[Agent], Desk]:
    return lambda agent: desk_for(agent, log, TOPICS, Context(clock), SETTINGS)
