"""A `Due` on its way into the log is not done: whoever waits for all to be settled must wait for it too."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime

from streammon.clock import VirtualClock
from streammon.stream.log import always
from streammon.stream.states import Kept
from streammon.stream.timekeeper import Timekeeper
from streammon.stream.timetable import Timetable

NOW = datetime(2023, 10, 1, tzinfo=UTC)


@dataclass
class SlowLog:
    """Takes its time, as a broker does."""

    begun: asyncio.Event = field(default_factory=asyncio.Event)
    done: asyncio.Event = field(default_factory=asyncio.Event)

    async def append(self, *_: object) -> bool:
        self.begun.set()
        await self.done.wait()
        return True


@dataclass
class Seat:
    timetable: Timetable
    due_topic: str = "due"
    partition: int = 0
    owned: object = always


async def test_what_is_being_published_is_not_idle():
    log, seat = SlowLog(), Seat(Timetable({b"a": Kept((1, 1), {}, NOW)}, [(NOW, b"a")]))
    keeper = Timekeeper(log, VirtualClock(NOW), lambda: [seat])
    assert not keeper.idle
    running = asyncio.create_task(keeper.run())
    await log.begun.wait()
    assert not keeper.idle
    log.done.set()
    while not keeper.idle:  # noqa: ASYNC110 -- nothing announces it
        await asyncio.sleep(0)
    running.cancel()
