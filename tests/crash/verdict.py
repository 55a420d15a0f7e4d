"""What the log says afterwards: every event once in, its right answer out, every ring rung."""

from __future__ import annotations

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from waiting import until

import tally
from streammon.assembly.options import Options
from streammon.model.base import Event
from streammon.stream import reading


@dataclass
class Verdict:
    """Figures of one log. `again` are answers that were published more than once with the same content."""

    events: int = 0
    asks: int = 0
    lost: int = 0
    wrong: int = 0
    again: int = 0
    different: int = 0
    unrung: int = 0
    misrung: int = 0
    letters: int = 0
    examples: list[str] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        return self.events > 0 and not self.lost and not self.unrung

    @property
    def flawless(self) -> bool:
        return self.complete and not (self.wrong or self.different or self.misrung or self.letters)


def judge(address: str, prefix: str) -> Verdict:
    """Read the whole log and compare."""
    return asyncio.run(_judge(address, prefix))


def completed(address: str, prefix: str, seconds: float, events: int = 1) -> Verdict:
    """Return the verdict once `events` are in and nothing is missing any more, else the one after `seconds`."""
    last = Verdict()

    def complete() -> bool:
        nonlocal last
        last = judge(address, prefix)
        return last.complete and last.events >= events

    with contextlib.suppress(AssertionError):  # the verdict says what is missing
        until(complete, seconds, "every event has its answer", every=1)
    return last


async def _judge(address: str, prefix: str) -> Verdict:
    log = Options(Path(), log=address).open_log(read_only=True)
    await log.start()
    try:
        found: dict[str, list[Any]] = {name: [] for name in tally.TOPICS}
        for name, topic in tally.TOPICS.items():
            async for event in reading.events(log, topic, prefix):
                found[name].append(event)
    finally:
        await log.stop()
    verdict = Verdict(letters=len(found["dead-letters"]))
    _count(verdict, found["left"], found["right"], found["counted"])
    _ring(verdict, found["left"], found["rung"])
    return verdict


def _count(verdict: Verdict, left: Iterable[tally.Left], right: Iterable[tally.Right], counted: list[Any]) -> None:
    fed = [("left", event.key, event.seq) for event in left] + [("right", event.key, event.seq) for event in right]
    assert len(set(fed)) == len(fed), "the feeder wrote an event twice: the test proves nothing"
    lanes: dict[tuple[str, str], int] = defaultdict(int)
    for lane, key, seq in fed:
        lanes[lane, key] += 1
        assert seq == lanes[lane, key], "the feeder left an event out or changed the order: the test proves nothing"
    answers = _grouped(verdict, counted, lambda answer: (answer.lane, answer.key, answer.seq))
    verdict.events = len(fed)
    verdict.lost = len(set(fed) - answers.keys())
    wrong = [str(answer) for answer in counted if answer.count != answer.seq]
    verdict.wrong = len(wrong) + len(answers.keys() - set(fed))
    verdict.examples += [*wrong[:3], *map(str, sorted(set(fed) - answers.keys())[:3])]


def _ring(verdict: Verdict, left: Iterable[tally.Left], rung: list[Any]) -> None:
    asked: dict[str, list[datetime]] = defaultdict(list)
    for event in left:
        if event.ring:
            asked[event.key].append(event.ring)
    expected = {(key, number): at for key, moments in asked.items() for number, at in enumerate(moments, 1)}
    rings = _grouped(verdict, rung, lambda ring: (ring.key, ring.number))
    verdict.asks = len(expected)
    verdict.unrung = len(expected.keys() - rings.keys())
    wrong = [str(ring) for ring in rung if not ring.at == ring.heard == expected.get((ring.key, ring.number))]
    verdict.misrung = len(wrong)
    verdict.examples += wrong[:3]


def _grouped(verdict: Verdict, answers: Iterable[Event], identity: Any) -> dict[Any, bytes]:
    """Return the answers by identity; note which came again, the same or not."""
    first: dict[Any, bytes] = {}
    for answer in answers:
        content = msgspec.json.encode(answer)
        if first.setdefault(identity(answer), content) is content:
            continue
        if first[identity(answer)] == content:
            verdict.again += 1
        else:
            verdict.different += 1
    return first
