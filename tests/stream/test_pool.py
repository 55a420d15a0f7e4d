import asyncio
import os
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from streammon.errors import Permanent
from streammon.stream.pool import TRIES, Pool

PREPARED: list[int] = []


def prepare() -> None:
    PREPARED.append(os.getpid())


def die(tally: Path) -> None:
    with tally.open("a") as file:
        file.write("x")
    os._exit(3)


def die_once(tally: Path) -> str:
    if not tally.exists():
        die(tally)
    return "done"


def outlive(tally: Path, answer: int) -> int:
    """Be under way as long as something beside it dies, but not for ever: it may run when all are dead."""
    for _ in range(400):
        if tally.exists() and tally.read_text() == "x" * TRIES:
            break
        time.sleep(0.001)
    return answer


def refuse(text: str) -> None:
    raise ValueError(text)


@pytest.fixture
def pool() -> Iterator[Pool]:
    pool = Pool(2, prepare)
    yield pool
    pool.stop()


async def test_work_is_done_elsewhere_by_a_process_that_was_made_ready(pool: Pool):
    there = await pool.run(os.getpid)
    assert there != os.getpid()
    assert await pool.run(partial(len, PREPARED)) == 0, "the argument is the parent's"
    assert await pool.run(prepared_there) >= 1


def prepared_there() -> int:
    return PREPARED.count(os.getpid())


async def test_what_kills_its_process_again_and_again_is_given_up(pool: Pool, tmp_path: Path):
    with pytest.raises(Permanent, match=str(TRIES)):
        await pool.run(partial(die, tmp_path / "tally"))
    assert (tmp_path / "tally").read_text() == "x" * TRIES
    assert await pool.run(partial(abs, -4)) == 4, "the others go on"


async def test_what_kills_its_process_once_is_tried_again(pool: Pool, tmp_path: Path):
    assert await pool.run(partial(die_once, tmp_path / "tally")) == "done"


async def test_work_beside_one_that_dies_again_and_again_is_done(pool: Pool, tmp_path: Path):
    beside = [pool.run(partial(outlive, tmp_path / "tally", number)) for number in range(2)]
    died, *others = await asyncio.gather(pool.run(partial(die, tmp_path / "tally")), *beside, return_exceptions=True)
    assert isinstance(died, Permanent)
    assert others == [0, 1], "they were under way all the time, and did not kill anything"


async def test_what_the_work_raises_is_raised_here(pool: Pool):
    with pytest.raises(ValueError, match="no good"):
        await pool.run(partial(refuse, "no good"))


WORDS: list[str] = []


def know(word: str) -> None:
    WORDS[:] = [word]


def known_after(gate: Path) -> str:
    while not gate.exists():
        time.sleep(0.001)
    return WORDS[0]


def known() -> str:
    return WORDS[0]


async def test_renewed_processes_take_over_and_the_old_ones_finish(tmp_path: Path):
    pool = Pool(1, partial(know, "old"))
    under_way = asyncio.create_task(pool.run(partial(known_after, tmp_path / "gate")))
    await asyncio.sleep(0)
    await pool.renew(partial(know, "new"))
    assert await pool.run(known) == "new"
    assert not under_way.done()
    (tmp_path / "gate").touch()
    assert await under_way == "old"
    pool.stop()
