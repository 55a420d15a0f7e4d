"""A machine that shows every lost, doubled or forgotten event, though it reads two topics at once.

How two topics interleave is chance, so each event carries its number within its key *and lane*, one lane per topic:
the count of the lane that comes out must equal it. Some events ask to be rung later; rings are numbered too.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from streammon.model.base import Event, Instant
from streammon.model.step import Due, Step
from streammon.stream.agent import Context, Keyed
from streammon.stream.topics import DAY, Topic

KEYS = 400
PARTITIONS = 8
ASKS = 25
"""Every so-many-th event of a key's left lane asks for a ring."""


class Left(Event, frozen=True, kw_only=True):
    key: str
    seq: int
    ring: Instant | None = None


class Right(Event, frozen=True, kw_only=True):
    key: str
    seq: int


class Counted(Event, frozen=True, kw_only=True):
    """The answer to one event: how many of its key and lane had been counted with it."""

    key: str
    lane: str
    seq: int
    count: int


class Rung(Event, frozen=True, kw_only=True):
    """The answer to one ring: its number within the key, the moment asked for, the moment at which it was heard."""

    key: str
    number: int
    at: Instant
    heard: Instant


class Tally(msgspec.Struct, frozen=True):
    left: int = 0
    right: int = 0
    rung: int = 0
    asked: tuple[Instant, ...] = ()


def tally(state: Tally, event: Left | Right | Due, now: datetime, _context: Context) -> Step[Tally]:
    match event:
        case Left(key=key, seq=seq, ring=ring):
            asked = (*state.asked, ring) if ring else state.asked
            after = msgspec.structs.replace(state, left=state.left + 1, asked=asked)
            answers: tuple[Event, ...] = (Counted(key=key, lane="left", seq=seq, count=after.left),)
        case Right(key=key, seq=seq):
            after = msgspec.structs.replace(state, right=state.right + 1)
            answers = (Counted(key=key, lane="right", seq=seq, count=after.right),)
        case Due(key=key, at=at):
            after = msgspec.structs.replace(state, rung=state.rung + 1, asked=state.asked[1:])
            answers = (Rung(key=key, number=after.rung, at=at, heard=now),)
    return Step(after, answers, min(after.asked, default=None))


TALLY = Keyed("tally", ("left", "right"), ("counted", "rung"), Tally, lambda event: event.key, tally)


def _topic(name: str, kind: type[Event]) -> Topic:
    return Topic(name, name, f"{kind.__module__}:{kind.__name__}", "key", "key", 7 * DAY, ("tally",), ("tally",))


LETTERS = Topic("dead-letters", "", "streammon.model.dead_letter:DeadLetter", "letter_id", "topic", None, (), ())
TOPICS = {
    "left": _topic("left", Left),
    "right": _topic("right", Right),
    "counted": _topic("counted", Counted),
    "rung": _topic("rung", Rung),
    "dead-letters": LETTERS,
}


def event(index: int, ring: datetime) -> Left | Right:
    """Return event number `index` of all: lanes in turn, keys in turn. `ring` is when it wants to be rung, if it does.

    The rings of a key must come in the order of its events.
    """
    rest, lane = divmod(index, 2)
    seq, number = divmod(rest, KEYS)
    key = f"k{number}"
    if lane:
        return Right(key=key, seq=seq + 1)
    return Left(key=key, seq=seq + 1, ring=ring if (seq + number) % ASKS == 0 else None)
