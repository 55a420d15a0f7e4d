"""Tasks done by several processes, their records in the order of the tasks, no more in memory than a window of them."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Callable

from streammon.errors import Permanent
from streammon.scan.record import Record, unread
from streammon.scan.task import Task
from streammon.stream.pool import Pool
from streammon.words import say

AHEAD = 3
"""How many tasks per process may be begun, or done and not yet told."""


async def records(
    tasks: AsyncIterator[Task], jobs: int, prepare: Callable[[], None]
) -> AsyncGenerator[tuple[Task, list[Record]]]:
    """Yield every task with its records. A task that takes its process with it is told as a document not checked."""
    pool = Pool(jobs, prepare)
    waiting: deque[tuple[Task, asyncio.Task[list[Record]]]] = deque()
    try:
        async for task in tasks:
            waiting.append((task, asyncio.create_task(_done(task, pool))))
            if len(waiting) >= jobs * AHEAD:
                yield await _next(waiting)
        while waiting:
            yield await _next(waiting)
    finally:
        for _, running in waiting:
            running.cancel()
        pool.stop()


async def _next(waiting: deque[tuple[Task, asyncio.Task[list[Record]]]]) -> tuple[Task, list[Record]]:
    task, running = waiting.popleft()
    return task, await running


async def _done(task: Task, pool: Pool) -> list[Record]:
    try:
        return await pool.run(task.run)
    except Permanent:
        return [unread(task.path, say("scan.died"))]
