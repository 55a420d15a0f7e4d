"""The log: ordered records in partitions of topics. Two implementations, one contract (tests/contract/test_log.py)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol


class TopicPartition(NamedTuple):
    """One ordered sequence of records."""

    topic: str
    partition: int


class Record(NamedTuple):
    """One record as it stands in the log. `headers` are (name, bytes) pairs."""

    topic: str
    partition: int
    offset: int
    key: bytes
    value: bytes
    headers: tuple[tuple[str, bytes], ...]


class Outgoing(NamedTuple):
    """One record on its way into the log; the log gives it its offset."""

    topic: str
    partition: int
    key: bytes
    value: bytes
    headers: tuple[tuple[str, bytes], ...] = ()


class TopicLayout(NamedTuple):
    """How a topic lies in the log. `keep` is in seconds, None for ever; a compacted one keeps the last of each key."""

    name: str
    partitions: int
    keep: int | None = None
    compacted: bool = False


class Span(NamedTuple):
    """The offsets of a partition that can be read: from `start` up to, not including, `end`."""

    start: int
    end: int


def always() -> bool:
    """Return True: for writers that own what they write, whatever happens."""
    return True


class Log(Protocol):
    """What the kernel asks of a log."""

    broker: str
    """The address that Faust is given."""

    async def start(self) -> None:
        """Open it. Raises ConfigError when it can't be had: another process holds it, nothing answers."""
        ...

    async def stop(self) -> None:
        """Close it; nothing may be written any more."""
        ...

    async def append(
        self, outputs: Sequence[Outgoing], kept: Sequence[Outgoing] = (), owned: Callable[[], bool] = always
    ) -> bool:
        """Write `outputs`, then `kept` (states, the marker last), each durable before the next begins, or all at once.

        `owned` is asked in between: when it says no, `kept` is not written and the answer is False. Waits for a log
        that is away for a while; raises Transient when it stays away.
        """
        ...

    async def topics(self) -> Mapping[str, int]:
        """Return the topics there are, with their number of partitions."""
        ...

    async def create(self, layouts: Iterable[TopicLayout]) -> None:
        """Create the topics that are not there yet; those that are stay as they are."""
        ...

    async def spans(self, partitions: Iterable[TopicPartition]) -> Mapping[TopicPartition, Span]:
        """Return which offsets can be read."""
        ...

    def read(self, partition: TopicPartition, start: int, end: int) -> AsyncIterator[Record]:
        """Iterate over the records from `start` up to, not including, `end`."""
        ...
