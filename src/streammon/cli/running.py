"""Running something until it ends, fails, or a person stops it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Coroutine
from typing import Any

from streammon.cli.logs import log_calmly
from streammon.stream.worker import Worker

STOP_SECONDS = 10.0
"""How long stopping may take. What is not done by then is done at the next start; nothing is lost."""


def run_until_stopped(main: Coroutine[Any, Any, int]) -> int:
    """Run `main`; Ctrl-C and SIGTERM cancel it. Return its exit code."""
    log_calmly()
    return asyncio.run(_guarded(main))


async def _guarded(main: Coroutine[Any, Any, int]) -> int:
    loop = asyncio.get_running_loop()
    task = asyncio.ensure_future(main)

    def stop() -> None:
        task.cancel()
        # os._exit: a thread or a task that does not let go must not keep the program alive.
        loop.call_later(STOP_SECONDS, os._exit, 1)

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)
    try:
        return await task
    except asyncio.CancelledError:
        sys.stdout.flush()
        return 0


async def until_failed(worker: Worker) -> int:
    """Wait; return 70 when the worker must be restarted."""
    await worker.failed.wait()
    return 70
