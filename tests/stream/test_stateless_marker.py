"""The marker of a stateless agent never passes an event that is not finished, in whatever order they finish."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
from counting import DOUBLE, TOPICS, Tick, Tock
from hypothesis import given, settings
from hypothesis import strategies as st
from records import NOON, SETTINGS, record

from streammon.clock import VirtualClock
from streammon.errors import Permanent
from streammon.stream.agent import Context, Stateless
from streammon.stream.desks import desk_for, layouts
from streammon.stream.log import TopicPartition, always
from streammon.stream.runner import Claim
from streammon.stream.sqlite.log import SqliteLog
from streammon.stream.stateless_runner import StatelessRunner
from streammon.stream.states import MARKER

INPUTS = ("county.ticks", "county.more-ticks")


class Stage:
    """A runner whose events finish when the test says so."""

    def __init__(self, log: SqliteLog, concurrency: int) -> None:
        self.log = log
        self.under_way: dict[int, asyncio.Future[None]] = {}
        agent = Stateless("double", ("ticks", "more-ticks"), DOUBLE.emits, self._handle, concurrency)
        self.desk = desk_for(agent, log, TOPICS, Context(VirtualClock(NOON)), SETTINGS)
        self.desk.limit._consecutive = 1_000
        self.runner = StatelessRunner(self.desk, Claim(0, dict.fromkeys(INPUTS, 0), (1, 1), always, lambda _: None))

    async def _handle(self, event: Tick, _context: Context) -> Tock:
        self.under_way[event.seq] = asyncio.get_running_loop().create_future()
        try:
            await self.under_way[event.seq]
        finally:
            del self.under_way[event.seq]
        return Tock(key="a", seq=event.seq, count=event.seq)

    async def offer(self, numbers: list[tuple[str, int]]) -> None:
        next_ = dict(self.runner.accepted)
        for topic, seq in numbers:
            await self.runner.offer(topic, [record(Tick(key="a", seq=seq), next_[topic], topic)])
            next_[topic] += 1

    def marker(self) -> dict[str, int]:
        found = [r for r in self.log.page(TopicPartition(self.desk.changelog, 0), 0, 10_000) if r.key == MARKER]
        return msgspec.json.decode(found[-1].value)["offsets"] if found else dict.fromkeys(INPUTS, 0)

    def written(self) -> int:
        places = [TopicPartition(f"county.{name}", n) for name in ("tocks", "dead-letters") for n in range(4)]
        return sum(self.log.next(place) for place in places)


@asynccontextmanager
async def staged(concurrency: int) -> AsyncIterator[Stage]:
    with tempfile.TemporaryDirectory() as folder:
        log = SqliteLog(Path(folder) / "log.db")
        await log.start()
        await log.create(layouts([DOUBLE], TOPICS, SETTINGS))
        stage = Stage(log, concurrency)
        running = asyncio.create_task(stage.runner.run())
        yield stage
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await log.stop()


async def settle() -> None:
    for _ in range(60):
        await asyncio.sleep(0)


@settings(max_examples=30, deadline=None)
@given(
    concurrency=st.integers(1, 8),
    topics=st.lists(st.sampled_from(INPUTS), min_size=1, max_size=25),
    picks=st.lists(st.tuples(st.integers(0, 99), st.booleans()), min_size=60, max_size=60),
)
def test_whatever_the_order_in_which_events_finish(concurrency, topics, picks):
    asyncio.run(play(concurrency, topics, iter(picks)))


async def play(concurrency, topics, picks) -> None:
    async with staged(concurrency) as stage:
        numbers = [(topic, seq) for seq, topic in enumerate(topics)]
        offset = {seq: topics[:seq].count(topic) for topic, seq in numbers}
        await stage.offer(numbers)
        await settle()
        unfinished = {seq for _, seq in numbers}
        while unfinished:
            assert len(stage.under_way) == min(concurrency, len(unfinished))
            index, fails = next(picks)
            seq = sorted(stage.under_way)[index % len(stage.under_way)]
            finish(stage, seq, fails)
            unfinished.discard(seq)
            await settle()
            assert stage.marker() == {
                topic: min((offset[s] for s in unfinished if topics[s] == topic), default=topics.count(topic))
                for topic in INPUTS
            }
            assert stage.written() == len(numbers) - len(unfinished), "the marker is written behind the outputs"
        assert stage.runner.idle


def finish(stage: Stage, seq: int, fails: bool) -> None:
    if fails:
        stage.under_way[seq].set_exception(Permanent("no good"))
    else:
        stage.under_way[seq].set_result(None)
