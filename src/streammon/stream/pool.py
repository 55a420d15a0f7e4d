"""Processes for what takes the processor's time: looking through text, opening attachments."""

from __future__ import annotations

import asyncio
import multiprocessing
import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from streammon.errors import Permanent

T = TypeVar("T")

TRIES = 3
"""How many processes one piece of work may take with it."""


class Pool:
    """`size` processes, each made ready by `prepare`. One that dies (memory, a parser's crash) is replaced."""

    def __init__(self, size: int, prepare: Callable[[], None]) -> None:
        self._size, self._prepare = size, prepare
        self._executor = self._new()

    async def run(self, work: Callable[[], T]) -> T:
        """Return what `work` returns. Raises Permanent when it has killed its process several times."""
        for _ in range(TRIES):
            executor = self._executor
            try:
                return await asyncio.get_running_loop().run_in_executor(executor, work)
            except BrokenProcessPool:
                if self._executor is executor:
                    self._executor = self._new()
        raise Permanent(f"the process that worked on this died {TRIES} times")

    def stop(self) -> None:
        """End the processes, without waiting for what they are at."""
        self._executor.shutdown(wait=False, cancel_futures=True)

    def _new(self) -> ProcessPoolExecutor:
        # Not forked: a child must not inherit the log's lock, nor sockets.
        context = multiprocessing.get_context("forkserver")
        return ProcessPoolExecutor(self._size, context, initializer=_begin, initargs=(self._prepare,))


def _begin(prepare: Callable[[], None]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    prepare()
