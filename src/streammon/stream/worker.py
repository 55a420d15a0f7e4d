"""A worker: Faust's partitions, our runners on them, and what keeps them going.

When an assignment is complete, the runners begin at the markers; when it is taken away, they are cancelled and what
they had not yet on disk was never there. The watchdog asks again for what the log has and nobody was handed.
"""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from faust.types import TP

from streammon.clock import wait_at_most
from streammon.stream import app as faust_app
from streammon.stream import metrics
from streammon.stream.agent import Agent, Context, Keyed
from streammon.stream.desks import desk_for
from streammon.stream.keyed_runner import KeyedRunner
from streammon.stream.log import Log, Span, TopicPartition
from streammon.stream.runner import Claim, Desk, Runner
from streammon.stream.settings import StreamSettings
from streammon.stream.stateless_runner import StatelessRunner
from streammon.stream.timekeeper import Timekeeper
from streammon.stream.topics import Topic

log = logging.getLogger(__name__)

WATCH_SECONDS = 2.0


class Worker:
    """Runs agents on a log until stopped. `failed` is set when it must be restarted."""

    def __init__(
        self,
        log_: Log,
        agents: Iterable[Agent],
        topics: Mapping[str, Topic],
        context: Context,
        settings: StreamSettings,
    ) -> None:
        self.log, self.settings, self.context = log_, settings, context
        self.desks: dict[str, Desk] = {a.name: desk_for(a, log_, topics, context, settings) for a in agents}
        self.runners: dict[tuple[str, int], Runner] = {}
        self.failed = asyncio.Event()
        self.ready = asyncio.Event()
        self.spans: Mapping[TopicPartition, Span] = {}
        self._generation = 0
        self._tasks: list[asyncio.Task[None]] = []
        self._asked: dict[TopicPartition, int] = {}
        self._services: list[asyncio.Task[None]] = []
        self._timekeeper = Timekeeper(log_, context.clock, self._keyed_runners)
        self.app = faust_app.build(log_, settings)
        self.app.positions = self.positions
        for desk in self.desks.values():
            name = faust_app.attach(self.app, desk.agent.name, list(desk.inputs), desk.states.recover, self._offer)
            if name != desk.changelog:
                raise RuntimeError(f"Faust calls the changelog {name}, not {desk.changelog}")
        self.app.on_partitions_revoked.connect(self._close)
        self.app.on_partitions_assigned.connect(self._forget)
        self.app.on_rebalance_complete.connect(self._open)

    async def start(self) -> None:
        """Start Faust; returns before the first assignment (`ready`)."""
        _calm_collector()
        await self.app.start()
        self._services = [
            asyncio.create_task(self._watch(), name="watchdog"),
            asyncio.create_task(self._timekeeper.run(), name="timekeeper"),
        ]
        for service in self._services:
            service.add_done_callback(self._ended)

    async def stop(self) -> None:
        """Stop taking events, then stop Faust. What is under way and not on disk is done again at the next start."""
        for task in self._services:
            task.cancel()
        await self._close()
        await asyncio.gather(*self._services, return_exceptions=True)
        await self.app.stop()

    async def settled(self) -> None:
        """Return when everything in the log is applied and nothing that is due is unpublished.

        Only a worker that has the log to itself can tell.
        """
        while not await self._is_settled():  # noqa: ASYNC110 -- nothing tells when Faust's own queues are empty
            await asyncio.sleep(0.001)

    async def _is_settled(self) -> bool:
        if not self.ready.is_set() or not self._timekeeper.idle or not all(r.idle for r in self.runners.values()):
            return False
        spans = await self.log.spans(self._inputs())
        return all(
            spans[TopicPartition(topic, number)].end <= offset
            for (_, number), runner in self.runners.items()
            for topic, offset in runner.applied.items()
        )

    def positions(self) -> dict[TopicPartition, int]:
        """Return where each partition must be read on: at the least of what its readers with room wait for."""
        found: dict[TopicPartition, int] = {}
        for (_, number), runner in self.runners.items():
            for topic, offset in runner.accepted.items() if runner.has_room else ():
                place = TopicPartition(topic, number)
                found[place] = min(found.get(place, offset), offset)
        return found

    async def _offer(self, agent: str, place: TopicPartition, records: Sequence[Any]) -> None:
        runner = self.runners.get((agent, place.partition))
        if runner is not None:
            await runner.offer(place.topic, records)

    async def _close(self, *_: object, **__: object) -> None:
        self._generation += 1
        self.ready.clear()
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self.runners.clear()
        self._asked.clear()

    async def _forget(self, _app: object, assigned: set[TP], **_: object) -> None:
        for desk in self.desks.values():
            desk.states.forget_all_but({tp.partition for tp in assigned if tp.topic == desk.changelog})

    async def _open(self, *_: object, **__: object) -> None:
        """Put runners on what is ours now; states are recovered by this time."""
        await self._close()
        mine = self._generation
        numbers = {tp.partition for tp in self.app.consumer.assignment() if self.app.is_changelog(tp.topic)}
        places = [TopicPartition(topic, n) for desk in self.desks.values() for topic in desk.inputs for n in numbers]
        self.spans = await self.log.spans(places)
        if mine != self._generation:
            return
        for desk in self.desks.values():
            for number in sorted(numbers):
                self.runners[desk.agent.name, number] = self._runner(desk, number)
        for (name, number), runner in self.runners.items():
            task = asyncio.create_task(runner.run(), name=f"{name}-{number}")
            task.add_done_callback(self._ended)
            self._tasks.append(task)
        metrics.ASSIGNED.set(len(numbers))
        self._timekeeper.look()
        self.ready.set()

    def _runner(self, desk: Desk, number: int) -> Runner:
        generation = self._generation
        partition = desk.states.partition(number)
        start = self._start(desk, number, partition.progress())
        epoch = (partition.epoch + 1, self.app.consumer_generation_id)

        def owned() -> bool:
            return generation == self._generation

        def rewind(topic: str) -> None:
            self._rewind(TopicPartition(topic, number))

        claim = Claim(number, start, epoch, owned, rewind)
        if isinstance(desk.agent, Keyed):
            return KeyedRunner(desk, claim, self._timekeeper.look)
        return StatelessRunner(desk, claim)

    def _start(self, desk: Desk, number: int, progress: Mapping[str, int]) -> dict[str, int]:
        start = {}
        for topic in desk.inputs:
            first = self.spans[TopicPartition(topic, number)].start
            start[topic] = progress.get(topic, first)
            if start[topic] < first:
                eaten = first - start[topic]
                log.error("%s: retention of %s-%d took %d unread events", desk.agent.name, topic, number, eaten)
                metrics.EATEN.labels(desk.agent.name).inc(eaten)
                start[topic] = first
        return start

    def _rewind(self, place: TopicPartition) -> None:
        """Send the consumer back, unless it is on its way there."""
        offset = self.positions().get(place)
        if offset is not None and self._asked.get(place) != offset:
            self._asked[place] = offset
            metrics.REWINDS.labels(place.topic).inc()
            task = asyncio.create_task(self.app.consumer.seek(TP(*place), offset))
            self._services.append(task)
            task.add_done_callback(self._services.remove)

    async def _watch(self) -> None:
        """Faust sometimes stops delivering, after a broker restart: ask again for what the log still has."""
        before: Mapping[TopicPartition, int] = {}
        while True:
            await wait_at_most(self.failed, WATCH_SECONDS)
            if self.app.crashed:
                log.error("Faust has crashed: %r", self.app.crash_reason)
                self.failed.set()
                return
            if not self.ready.is_set() or self.app.rebalancing:
                continue
            positions = self.positions()
            self.spans = await self.log.spans(self._inputs())
            for place, offset in positions.items():
                if before.get(place) == offset and offset < self.spans[place].end:
                    self._asked.pop(place, None)
                    self._rewind(place)
            before = positions
            self._measure()

    def _measure(self) -> None:
        for name in self.desks:
            metrics.LAG.labels(name).set(self.lag(name))
            metrics.OLDEST.labels(name).set(max(self.ages(name).values(), default=0.0))

    def lag(self, agent: str) -> int:
        """Return how many events of the log, as last looked at, an agent has not applied."""
        return sum(
            max(0, self.spans[TopicPartition(topic, number)].end - offset)
            for (name, number), runner in self.runners.items()
            if name == agent
            for topic, offset in runner.applied.items()
        )

    def ages(self, agent: str) -> dict[int, float]:
        """Return, by partition, how many seconds ago the oldest event not yet applied happened."""
        now, found = self.context.clock.now(), {}
        for (name, number), runner in self.runners.items():
            if name == agent and (oldest := runner.oldest()):
                found[number] = (now - oldest).total_seconds()
        return found

    def _inputs(self) -> set[TopicPartition]:
        return {TopicPartition(topic, n) for (_, n), runner in self.runners.items() for topic in runner.accepted}

    def _keyed_runners(self) -> list[KeyedRunner]:
        return [runner for runner in self.runners.values() if isinstance(runner, KeyedRunner)]

    def _ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()):
            log.error("%s has failed: %s", task.get_name(), type(error).__name__, exc_info=error)
            self.failed.set()


def _calm_collector() -> None:
    """Keep the garbage collector from looking through the whole program for every few hundred events.

    Most of what is alive by now are modules, which stay; events come and go by reference count. Measured: a fifth more
    events per second.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
