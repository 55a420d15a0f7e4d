"""Publishes a `Due` when the moment that a state has asked for has passed: the only way wall time enters a machine."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime

from streammon.clock import Clock
from streammon.model.step import Due
from streammon.stream import codec
from streammon.stream.keyed_runner import KeyedRunner
from streammon.stream.log import Log, Outgoing

MOST = 1_000
"""Published at once, per partition."""


class Timekeeper:
    """Watches the timetables of all machines of a worker.

    A `Due` happens at the moment that was asked for, so that what follows from it is the same however late it comes.
    """

    def __init__(self, log: Log, clock: Clock, runners: Callable[[], Iterable[KeyedRunner]]) -> None:
        self._log, self._clock, self._runners = log, clock, runners
        self._changed = asyncio.Event()
        self._publishing = False

    def look(self) -> None:
        """Look again: a timetable has changed."""
        self._changed.set()

    @property
    def idle(self) -> bool:
        """Whether nothing that is due waits to be published, or is on its way into the log."""
        earliest = self._earliest()
        return not self._publishing and (earliest is None or earliest > self._clock.now())

    async def run(self) -> None:
        """Publish what is due, for ever."""
        while True:
            self._changed.clear()
            now = self._clock.now()
            for runner in list(self._runners()):
                await self._publish(runner, now)
            await self._sleep()

    async def _sleep(self) -> None:
        waits: list[asyncio.Task[object]] = [asyncio.create_task(self._changed.wait())]
        if (earliest := self._earliest()) is not None:
            waits.append(asyncio.create_task(self._clock.wait_until(earliest)))
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()

    def _earliest(self) -> datetime | None:
        moments = [moment for runner in self._runners() if (moment := runner.timetable.earliest()) is not None]
        return min(moments, default=None)

    async def _publish(self, runner: KeyedRunner, now: datetime) -> None:
        while entries := runner.timetable.take(now, MOST):
            written, self._publishing = False, True
            try:
                written = await self._log.append([self._record(runner, *entry) for entry in entries], (), runner.owned)
            finally:
                self._publishing = False
                if not written:
                    runner.timetable.put_back(entries)
            if not written:
                return

    def _record(self, runner: KeyedRunner, moment: datetime, key: bytes) -> Outgoing:
        due = Due(key=key.decode(), at=moment)
        topic = runner.due_topic
        return Outgoing(topic, runner.partition, key, codec.encode(due), codec.headers(due, moment))
