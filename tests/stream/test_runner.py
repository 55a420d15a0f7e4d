import asyncio
from dataclasses import dataclass, field

import pytest
from counting import COUNT, DOUBLE, Tick
from records import record

from streammon.stream import runner as module
from streammon.stream.keyed_runner import KeyedRunner
from streammon.stream.log import Record, always
from streammon.stream.runner import ROOM, Claim, Runner
from streammon.stream.stateless_runner import StatelessRunner

TICKS = "county.ticks"
TICK = record(Tick(key="a", seq=1), topic=TICKS)


def ticks(start: int, end: int, topic: str = TICKS) -> list[Record]:
    return [TICK._replace(topic=topic, offset=offset) for offset in range(start, end)]


def offsets(runner: Runner) -> list[int]:
    return [waiting.offset for waiting in runner.queue]


@dataclass
class Seat:
    """A runner that nobody runs yet, and where it has asked the consumer to go back."""

    runner: Runner
    rewinds: list[str] = field(default_factory=list)


@pytest.fixture
def seat(desk) -> Seat:
    rewinds: list[str] = []
    runner = StatelessRunner(desk(DOUBLE), Claim(0, {TICKS: 5}, (1, 1), always, rewinds.append))
    return Seat(runner, rewinds)


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(module, "PATIENT_SECONDS", 0.01)


@pytest.fixture
def patient(monkeypatch):
    """Whoever waits for room now waits until the test times out."""
    monkeypatch.setattr(module, "PATIENT_SECONDS", 3_600)


async def test_what_follows_is_taken_in(seat):
    await seat.runner.offer(TICKS, ticks(5, 8))
    await seat.runner.offer(TICKS, ticks(8, 9))
    assert offsets(seat.runner) == [5, 6, 7, 8]
    assert seat.runner.accepted == {TICKS: 9}
    assert seat.runner.applied == {TICKS: 5}
    assert not seat.rewinds


async def test_what_was_seen_is_dropped(seat):
    await seat.runner.offer(TICKS, ticks(0, 5))
    assert offsets(seat.runner) == []
    await seat.runner.offer(TICKS, ticks(3, 7))
    await seat.runner.offer(TICKS, ticks(2, 7))
    await seat.runner.offer(TICKS, ticks(6, 8))
    assert offsets(seat.runner) == [5, 6, 7]
    assert not seat.rewinds


async def test_a_hole_is_never_believed(seat):
    await seat.runner.offer(TICKS, ticks(6, 9))
    assert offsets(seat.runner) == []
    assert seat.runner.accepted == {TICKS: 5}
    assert seat.rewinds == [TICKS]
    await seat.runner.offer(TICKS, ticks(5, 9))
    assert offsets(seat.runner) == [5, 6, 7, 8]


async def test_what_finds_no_room_passes_by_and_is_asked_for_again_when_there_is_some(seat, impatient):
    full = 5 + ROOM
    await seat.runner.offer(TICKS, ticks(5, full))
    assert not seat.runner.has_room
    await seat.runner.offer(TICKS, ticks(full, full + 10))
    assert seat.runner.accepted == {TICKS: full}
    assert len(seat.runner.queue) == ROOM
    seat.runner.take(ROOM // 2)
    assert not seat.rewinds, "half full is no room yet"
    seat.runner.take(1)
    assert seat.rewinds == [TICKS]
    assert seat.runner.has_room
    seat.runner.take(1)
    assert seat.rewinds == [TICKS], "asked once"
    await seat.runner.offer(TICKS, ticks(full, full + 10))
    assert seat.runner.accepted == {TICKS: full + 10}


async def test_room_that_comes_in_time_is_waited_for(seat, patient):
    full = 5 + ROOM
    await seat.runner.offer(TICKS, ticks(5, full))
    offered = asyncio.create_task(seat.runner.offer(TICKS, ticks(full, full + 10)))
    await asyncio.sleep(0)
    assert not offered.done()
    seat.runner.take(ROOM)
    await offered
    assert offsets(seat.runner) == list(range(full, full + 10))
    assert not seat.rewinds


@pytest.mark.parametrize("why", ["paused", "waiting"])
async def test_an_agent_that_must_wait_holds_up_nobody(seat, patient, why):
    full = 5 + ROOM
    await seat.runner.offer(TICKS, ticks(5, full))
    if why == "paused":
        seat.runner.desk.limit.reason = "10 dead letters in a row"
    else:
        seat.runner.desk.waiting.add(0)
    async with asyncio.timeout(5):
        await seat.runner.offer(TICKS, ticks(full, full + 1))
    assert seat.runner.accepted == {TICKS: full}
    assert not seat.runner.has_room


async def test_a_paused_agent_begins_nothing(seat):
    await seat.runner.offer(TICKS, ticks(5, 6))
    await seat.runner.wait_for_work()
    seat.runner.desk.limit.reason = "10 dead letters in a row"
    work = asyncio.create_task(seat.runner.wait_for_work())
    for _ in range(10):
        await asyncio.sleep(0)
    assert not work.done()
    work.cancel()


async def test_topics_are_taken_in_apart(desk):
    rewinds: list[str] = []
    start = {TICKS: 0, "county.more-ticks": 7, "county.due-count": 0}
    runner = KeyedRunner(desk(COUNT), Claim(0, start, (1, 1), always, rewinds.append), lambda: None)
    await runner.offer(TICKS, ticks(0, 2))
    await runner.offer("county.more-ticks", ticks(8, 9, "county.more-ticks"))
    await runner.offer("county.more-ticks", ticks(6, 8, "county.more-ticks"))
    assert [(waiting.topic, waiting.offset) for waiting in runner.queue] == [
        (TICKS, 0), (TICKS, 1), ("county.more-ticks", 7)
    ]  # fmt: skip
    assert rewinds == ["county.more-ticks"]
    assert runner.accepted == {TICKS: 2, "county.more-ticks": 8, "county.due-count": 0}


async def test_an_agent_that_waits_says_so_in_health_until_it_goes_on(seat, monkeypatch):
    monkeypatch.setattr(module, "wait_before", lambda attempt, chance: 0.0)
    for attempt in range(1, module.PATIENCE):
        await seat.runner.desk.back_off(0, attempt, None)
    assert not seat.runner.desk.waiting
    await seat.runner.desk.back_off(0, module.PATIENCE, None)
    assert seat.runner.desk.waiting == {0}
    seat.runner.desk.goes_on(1)
    assert seat.runner.desk.waiting == {0}
    seat.runner.desk.goes_on(0)
    assert not seat.runner.desk.waiting
