"""Two workers on Kafka and the feeder that keeps them busy."""

from __future__ import annotations

import asyncio
import random
import secrets
from pathlib import Path
from signal import SIGTERM
from types import TracebackType
from typing import Self

import feeder
import worker
from processes import Victim
from verdict import Verdict, completed
from waiting import until

import tally
from streammon.stream.desks import layouts
from streammon.stream.kafka.log import KafkaLog
from streammon.stream.log import TopicPartition

MOST = 10_000_000


class Fleet:
    """Workers and a feeder on topics of their own; ended when the block is left."""

    def __init__(self, address: str, folder: Path) -> None:
        self.address, self.folder, self.prefix = address, folder, f"crash-{secrets.token_hex(4)}."
        self.log = f"kafka://{address}"
        self.workers: list[Victim] = []
        self._feeder: Victim | None = None
        self._started = 0

    def __enter__(self) -> Self:
        asyncio.run(self._create())
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for victim in (*self.workers, *([self._feeder] if self._feeder else [])):
            victim.finish()

    def start(self) -> Victim:
        """Start one more worker."""
        self._started += 1
        script = str(Path(worker.__file__))
        victim = Victim([script, self.log, self.prefix], self.folder / f"worker-{self._started}")
        self.workers.append(victim)
        return victim

    def ready(self) -> None:
        """Return when every worker has had partitions."""
        for victim in self.workers:
            until(victim.printed, 60, "a worker has its partitions")

    def revive(self) -> int:
        """Start a worker for each that has ended of itself, as a supervisor does; return how many.

        One that is started while the broker is away says so and ends: there is nothing that it could do.
        """
        ended = [victim for victim in self.workers if not victim.alive]
        for victim in ended:
            self.workers.remove(victim)
            self.start()
        return len(ended)

    def any_of(self, chance: random.Random) -> Victim:
        """Return one of the workers."""
        return chance.choice(self.workers)

    def end(self, victim: Victim, how: int) -> int:
        """End a worker and return its exit status."""
        self.workers.remove(victim)
        return victim.end(how)

    def feed(self, rate: int, first: int = 0, count: int = MOST) -> None:
        """Start feeding, in a process of its own."""
        arguments = [Path(feeder.__file__), self.address, self.prefix, first, count, rate]
        self._feeder = Victim([str(argument) for argument in arguments], self.folder / "feeder")

    def fed(self, seconds: float = 120) -> None:
        """Return when the feeder has written all that it was to write."""
        assert self._feeder is not None
        assert self._feeder.wait(seconds) == 0

    def stop_feeding(self) -> None:
        """Let the feeder finish what it is at."""
        assert self._feeder is not None
        assert self._feeder.end(SIGTERM, 120) == 0

    def written(self, *names: str) -> int:
        """Return how many records topics hold."""
        return asyncio.run(self._written(names))

    def verdict(self, seconds: float = 120) -> Verdict:
        """Return the verdict on all that was fed, once nothing is missing, or after `seconds`."""
        return completed(self.log, self.prefix, seconds)

    async def _create(self) -> None:
        log = KafkaLog(self.address)
        await log.start()
        await log.create(layouts([tally.TALLY], tally.TOPICS, worker.settings(self.prefix)))
        await log.stop()

    async def _written(self, names: tuple[str, ...]) -> int:
        log = KafkaLog(self.address)
        await log.start()
        places = [TopicPartition(self.prefix + name, number) for name in names for number in range(tally.PARTITIONS)]
        spans = await log.spans(places)
        await log.stop()
        return sum(span.end for span in spans.values())
