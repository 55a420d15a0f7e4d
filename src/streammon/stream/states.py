"""What an agent knows, by partition: the state of each key, and how far it has read. Restored from a changelog.

The changelog is the truth about progress. A worker that slept past its session may write late, behind its successor,
so a value says which ownership wrote it, and recovery takes the greatest `(epoch, offsets)`, not the last record:

- `epoch` is one more than the greatest that the owner found when it took over, together with the generation of the
  consumer group, so that two owners never share one;
- within one ownership the offsets only grow.

A machine that reads several topics needs the epoch: the offsets of two owners may each be ahead in another topic.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec

from streammon.model.base import Instant
from streammon.stream.log import Record

MARKER = b"\x00marker"
"""The key of the progress marker; no key of an event begins with a zero byte."""

LARGE = 100_000
"""Bytes from which a value is compressed: a broker takes 16 MB at once, and a large state repeats itself."""

Epoch = tuple[int, int]


class Kept(msgspec.Struct):
    """One value of the changelog: a state, or the marker (without state).

    `offsets` are, per input topic, the next offset: of the marker the next to apply, of a state the one after the
    last that it includes. A recovered `state` stays JSON until it is first asked for: recovery reads many that no
    event will touch.
    """

    epoch: Epoch
    offsets: dict[str, int]
    due: Instant | None = None
    state: Any = None

    @property
    def rank(self) -> tuple[int, int, int]:
        """Where this value stands among those of its key."""
        return (*self.epoch, sum(self.offsets.values()))


class _Stored(Kept):
    state: msgspec.Raw = msgspec.Raw(b"null")


@dataclass
class Partition:
    """Everything known of one partition. `epoch` is the greatest in its changelog."""

    values: dict[bytes, Kept] = field(default_factory=dict)
    stale: set[bytes] = field(default_factory=set)
    epoch: int = 0

    def recover(self, key: bytes, found: Kept) -> None:
        """Take in one record of the changelog."""
        self.epoch = max(self.epoch, found.epoch[0])
        known = self.values.get(key)
        if known is not None and known.rank > found.rank:
            self.stale.add(key)  # an older value was written last, and compaction would keep that one
        else:
            self.values[key] = found
            self.stale.discard(key)

    def progress(self) -> dict[str, int]:
        """Return the next offset to apply, per topic; empty before the first marker."""
        marker = self.values.get(MARKER)
        return dict(marker.offsets) if marker else {}

    def dues(self) -> Iterator[tuple[datetime, bytes]]:
        """Iterate over the moments that states have asked for."""
        return ((value.due, key) for key, value in self.values.items() if value.due is not None)


class States:
    """All partitions of one agent. `kind` is the type of its states, None for an agent that has none."""

    def __init__(self, kind: type | None) -> None:
        self._kind = kind
        self._decode: Callable[[msgspec.Raw], Any] = msgspec.json.Decoder(kind or dict).decode
        self._partitions: dict[int, Partition] = {}

    def recover(self, records: Iterable[Record]) -> None:
        """Take in records of the changelog."""
        for record in records:
            self.partition(record.partition).recover(record.key, _decode_stored(record.value))

    def forget_all_but(self, partitions: Container[int]) -> None:
        """Drop what belongs to somebody else now; it comes back whole from the changelog if it returns."""
        self._partitions = {number: found for number, found in self._partitions.items() if number in partitions}

    def partition(self, number: int) -> Partition:
        """Return one partition, empty if nothing is known of it."""
        return self._partitions.setdefault(number, Partition())

    def of(self, partition: Partition, key: bytes) -> Kept:
        """Return the state of a key; a new one if it was never seen."""
        found = partition.values.get(key)
        if found is None:
            return Kept((0, 0), {}, None, self._kind() if self._kind else None)
        if isinstance(found.state, msgspec.Raw):
            found.state = self._decode(found.state)
        return found


def encode_kept(kept: Kept) -> bytes:
    """Return a value as it is written to the changelog: JSON, compressed where there is much of it."""
    data = _encode(kept)
    return data if len(data) < LARGE else zlib.compress(data, level=1)


def _decode_stored(value: bytes) -> _Stored:
    return _decode(value if value.startswith(b"{") else zlib.decompress(value))


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(_Stored).decode
