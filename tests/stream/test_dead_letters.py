import pytest
from counting import TOPICS, Tick
from records import NOON

from streammon.errors import ConfigError, Poison
from streammon.stream import dead_letters, reading
from streammon.stream.guard import dead_letter
from streammon.stream.log import Outgoing
from streammon.stream.outbox import Outbox

LETTERS = TOPICS["dead-letters"]
TICKS = Outbox([TOPICS["ticks"]], 4, "county.")
OUTBOX = Outbox([LETTERS], 4, "county.")


async def fail(log, *seqs: int) -> list[str]:
    """Publish ticks that nobody could handle, with their letters; return the ids of the letters."""
    await log.append([TICKS.address(Tick(key=f"k{seq}", seq=seq), NOON) for seq in seqs])
    await log.append([Outgoing("county.ticks", 2, b"\xff\x00raw", b"\xfe no json", (("x", b"\xe9"),))])
    records = [record async for record in reading.records(log, TOPICS["ticks"], "county.")]
    letters = [dead_letter("count", record, Poison("no good"), NOON) for record in records]
    await log.append([OUTBOX.address(letter, NOON) for letter in letters])
    return [letter.letter_id for letter in letters]


async def listed(log):
    return [letter async for letter in dead_letters.letters(log, LETTERS, "county.")]


async def test_all_letters_are_listed(log):
    identities = await fail(log, 1, 2, 3)
    assert {letter.letter_id for letter in await listed(log)} == set(identities)
    assert len(identities) == 4


async def test_a_letter_that_was_written_twice_around_a_crash_is_one(log):
    await fail(log, 1)
    again = [OUTBOX.address(letter, NOON) for letter in await listed(log)]
    await log.append(again)
    assert len(await listed(log)) == 2


async def test_one_is_found_by_its_id(log):
    identities = await fail(log, 1, 2)
    found = await dead_letters.find(log, LETTERS, "county.", identities[1])
    assert found.letter_id == identities[1]
    with pytest.raises(ConfigError, match=r"nothing: .*dead-letters list"):
        await dead_letters.find(log, LETTERS, "county.", "nothing")


async def test_a_replayed_record_is_the_original_with_a_mark(log):
    await fail(log, 1, 2, 3)
    before = [record async for record in reading.records(log, TOPICS["ticks"], "county.")]
    letters = await listed(log)
    for letter in letters:
        await dead_letters.replay(log, letter)
    after = [record async for record in reading.records(log, TOPICS["ticks"], "county.")]
    marks = {(letter.topic, letter.partition, letter.offset): letter.letter_id.encode() for letter in letters}
    expected = [
        (r.topic, r.partition, r.key, r.value, (*r.headers, ("replayed", marks[r.topic, r.partition, r.offset])))
        for r in before
    ]
    fresh = [record for record in after if record not in before]
    assert sorted((r.topic, r.partition, r.key, r.value, r.headers) for r in fresh) == sorted(expected)
    assert [record for record in after if record in before] == before, "what stood there stays"


async def test_a_replayed_event_can_be_handled(log):
    await fail(log, 5)
    letter = next(letter for letter in await listed(log) if letter.key == b"k5")
    await dead_letters.replay(log, letter)
    *_, last = [record async for record in reading.records(log, TOPICS["ticks"], "county.") if record.key == b"k5"]
    assert dict(last.headers)["replayed"] == letter.letter_id.encode()
    assert TOPICS["ticks"].codec.decode(last) == (Tick(key="k5", seq=5), NOON)
