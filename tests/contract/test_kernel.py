"""What the kernel promises its agents, on either log."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from counting import COUNT, DOUBLE, TOPICS, Count, Rang, Tick, Tock
from faust.types import TP

from streammon.clock import VirtualClock
from streammon.errors import Permanent, Transient
from streammon.model.base import Event
from streammon.model.dead_letter import DeadLetter
from streammon.model.step import Step
from streammon.stream import reading
from streammon.stream.agent import Agent, Context, Keyed, Stateless
from streammon.stream.desks import layouts
from streammon.stream.log import Outgoing, TopicPartition
from streammon.stream.outbox import Outbox
from streammon.stream.worker import Worker

START = datetime(2023, 10, 1, tzinfo=UTC)


class Stage:
    """A log with topics, a clock, and workers that come and go."""

    def __init__(self, log, settings, agents: Iterable[Agent]) -> None:
        self.log, self.settings, self.agents = log, settings, tuple(agents)
        self.clock = VirtualClock(START)

    @asynccontextmanager
    async def worker(self):
        worker = Worker(self.log, self.agents, TOPICS, Context(self.clock), self.settings)
        await worker.start()
        try:
            await asyncio.wait_for(worker.ready.wait(), 60)
            yield worker
        finally:
            await worker.stop()

    async def send(self, *events: Event, topic: str = "ticks") -> None:
        outbox = Outbox([TOPICS[topic]], self.settings.partitions, self.settings.prefix)
        await self.log.append([outbox.address(event, self.clock.now()) for event in events])

    async def all(self, topic: str) -> list:
        return [event async for event in reading.events(self.log, TOPICS[topic], self.settings.prefix)]

    async def run(self, until: Callable[[Worker], object] | None = None) -> None:
        """Let a worker do all there is to do."""
        async with self.worker() as worker:
            await settled(worker)
            if until:
                until(worker)


async def settled(worker: Worker) -> None:
    await asyncio.wait_for(worker.settled(), 60)


async def until(condition: Callable[[], object]) -> None:
    """Wait for what no event announces."""
    async with asyncio.timeout(60):
        while not condition():  # noqa: ASYNC110 -- nothing announces it
            await asyncio.sleep(0.01)


@pytest.fixture
async def stage(log, settings):
    async def make(*agents: Agent) -> Stage:
        await log.create(layouts(agents, TOPICS, settings))
        return Stage(log, settings, agents)

    return make


def ticks(keys: int, each: int, first: int = 1) -> list[Tick]:
    return [Tick(key=f"k{key}", seq=seq) for seq in range(first, first + each) for key in range(keys)]


def assert_each_counted_once(tocks: list[Tock], keys: int, each: int) -> None:
    assert all(tock.seq == tock.count for tock in tocks)
    assert Counter(tock.key for tock in tocks) == {f"k{key}": each for key in range(keys)}


async def test_every_event_changes_its_state_once_and_in_order(stage):
    scene = await stage(COUNT)
    await scene.send(*ticks(keys=50, each=40))
    await scene.run()
    assert_each_counted_once(await scene.all("tocks"), keys=50, each=40)


async def test_a_restart_goes_on_where_it_was(stage):
    scene = await stage(COUNT)
    await scene.send(*ticks(keys=20, each=5))
    await scene.run()
    await scene.send(*ticks(keys=20, each=5, first=6))
    await scene.run()
    await scene.run()
    assert_each_counted_once(await scene.all("tocks"), keys=20, each=10)


async def test_events_that_come_while_it_runs_are_applied(stage):
    scene = await stage(COUNT)
    async with scene.worker() as worker:
        for first in range(1, 6):
            await scene.send(*ticks(keys=10, each=1, first=first))
            await settled(worker)
    assert_each_counted_once(await scene.all("tocks"), keys=10, each=5)


async def test_a_machine_reads_several_topics_with_one_state(stage):
    scene = await stage(COUNT)
    await scene.send(*ticks(keys=10, each=3))
    await scene.run()
    await scene.send(*ticks(keys=10, each=3, first=4), topic="more-ticks")
    await scene.run()
    assert_each_counted_once(await scene.all("tocks"), keys=10, each=6)


async def test_a_batch_that_is_thrown_away_was_never_there(stage, monkeypatch):
    """The partition is lost after the outputs were published: the next owner must come to the same states."""
    scene = await stage(COUNT)
    await scene.send(*ticks(keys=10, each=10))
    append, cut = type(scene.log).append, []

    async def cut_short(self, outputs, kept=(), owned=lambda: True):
        if kept and outputs and len(cut) < 3:
            cut.append(True)
            await append(self, outputs)
            return False
        return await append(self, outputs, kept, owned)

    monkeypatch.setattr(type(scene.log), "append", cut_short)
    async with scene.worker():
        await until(lambda: len(cut) == 3)
    monkeypatch.undo()
    await scene.run()
    tocks = await scene.all("tocks")
    assert all(tock.seq == tock.count for tock in tocks)
    assert {(tock.key, tock.seq) for tock in tocks} == {(f"k{k}", s) for k in range(10) for s in range(1, 11)}


async def test_what_the_consumer_skips_is_fetched_again(stage):
    scene = await stage(COUNT)
    await scene.send(*ticks(keys=1, each=10))
    async with scene.worker() as worker:
        await settled(worker)
        [number] = [number for (_, number), runner in worker.runners.items() if any(runner.applied.values())]
        await worker.app.consumer.seek(TP(scene.settings.prefix + "ticks", number), 15)
        await scene.send(*ticks(keys=1, each=20, first=11))
        await settled(worker)
    assert_each_counted_once(await scene.all("tocks"), keys=1, each=30)


async def test_due_comes_at_its_moment_and_once(stage):
    scene = await stage(COUNT)
    due = START + timedelta(days=3)
    await scene.send(Tick(key="a", seq=1, due=due), Tick(key="b", seq=1, due=due + timedelta(hours=1)))
    async with scene.worker() as worker:
        await settled(worker)
        assert await scene.all("rangs") == []
        scene.clock.advance_to(due + timedelta(minutes=30))
        await settled(worker)
        assert await scene.all("rangs") == [Rang(key="a", at=due, heard=due)]
        scene.clock.advance_to(due + timedelta(days=30))
        await settled(worker)
    rangs = await scene.all("rangs")
    assert sorted((rang.key, rang.at) for rang in rangs) == [("a", due), ("b", due + timedelta(hours=1))]


async def test_due_outlives_a_restart(stage):
    scene = await stage(COUNT)
    due = START + timedelta(days=3)
    await scene.send(*(Tick(key=f"k{n}", seq=1, due=due) for n in range(20)))
    await scene.run()
    scene.clock.advance_to(due)
    await scene.run()
    await scene.run()
    assert sorted(rang.key for rang in await scene.all("rangs")) == sorted(f"k{n}" for n in range(20))


async def test_a_due_that_was_put_off_does_not_come(stage):
    scene = await stage(COUNT)
    first, later = START + timedelta(days=1), START + timedelta(days=2)
    await scene.send(Tick(key="a", seq=1, due=first), Tick(key="a", seq=2, due=later))
    async with scene.worker() as worker:
        await settled(worker)
        scene.clock.advance_to(later + timedelta(days=1))
        await settled(worker)
    assert [rang.at for rang in await scene.all("rangs")] == [later]


async def test_a_due_published_twice_is_heard_once(stage):
    scene = await stage(COUNT)
    due = START + timedelta(days=1)
    await scene.send(Tick(key="a", seq=1, due=due))
    await scene.run()
    scene.clock.advance_to(due)
    async with scene.worker() as worker:
        await settled(worker)
        [runner] = [runner for runner in worker.runners.values() if runner.known.values.get(b"a")]
        again = worker._timekeeper._record(runner, due, b"a")
        await scene.log.append([again, again])
        await settled(worker)
    assert len(await scene.all("rangs")) == 1


async def test_poison_goes_aside_with_its_bytes_and_the_stream_goes_on(stage):
    scene = await stage(COUNT)
    (good,) = [Outbox([TOPICS["ticks"]], 4, scene.settings.prefix).address(Tick(key="k0", seq=1), START)]
    number = "11010519491231002X"
    bad = [
        good._replace(value=b"\xff\x00"),
        good._replace(value=f'{{"key":"k0","seq":"{number}"}}'.encode()),
        good._replace(headers=()),
    ]
    await scene.log.append([*bad, good])
    await scene.run()
    assert_each_counted_once(await scene.all("tocks"), keys=1, each=1)
    letters: list[DeadLetter] = await scene.all("dead-letters")
    assert sorted(letter.value for letter in letters) == sorted(record.value for record in bad)
    assert {(letter.agent, letter.topic, letter.kind) for letter in letters} == {("count", good.topic, "Poison")}
    assert not any(number in letter.reason for letter in letters)
    await scene.run()
    assert len(await scene.all("dead-letters")) == 3


async def test_an_event_that_a_machine_fails_on_leaves_no_trace_in_its_state(stage):
    scene = await stage(COUNT)
    await scene.send(Tick(key="k0", seq=1), Tick(key="k0", seq=-1), Tick(key="k0", seq=2))
    await scene.run()
    assert_each_counted_once(await scene.all("tocks"), keys=1, each=2)
    [letter] = await scene.all("dead-letters")
    assert letter.kind == "ValueError"
    assert "bad" not in letter.reason


async def test_a_bad_release_does_not_drain_a_topic_into_dead_letters(stage):
    scene = await stage(COUNT, DOUBLE)
    await scene.send(*(Tick(key="k0", seq=-1) for _ in range(300)))
    await scene.send(*ticks(keys=4, each=2))
    async with scene.worker() as worker:
        count, double = worker.desks["count"], worker.desks["double"]
        await until(lambda: count.limit.reason)
        async with asyncio.timeout(60):
            while len(await scene.all("dead-letters")) < 10:  # noqa: ASYNC110 -- nothing announces them
                await asyncio.sleep(0.05)
        await until(lambda: all(r.idle for (name, _), r in worker.runners.items() if name == "double"))
        assert not double.limit.reason
        assert worker.lag("count") >= 0
    letters = await scene.all("dead-letters")
    assert 10 <= len(letters) < 50
    assert len([t for t in await scene.all("tocks") if t.count == -1]) == 300


async def test_a_full_agent_does_not_hold_up_another_on_its_topic(stage):
    """One agent waits for something that is down; the other reads on, and the first catches up when it is back."""
    down = asyncio.Event()

    async def stuck(event: Tick, _: Context) -> Tock:
        if not down.is_set():
            raise Transient("still down", retry_after=0.02)
        return Tock(key=event.key, seq=event.seq, count=0)

    scene = await stage(COUNT, Stateless("stuck", ("ticks",), ("tocks",), stuck, 4))
    async with scene.worker() as worker:
        await scene.send(Tick(key="k0", seq=1))
        await until(lambda: worker.desks["stuck"].waiting)
        for first in range(2, 12_002, 1_000):
            await scene.send(*ticks(keys=1, each=1_000, first=first))
        name = scene.settings.prefix + "ticks"
        counts = [runner for (agent, _), runner in worker.runners.items() if agent == "count"]
        await until(lambda: sum(runner.applied[name] for runner in counts) == 12_001)
        assert worker.desks["stuck"].waiting
        down.set()
        await settled(worker)
    tocks = await scene.all("tocks")
    assert_each_counted_once([tock for tock in tocks if tock.count], keys=1, each=12_001)
    assert sorted(tock.seq for tock in tocks if not tock.count) == list(range(1, 12_002))


async def test_transient_errors_are_tried_again(stage):
    tries: dict[int, int] = defaultdict(int)

    async def shaky(event: Tick, _: Context) -> Tock:
        tries[event.seq] += 1
        if tries[event.seq] <= 2:
            raise Transient("not now", retry_after=0.01)
        return Tock(key=event.key, seq=event.seq, count=event.seq)

    scene = await stage(Stateless("shaky", ("ticks",), ("tocks",), shaky, 16))
    await scene.send(*ticks(keys=3, each=10))
    await scene.run()
    assert len(await scene.all("tocks")) == 30
    assert await scene.all("dead-letters") == []


async def test_permanent_errors_are_not_tried_again(stage):
    tries = []

    async def refuses(event: Tick, _: Context) -> None:
        tries.append(event.seq)
        raise Permanent("never")

    scene = await stage(Stateless("refuses", ("ticks",), ("tocks",), refuses, 1))
    await scene.send(*ticks(keys=1, each=3))
    await scene.run()
    assert tries == [1, 2, 3]
    assert [letter.reason for letter in await scene.all("dead-letters")] == ["never"] * 3


async def test_slow_events_do_not_hold_up_others_and_are_not_passed_by_the_marker(stage):
    gate, begun = asyncio.Event(), []

    async def slow(event: Tick, _: Context) -> Tock:
        begun.append(event.seq)
        if event.seq == 1:
            await gate.wait()
        return Tock(key=event.key, seq=event.seq, count=event.seq)

    agent = Stateless("slow", ("ticks",), ("tocks",), slow, 4)
    scene = await stage(agent)
    await scene.send(*ticks(keys=1, each=50))
    async with scene.worker() as worker:
        await until(lambda: len(begun) == 50)
        runner = next(r for r in worker.runners.values() if len(r.accepted) and max(r.accepted.values()))
        assert max(runner.applied.values()) == 0
    gate.set()
    begun.clear()
    await scene.run()
    assert begun[0] == 1
    assert {tock.seq for tock in await scene.all("tocks")} == set(range(1, 51))


async def test_events_of_a_key_are_begun_one_after_the_other_where_order_matters(stage):
    """One that has to wait holds up those behind it, through all its tries, and nobody else."""
    begun, tries = [], []

    async def ordered(event: Tick, _: Context) -> Tock:
        if event.key == "k0" and event.seq == 1 and len(tries) < 2:
            tries.append(len(begun))
            raise Transient("not yet", 0.05)
        begun.append((event.key, event.seq))
        return Tock(key=event.key, seq=event.seq, count=event.seq)

    agent = Stateless("ordered", ("ticks",), ("tocks",), ordered, 4, in_order=True)
    scene = await stage(agent)
    await scene.send(*ticks(keys=3, each=20))
    await scene.run()
    assert len(tries) == 2
    for key in ("k0", "k1", "k2"):
        assert [seq for told, seq in begun if told == key] == list(range(1, 21))


async def test_an_event_for_several_states_reaches_each_of_them(stage):
    class Both(msgspec.Struct, frozen=True):
        count: int = 0

    def both(state: Both, event: Tick, _now: datetime, _context: Context) -> Step[Both]:
        return Step(Both(state.count + 1), (Tock(key=event.key, seq=event.seq, count=state.count + 1),))

    agent = Keyed("both", ("ticks",), ("tocks",), Both, lambda event: [event.key, "total"], both)
    scene = await stage(agent)
    await scene.send(*ticks(keys=1, each=5))
    await scene.run()
    await scene.send(*ticks(keys=1, each=5, first=6))
    await scene.run()
    assert Counter(tock.count for tock in await scene.all("tocks")) == dict.fromkeys(range(1, 11), 2)


async def test_a_late_write_of_an_earlier_owner_does_not_turn_the_state_back(stage):
    """A worker that slept past its session writes behind its successor: recovery must not believe it."""
    scene = await stage(COUNT)
    await scene.send(*ticks(keys=1, each=5))
    seen: list[Outgoing] = []

    def remember(worker: Worker) -> None:
        [runner] = [r for r in worker.runners.values() if b"k0" in r.known.values]
        seen.append(runner.keep(b"k0", runner.known.values[b"k0"]))
        seen.append(runner.marker(dict(runner.applied)))

    await scene.run(remember)
    await scene.send(*ticks(keys=1, each=5, first=6))
    await scene.run()
    await scene.log.append([], seen)
    await scene.send(*ticks(keys=1, each=5, first=11))
    await scene.run()
    await scene.send(*ticks(keys=1, each=5, first=16))
    await scene.run()
    assert_each_counted_once(await scene.all("tocks"), keys=1, each=20)
    changelog = TopicPartition(seen[0].topic, seen[0].partition)
    span = (await scene.log.spans([changelog]))[changelog]
    values = [r.value async for r in scene.log.read(changelog, span.start, span.end) if r.key == b"k0"]
    assert msgspec.json.decode(values[-1])["state"] == {"count": 20, "due": None}


async def test_the_state_is_what_the_type_says(stage):
    scene = await stage(COUNT)
    await scene.send(Tick(key="k0", seq=1))
    await scene.run()

    def look(worker: Worker) -> None:
        [runner] = [r for r in worker.runners.values() if b"k0" in r.known.values]
        assert worker.desks["count"].states.of(runner.known, b"k0").state == Count(1)

    await scene.run(look)
