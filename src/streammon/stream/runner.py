"""One agent on one partition: it takes what the consumer hands over, in order and without holes, or lets it pass by."""

from __future__ import annotations

import asyncio
import logging
import random
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from streammon.clock import wait_at_most
from streammon.errors import Poison
from streammon.stream import metrics
from streammon.stream.agent import Agent, Context
from streammon.stream.codec import time_of
from streammon.stream.guard import PATIENCE, Limit, dead_letter, wait_before
from streammon.stream.log import Log, Outgoing, Record
from streammon.stream.outbox import Outbox
from streammon.stream.states import MARKER, Epoch, Kept, States, encode_kept
from streammon.stream.topics import Topic

log = logging.getLogger(__name__)

ROOM = 4_000
"""Records that wait in front of an agent, per partition."""

PATIENT_SECONDS = 1.0
"""How long a full agent holds up the consumer, which feeds the others too, before records pass it by."""


@dataclass
class Desk:
    """What the runners of one agent share: how it reads, writes, remembers, and when it stops itself."""

    agent: Agent
    log: Log
    context: Context
    inputs: dict[str, Topic]
    outbox: Outbox
    letters: Outbox
    states: States
    changelog: str
    limit: Limit = field(default_factory=Limit)
    waiting: set[int] = field(default_factory=set)
    chance: random.Random = field(default_factory=random.Random)

    def letter(self, record: Record, error: Exception) -> Outgoing:
        """Return the dead letter for a record, and note it."""
        self.limit.bad()
        metrics.PAUSED.labels(self.agent.name).set(bool(self.limit.reason))
        if self.limit.reason:
            log.error("%s pauses: %s", self.agent.name, self.limit.reason)
        at = self.context.clock.now()
        return self.letters.address(dead_letter(self.agent.name, record, error, at), at)

    async def back_off(self, partition: int, attempt: int, retry_after: float | None) -> None:
        """Wait before the next try of an event that failed for the moment; long waits show in health."""
        metrics.RETRIES.labels(self.agent.name).inc()
        if attempt >= PATIENCE:
            self.waiting.add(partition)
            metrics.WAITING.labels(self.agent.name).set(1)
        await asyncio.sleep(retry_after or wait_before(attempt, self.chance.random()))

    def goes_on(self, partition: int) -> None:
        """Note that what was waited for has come back."""
        if partition in self.waiting:
            self.waiting.discard(partition)
            metrics.WAITING.labels(self.agent.name).set(bool(self.waiting))


@dataclass(frozen=True)
class Claim:
    """What a runner is given with its partition: where to begin in each topic, and as which owner.

    `owned` says whether the partition is still ours; `rewind(topic)` asks the consumer to go back to where the topic's
    readers want to read on.
    """

    partition: int
    start: dict[str, int]
    epoch: Epoch
    owned: Callable[[], bool]
    rewind: Callable[[str], None]


class Runner(ABC):
    """Reads one partition of all input topics of an agent, from the marker on.

    `accepted` is, per topic, the next offset to take in; what comes before it was seen, what comes after it leaves a
    hole, which is never believed: the consumer is asked to go back. `applied` is the next offset to apply; it moves
    when outputs, states and marker are on disk.
    """

    def __init__(self, desk: Desk, claim: Claim) -> None:
        self.desk, self.partition, self.epoch, self.owned = desk, claim.partition, claim.epoch, claim.owned
        self._rewind = claim.rewind
        self.accepted, self.applied = dict(claim.start), dict(claim.start)
        self.queue: deque[Record] = deque()
        self._passed_by: set[str] = set()
        self._work, self._room = asyncio.Event(), asyncio.Event()
        self._room.set()

    async def offer(self, topic: str, records: Sequence[Record]) -> None:
        """Take in what follows on what was taken in before."""
        next_ = self.accepted[topic]
        if records[-1].offset < next_:
            return
        fresh = records[max(0, next_ - records[0].offset) :]
        if fresh[0].offset > next_:
            self._rewind(topic)
            return
        if not self._room.is_set() and self.partition not in self.desk.waiting and not self.desk.limit.reason:
            await wait_at_most(self._room, PATIENT_SECONDS)
        if not self._room.is_set() or self.accepted[topic] != next_:
            self._passed_by.add(topic)
            return
        self.queue.extend(fresh)
        self.accepted[topic] = fresh[-1].offset + 1
        if len(self.queue) >= ROOM:
            self._room.clear()
        self._work.set()

    def take(self, most: int) -> list[Record]:
        """Take up to `most` records off the queue; go back for what had to pass by once there is room."""
        taken = [self.queue.popleft() for _ in range(min(most, len(self.queue)))]
        if len(self.queue) < ROOM // 2 and not self._room.is_set():
            self._room.set()
        if self._passed_by and self._room.is_set():
            for topic in self._passed_by:
                self._rewind(topic)
            self._passed_by.clear()
        return taken

    async def wait_for_work(self) -> None:
        """Return when there is something in the queue and the agent has not stopped itself."""
        while not self.queue or self.desk.limit.reason:
            self._work.clear()
            await self._work.wait()

    def marker(self, progress: dict[str, int]) -> Outgoing:
        """Return the changelog record that says how far the partition is applied."""
        return self.keep(MARKER, Kept(self.epoch, progress))

    def keep(self, key: bytes, value: Kept) -> Outgoing:
        """Return the changelog record of a value."""
        return Outgoing(self.desk.changelog, self.partition, key, encode_kept(value))

    def remember(self, progress: dict[str, int], fresh: dict[bytes, Kept]) -> None:
        """Let memory know what is on disk by now."""
        values = self.desk.states.partition(self.partition).values
        values.update(fresh)
        values[MARKER] = Kept(self.epoch, progress)
        self.applied.update(progress)

    def oldest(self) -> datetime | None:
        """Return the time of the oldest event that was taken in and is not applied; None if it has none."""
        waiting = next(iter(self.pending()), None)
        try:
            return time_of(dict(waiting.headers)) if waiting else None
        except Poison:
            return None

    def pending(self) -> Iterable[Record]:
        """Iterate over what was taken in and is not applied, oldest first."""
        return self.queue

    @property
    def has_room(self) -> bool:
        """Whether it would take in more."""
        return self._room.is_set() and not self.desk.limit.reason

    @property
    def idle(self) -> bool:
        """Whether everything that was taken in is applied."""
        return self.applied == self.accepted

    @abstractmethod
    async def run(self) -> None:
        """Work until cancelled. Anything raised is a reason to stop the worker."""
