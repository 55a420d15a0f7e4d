"""A stateless agent on one partition: many events at once, the marker follows the lowest unfinished one."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import cast

from streammon.errors import Transient
from streammon.model.base import Event
from streammon.stream import metrics
from streammon.stream.agent import Stateless
from streammon.stream.log import Outgoing, Record
from streammon.stream.runner import Claim, Desk, Runner

WINDOW = 1_000
"""Events begun and not yet behind the marker: what may be done again after a crash."""


class StatelessRunner(Runner):
    """Works on up to `concurrency` events at once; what is finished is published, in whatever order.

    An agent that is `in_order` begins an event when those before it with the same key are finished.
    """

    def __init__(self, desk: Desk, claim: Claim) -> None:
        super().__init__(desk, claim)
        self.agent = cast(Stateless, desk.agent)
        self._begun: dict[tuple[str, int], Record] = {}
        self._finished: list[tuple[Record, list[Outgoing]]] = []
        self._last: dict[bytes | None, asyncio.Task[None]] = {}
        self._free = asyncio.Semaphore(self.agent.concurrency)
        self._changed = asyncio.Event()

    async def run(self) -> None:
        """Begin events and publish what they came to, until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._begin(group))
            group.create_task(self._publish())

    async def _begin(self, group: asyncio.TaskGroup) -> None:
        while True:
            await self.wait_for_work()
            while len(self._begun) >= WINDOW:
                self._changed.clear()
                await self._changed.wait()
            for record in self.take(1):
                self._begun[record.topic, record.offset] = record
                before = self._last.get(record.key) if self.agent.in_order else None
                self._last[record.key] = group.create_task(self._handle(record, before))

    async def _handle(self, record: Record, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await before
        async with self._free:
            outputs = await self._outputs(record)
        self._finished.append((record, outputs))
        if self._last.get(record.key) is asyncio.current_task():
            del self._last[record.key]
        self._changed.set()

    async def _outputs(self, record: Record) -> list[Outgoing]:
        attempt = 0
        while True:
            try:
                event, _ = self.desk.inputs[record.topic].codec.decode(record)
                emits = _as_events(await self.agent.handler(event, self.desk.context))
                at = self.desk.context.clock.now()
                outputs = [self.desk.outbox.address(emitted, at) for emitted in emits]
            except Transient as error:
                attempt += 1
                await self.desk.back_off(self.partition, attempt, error.retry_after)
            except Exception as error:  # noqa: BLE001 -- whatever a handler raises is one event's fault
                return [self.desk.letter(record, error)]
            else:
                self.desk.limit.good()
                self.desk.goes_on(self.partition)
                return outputs

    async def _publish(self) -> None:
        while True:
            while not self._finished:
                self._changed.clear()
                await self._changed.wait()
            finished, self._finished = self._finished, []
            outputs = [output for _, found in finished for output in found]
            begun = self._begun.keys() - {(record.topic, record.offset) for record, _ in finished}
            progress = self._progress(begun)
            if not await self.desk.log.append(outputs, [self.marker(progress)], self.owned):
                return
            for record, _ in finished:
                del self._begun[record.topic, record.offset]
            self.remember(progress, {})
            self._changed.set()
            metrics.APPLIED.labels(self.agent.name).inc(len(finished))
            metrics.PUBLISHED.labels(self.agent.name).inc(len(outputs))

    def pending(self) -> Iterable[Record]:
        """Iterate over what was begun, then over what waits."""
        yield from self._begun.values()
        yield from self.queue

    def _progress(self, begun: Iterable[tuple[str, int]]) -> dict[str, int]:
        """Return the lowest offset per topic that is not finished: begun, waiting in the queue, or not yet seen."""
        progress = dict(self.accepted)
        for topic, offset in (*begun, *((record.topic, record.offset) for record in self._head())):
            progress[topic] = min(progress[topic], offset)
        return progress

    def _head(self) -> Iterable[Record]:
        """Return the first waiting record of each topic."""
        seen: set[str] = set()
        for record in self.queue:
            if record.topic not in seen:
                seen.add(record.topic)
                yield record
            if len(seen) == len(self.accepted):
                return


def _as_events(emits: Event | Iterable[Event] | None) -> Iterable[Event]:
    if emits is None:
        return ()
    return (emits,) if isinstance(emits, Event) else emits
