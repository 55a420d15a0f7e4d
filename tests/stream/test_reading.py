import pytest
from counting import TOPICS, Tick, Tock
from records import NOON

from streammon.errors import Poison
from streammon.stream import reading
from streammon.stream.log import Outgoing
from streammon.stream.outbox import Outbox

OUTBOX = Outbox([TOPICS["ticks"], TOPICS["tocks"]], 4, "county.")
TICKS = [Tick(key=f"k{number % 7}", seq=number) for number in range(60)]


async def publish(log, *events):
    await log.append([OUTBOX.address(event, NOON) for event in events])


async def test_everything_of_a_topic_is_read_in_the_order_of_its_partitions(log):
    await publish(log, *TICKS, Tock(key="a", seq=1, count=1))
    found = [event async for event in reading.events(log, TOPICS["ticks"], "county.")]
    assert sorted(found, key=lambda tick: tick.seq) == TICKS
    records = [record async for record in reading.records(log, TOPICS["ticks"], "county.")]
    assert [(r.partition, r.offset) for r in records] == sorted((r.partition, r.offset) for r in records)
    for key in {tick.key for tick in TICKS}:
        assert [tick.seq for tick in found if tick.key == key] == [tick.seq for tick in TICKS if tick.key == key]


async def test_a_topic_that_is_not_there_or_empty_holds_nothing(log):
    assert [event async for event in reading.events(log, TOPICS["ticks"], "county.")] == []
    assert [event async for event in reading.events(log, TOPICS["ticks"], "another.")] == []


async def test_what_retention_took_is_not_waited_for(log):
    await publish(log, *TICKS)
    taken = log.tidy(now=4e9)
    found = [event async for event in reading.events(log, TOPICS["ticks"], "county.")]
    assert taken > 0
    assert len(found) == len(TICKS) - taken


async def test_a_record_that_is_no_event_is_poison(log):
    await publish(log, TICKS[0])
    await log.append([Outgoing("county.ticks", 0, b"k", b"{}")])
    with pytest.raises(Poison):
        [event async for event in reading.events(log, TOPICS["ticks"], "county.")]
