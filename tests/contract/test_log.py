"""What a log promises, whichever it is."""

from __future__ import annotations

import asyncio
import time

import pytest

from streammon.errors import ConfigError
from streammon.stream.log import Outgoing, Record, Span, TopicLayout, TopicPartition
from streammon.stream.sqlite.log import SqliteLog


@pytest.fixture
async def topic(log, settings) -> str:
    name = settings.prefix + "events"
    await log.create([TopicLayout(name, 2, keep=86_400)])
    return name


def outgoing(topic: str, partition: int, *values: str, key: str = "k") -> list[Outgoing]:
    return [Outgoing(topic, partition, key.encode(), value.encode(), (("h", b"\x00\xff"),)) for value in values]


async def read(log, topic: str, partition: int = 0, start: int | None = None, end: int | None = None) -> list[Record]:
    place = TopicPartition(topic, partition)
    span = (await log.spans([place]))[place]
    return [r async for r in log.read(place, span.start if start is None else start, span.end if end is None else end)]


async def test_records_come_back_as_they_were_in_order(log, topic):
    await log.append(outgoing(topic, 0, "a", "b"))
    await log.append(outgoing(topic, 1, "x"))
    await log.append(outgoing(topic, 0, "c"))
    found = await read(log, topic)
    assert [(r.offset, r.value) for r in found] == [(0, b"a"), (1, b"b"), (2, b"c")]
    assert {(r.topic, r.partition, r.key, r.headers) for r in found} == {(topic, 0, b"k", (("h", b"\x00\xff"),))}
    assert [r.value for r in await read(log, topic, 1)] == [b"x"]


async def test_a_part_can_be_read(log, topic):
    await log.append(outgoing(topic, 0, *"abcdefgh"))
    assert [r.value for r in await read(log, topic, start=2, end=5)] == [b"c", b"d", b"e"]
    assert await read(log, topic, start=3, end=3) == []


async def test_spans_say_what_can_be_read(log, topic):
    places = [TopicPartition(topic, 0), TopicPartition(topic, 1)]
    assert set((await log.spans(places)).values()) == {Span(0, 0)}
    await log.append(outgoing(topic, 1, "a", "b", "c"))
    assert await log.spans(places) == {places[0]: Span(0, 0), places[1]: Span(0, 3)}


async def test_nothing_of_what_is_kept_is_written_by_one_who_is_not_the_owner(log, topic):
    assert await log.append(outgoing(topic, 0, "output"), outgoing(topic, 1, "state"), lambda: False) is False
    assert await read(log, topic, 1) == []


async def test_an_owner_who_loses_the_partition_between_outputs_and_states_writes_no_state(log, topic):
    answers = iter([True, True, False, False, False])
    written = await log.append(outgoing(topic, 0, "output"), outgoing(topic, 1, "state"), lambda: next(answers))
    if isinstance(log, SqliteLog):
        assert written  # one transaction: there is no between
    else:
        assert not written
        assert await read(log, topic, 1) == []


async def test_the_owner_writes_outputs_and_states(log, topic):
    assert await log.append(outgoing(topic, 0, "output"), outgoing(topic, 1, "state")) is True
    assert [len(await read(log, topic, n)) for n in (0, 1)] == [1, 1]


async def test_appends_at_the_same_time_lose_nothing(log, topic):
    await asyncio.gather(
        *(log.append(outgoing(topic, n % 2, f"{n}"), outgoing(topic, 1 - n % 2, f"s{n}")) for n in range(60))
    )
    values = [r.value for n in (0, 1) for r in await read(log, topic, n)]
    assert sorted(values) == sorted([f"{n}".encode() for n in range(60)] + [f"s{n}".encode() for n in range(60)])


async def test_what_is_written_is_there_after_a_restart(log, again, topic):
    await log.append(outgoing(topic, 0, "a"))
    await log.stop()
    fresh = again()
    await fresh.start()
    try:
        await fresh.append(outgoing(topic, 0, "b"))
        assert [(r.offset, r.value) for r in await read(fresh, topic)] == [(0, b"a"), (1, b"b")]
        assert (await fresh.topics())[topic] == 2
    finally:
        await fresh.stop()


async def test_creating_again_changes_nothing(log, topic):
    await log.append(outgoing(topic, 0, "a"))
    await log.create([TopicLayout(topic, 7, keep=86_400)])
    assert (await log.topics())[topic] == 2
    assert len(await read(log, topic)) == 1


async def test_large_values_fit(log, topic):
    await log.append([Outgoing(topic, 0, b"k", b"x" * 5_000_000)])
    assert [len(r.value) for r in await read(log, topic)] == [5_000_000]


async def test_a_second_process_on_the_embedded_log_is_refused(tmp_path):
    first, second = SqliteLog(tmp_path / "log.db"), SqliteLog(tmp_path / "log.db")
    await first.start()
    with pytest.raises(ConfigError):
        await second.start()
    reader = SqliteLog(tmp_path / "log.db", read_only=True)
    await reader.start()
    await reader.stop()
    await first.stop()
    await second.start()
    await second.stop()


async def test_retention_takes_what_is_too_old_and_keeps_the_last(tmp_path):
    log = SqliteLog(tmp_path / "log.db")
    await log.start()
    await log.create([TopicLayout("short", 1, keep=60), TopicLayout("for-ever", 1)])
    for topic in ("short", "for-ever"):
        await log.append(outgoing(topic, 0, "a", "b", "c"))
    assert log.tidy() == 0
    in_an_hour = 3_600 + time.time()
    assert log.tidy(in_an_hour) == 2
    assert [r.value for r in await read(log, "short")] == [b"c"]
    assert (await log.spans([TopicPartition("short", 0)])) == {TopicPartition("short", 0): Span(2, 3)}
    assert len(await read(log, "for-ever")) == 3
    await log.append(outgoing("short", 0, "d"))
    assert [(r.offset, r.value) for r in await read(log, "short")] == [(2, b"c"), (3, b"d")]
    await log.stop()


async def test_compaction_keeps_the_last_of_each_key_but_not_before_the_grace_is_over(tmp_path):
    log = SqliteLog(tmp_path / "log.db")
    await log.start()
    await log.create([TopicLayout("changelog", 1, compacted=True)])
    for key, value in ("a1", "b1", "a2", "a3", "b2"):
        await log.append(outgoing("changelog", 0, value, key=key))
    now = time.time()
    assert log.tidy(now, grace=3_600) == 0
    assert log.tidy(now + 10, grace=1) == 3
    assert [(r.offset, r.key, r.value) for r in await read(log, "changelog")] == [(3, b"a", b"3"), (4, b"b", b"2")]
    await log.stop()
