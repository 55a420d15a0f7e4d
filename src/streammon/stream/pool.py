"""Processes for what takes the processor's time: looking through text, opening attachments."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import threading
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
        self._executor = self._new(size, prepare)
        self._alone = asyncio.Lock()

    async def run(self, work: Callable[[], T]) -> T:
        """Return what `work` returns. Raises Permanent when it has killed its process several times."""
        executor = self._executor
        try:
            return await asyncio.get_running_loop().run_in_executor(executor, work)
        except BrokenProcessPool:
            if self._executor is executor:
                self._executor = self._new(self._size, self._prepare)
        return await self._run_alone(work)

    async def renew(self, prepare: Callable[[], None]) -> None:
        """Go on with processes made ready by another `prepare`.

        The old ones work until the new ones are ready, and finish what they were given: nobody waits meanwhile.
        """
        executor = self._new(self._size, prepare)
        loop = asyncio.get_running_loop()
        await asyncio.gather(*(loop.run_in_executor(executor, _ready) for _ in range(self._size)))
        former, self._executor, self._prepare = self._executor, executor, prepare
        former.shutdown(wait=False)

    async def _run_alone(self, work: Callable[[], T]) -> T:
        """Try again apart from the others: whatever was beside the culprit has died with it, and is not to blame."""
        for _ in range(TRIES - 1):
            async with self._alone:
                executor = self._new(1, self._prepare)
                try:
                    return await asyncio.get_running_loop().run_in_executor(executor, work)
                except BrokenProcessPool:
                    continue
                finally:
                    executor.shutdown(wait=False, cancel_futures=True)
        raise Permanent(f"the process that worked on this died {TRIES} times")

    def stop(self) -> None:
        """End the processes, without waiting for what they are at."""
        self._executor.shutdown(wait=False, cancel_futures=True)

    @staticmethod
    def _new(size: int, prepare: Callable[[], None]) -> ProcessPoolExecutor:
        # Not forked: a child must not inherit the log's lock, nor sockets.
        context = multiprocessing.get_context("forkserver")
        return ProcessPoolExecutor(size, context, initializer=_begin, initargs=(prepare,))


def _ready() -> None:
    """Be done as soon as a process is there to do it."""


def _begin(prepare: Callable[[], None]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    prepare()


def _end_with_parent() -> None:
    """A program that was killed has told its processes nothing: they would wait for work for ever."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)
