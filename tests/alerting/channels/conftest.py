"""A robot that runs, and a client to call it with."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from wecom_robot import Robot


@pytest.fixture
async def robot() -> AsyncIterator[Robot]:
    robot = Robot()
    server = await asyncio.start_server(robot.serve, "127.0.0.1", 0)
    robot.port = server.sockets[0].getsockname()[1]
    async with server:
        yield robot
        robot.silent.set()


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(timeout=httpx.Timeout(5, read=0.5), trust_env=False) as client:
        yield client
