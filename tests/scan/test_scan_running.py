"""Tasks in several processes."""

import os
import signal
from dataclasses import dataclass
from typing import ClassVar

from streammon.scan.record import Record, unread
from streammon.scan.running import AHEAD, records


@dataclass(frozen=True)
class Told:
    """Tells its own path."""

    path: str
    share: ClassVar[float] = 1.0

    def run(self) -> list[Record]:
        return [unread(self.path, "told")]


@dataclass(frozen=True)
class Deadly:
    """Takes its process with it."""

    path: str
    share: ClassVar[float] = 1.0

    def run(self) -> list[Record]:
        os.kill(os.getpid(), signal.SIGKILL)
        return []


def nothing():
    pass


async def given(tasks, taken):
    for task in tasks:
        taken.append(task)
        yield task


async def test_records_come_in_order_and_few_are_ahead():
    tasks = [Told(str(number)) for number in range(50)]
    taken, told = [], []
    async for task, found in records(given(tasks, taken), 2, nothing):
        told.append(task)
        assert [record.path for record in found] == [task.path]
        assert len(taken) - len(told) < 2 * AHEAD
    assert told == tasks


async def test_a_document_that_kills_its_process_is_told_and_the_others_are_checked():
    tasks = [Told("a"), Deadly("b"), Told("c")]
    found = [record async for _, some in records(given(tasks, []), 1, nothing) for record in some]
    assert [record.path for record in found] == ["a", "b", "c"]
    assert "异常退出" in found[1].why
    assert "told" in found[2].why
