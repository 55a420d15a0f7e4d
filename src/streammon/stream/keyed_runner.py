"""A state machine on one partition: each event changes the state of its key exactly once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, cast

from streammon.model.step import Due, Step
from streammon.stream import metrics
from streammon.stream.agent import Keyed
from streammon.stream.log import Outgoing, Record
from streammon.stream.runner import Claim, Desk, Runner
from streammon.stream.states import Kept
from streammon.stream.timetable import Timetable

BATCH = 1_000


class KeyedRunner(Runner):
    """Applies batches: outputs on disk, then states, then the marker, then memory.

    States computed in a batch live in an overlay until then, so a batch that is thrown away was never there.
    """

    def __init__(self, desk: Desk, claim: Claim, asked: Callable[[], None]) -> None:
        super().__init__(desk, claim)
        self.agent = cast(Keyed, desk.agent)
        self.known = desk.states.partition(claim.partition)
        self.timetable = Timetable(self.known.values, self.known.dues())
        self.due_topic = next(name for name, topic in desk.inputs.items() if topic.kind is Due)
        self._asked = asked

    async def run(self) -> None:
        """Apply what comes, batch by batch."""
        await self._mend()
        while True:
            await self.wait_for_work()
            with metrics.BATCH_SECONDS.labels(self.agent.name).time():
                await self._apply(self.take(BATCH))
            await asyncio.sleep(0)

    async def _mend(self) -> None:
        """Write again what a late worker's older value stands behind: compaction keeps the last."""
        stale = [self.keep(key, self.known.values[key]) for key in self.known.stale]
        if stale and await self.desk.log.append((), stale, self.owned):
            self.known.stale.clear()

    async def _apply(self, batch: list[Record]) -> None:
        progress = dict(self.applied)
        overlay: dict[bytes, Kept] = {}
        outputs: list[Outgoing] = []
        heard: list[tuple[Due, bytes]] = []
        good = 0
        for record in batch:
            try:
                outputs += self._event(record, overlay, heard)
                good += 1
            except Exception as error:  # noqa: BLE001 -- whatever a machine raises is one event's fault
                self.desk.limit.good(good)
                outputs.append(self.desk.letter(record, error))
                good = 0
            progress[record.topic] = record.offset + 1
            if self.desk.limit.reason:
                break
        self.desk.limit.good(good)
        kept = [self.keep(key, value) for key, value in overlay.items()]
        if not await self.desk.log.append(outputs, [*kept, self.marker(progress)], self.owned):
            return
        self.remember(progress, overlay)
        self._reschedule(overlay, heard)
        metrics.APPLIED.labels(self.agent.name).inc(len(batch))
        metrics.PUBLISHED.labels(self.agent.name).inc(len(outputs))

    def _event(self, record: Record, overlay: dict[bytes, Kept], heard: list[tuple[Due, bytes]]) -> list[Outgoing]:
        event, now = self.desk.inputs[record.topic].codec.decode(record)
        if isinstance(event, Due):
            heard.append((event, event.key.encode()))
            keys: str | Iterable[str] = event.key
        else:
            keys = self.agent.keys_of(event, self.desk.context)
        if isinstance(keys, str):
            return self._step(keys.encode(), event, now, record, overlay, overlay)
        changed: dict[bytes, Kept] = {}  # of several states all change or none
        outputs = [output for key in keys for output in self._step(key.encode(), event, now, record, overlay, changed)]
        overlay.update(changed)
        return outputs

    def _step(
        self,
        key: bytes,
        event: Any,
        now: datetime,
        record: Record,
        overlay: dict[bytes, Kept],
        changed: dict[bytes, Kept],
    ) -> list[Outgoing]:
        """Apply an event to one state, as the batch (`overlay`) and the event itself (`changed`) have left it."""
        known = changed.get(key) or overlay.get(key) or self.desk.states.of(self.known, key)
        if record.offset < known.offsets.get(record.topic, 0):
            return []  # the state was written, the marker was not
        if isinstance(event, Due) and known.due != event.at:
            return []  # asked for before something else happened, or published twice
        step: Step[Any] = self.agent.machine(known.state, event, now, self.desk.context)
        outputs = [self.desk.outbox.address(emitted, now) for emitted in step.emits]
        changed[key] = Kept(self.epoch, {**known.offsets, record.topic: record.offset + 1}, step.due, step.state)
        return outputs

    def _reschedule(self, overlay: dict[bytes, Kept], heard: list[tuple[Due, bytes]]) -> None:
        for due, key in heard:
            self.timetable.heard(due.at, key)
        for key, value in overlay.items():
            if value.due is not None:
                self.timetable.add(value.due, key)
        self._asked()
