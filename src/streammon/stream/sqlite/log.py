"""The log in one SQLite file. What `append` is given becomes one transaction: all of it or nothing.

Write-ahead log with synchronous=NORMAL: a killed process loses nothing; a power cut may take back the last moments,
but all of them together (outputs, states, marker), so that the work is done again and not half.
"""

from __future__ import annotations

import asyncio
import fcntl
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO

import msgspec

from streammon.clock import wait_at_most
from streammon.errors import ConfigError
from streammon.stream.log import Outgoing, Record, Span, TopicLayout, TopicPartition, always
from streammon.words import say

SCHEMA = """
create table if not exists topic (
    id integer primary key, name text not null unique, partitions integer not null,
    keep integer, compacted integer not null
);
create table if not exists record (
    topic integer not null, partition integer not null, offset integer not null,
    at real not null, key blob not null, value blob not null, headers text not null,
    primary key (topic, partition, offset)
) without rowid;
create table if not exists span (
    topic integer not null, partition integer not null, first integer not null, next integer not null,
    primary key (topic, partition)
) without rowid;
create table if not exists committed (
    topic text not null, partition integer not null, offset integer not null, primary key (topic, partition)
) without rowid;
"""

PAGE = 500
"""Records read at once."""


class SqliteLog:
    """Implements `Log`. Only one process may hold the file; `read_only` looks at it beside that process."""

    def __init__(self, file: Path, *, read_only: bool = False) -> None:
        self.file, self.read_only = file, read_only
        self.broker = f"sqlite://{file}"
        self.grown = asyncio.Event()
        self._lock: IO[str] | None = None
        self._db: sqlite3.Connection | None = None
        self._ids: dict[str, int] = {}
        self._partitions: dict[str, int] = {}
        self._next: dict[TopicPartition, int] = {}
        self._first: dict[TopicPartition, int] = {}

    @property
    def db(self) -> sqlite3.Connection:
        """The open file."""
        if self._db is None:
            raise ConfigError(str(self.file), say("stream.log.closed"))
        return self._db

    async def start(self) -> None:
        """Open the file, and keep other processes off it."""
        try:
            self._open()
        except (OSError, sqlite3.DatabaseError) as error:
            await self.stop()
            what = say("stream.log.unusable", why=error)
            raise ConfigError(str(self.file), what, say("stream.log.unusable_hint")) from None

    def _open(self) -> None:
        if self.read_only:
            if not self.file.exists():
                raise ConfigError(str(self.file), say("stream.log.missing"), say("stream.log.missing_hint"))
            self._db = sqlite3.connect(f"file:{self.file}?mode=ro", uri=True, isolation_level=None)
        else:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            self._take_lock()
            self._db = sqlite3.connect(self.file, isolation_level=None)
            self._db.executescript("pragma journal_mode=wal; pragma synchronous=normal; pragma busy_timeout=5000;")
            self._db.executescript(SCHEMA)
        self._load()

    async def stop(self) -> None:
        """Close the file."""
        if self._db is not None:
            self._db.close()
            self._db = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _take_lock(self) -> None:
        lock = self.file.with_suffix(".lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.close()
            raise ConfigError(str(self.file), say("stream.log.in_use"), say("stream.log.in_use_hint")) from None
        self._lock = lock

    def _load(self) -> None:
        for number, name, partitions in self.db.execute("select id, name, partitions from topic"):
            self._ids[name], self._partitions[name] = number, partitions
        names = {number: name for name, number in self._ids.items()}
        for number, partition, first, next_ in self.db.execute("select topic, partition, first, next from span"):
            self._first[TopicPartition(names[number], partition)] = first
            self._next[TopicPartition(names[number], partition)] = next_

    async def append(
        self, outputs: Sequence[Outgoing], kept: Sequence[Outgoing] = (), owned: Callable[[], bool] = always
    ) -> bool:
        """Write everything in one transaction."""
        if not owned():
            return False
        now, ends, rows = time.time(), self._next, []
        moved: dict[TopicPartition, int] = {}
        for topic, partition, key, value, headers in (*outputs, *kept):
            place = TopicPartition(topic, partition)
            offset = moved.get(place, ends.get(place, 0))
            moved[place] = offset + 1
            rows.append((self._ids[topic], partition, offset, now, key, value, _headers_text(headers)))
        db = self.db
        db.execute("begin immediate")
        try:
            db.executemany("insert into record values (?, ?, ?, ?, ?, ?, ?)", rows)
            db.executemany(
                "insert into span values (?, ?, 0, ?) on conflict do update set next = excluded.next",
                [(self._ids[topic], partition, next_) for (topic, partition), next_ in moved.items()],
            )
            db.execute("commit")
        except BaseException:
            db.execute("rollback")
            raise
        ends.update(moved)
        self.grown.set()
        return True

    async def topics(self) -> Mapping[str, int]:
        """Return the topics with their number of partitions."""
        return dict(self._partitions)

    async def create(self, layouts: Iterable[TopicLayout]) -> None:
        """Create what is missing; retention may be changed at every start."""
        for name, partitions, keep, compacted in layouts:
            self.db.execute(
                "insert into topic (name, partitions, keep, compacted) values (?, ?, ?, ?)"
                " on conflict (name) do update set keep = excluded.keep",
                (name, partitions, keep, compacted),
            )
        self._load()

    async def spans(self, partitions: Iterable[TopicPartition]) -> Mapping[TopicPartition, Span]:
        """Return which offsets can be read."""
        if self.read_only:
            self._load()
        return {place: Span(self._first.get(place, 0), self._next.get(place, 0)) for place in partitions}

    async def read(self, partition: TopicPartition, start: int, end: int) -> AsyncIterator[Record]:
        """Iterate over records, a page at a time."""
        while start < end:
            page = [record for record in self.page(partition, start) if record.offset < end]
            for record in page:
                yield record
            if not page:
                return
            start = page[-1].offset + 1

    def page(self, partition: TopicPartition, start: int, most: int = PAGE) -> list[Record]:
        """Return up to `most` records from `start` on."""
        topic, number = partition
        rows = self.db.execute(
            "select offset, key, value, headers from record where topic = ? and partition = ? and offset >= ?"
            " order by offset limit ?",
            (self._ids[topic], number, start, most),
        )
        return [Record(topic, number, offset, key, value, _headers(text)) for offset, key, value, text in rows]

    def next(self, partition: TopicPartition) -> int:
        """Return the offset of the next record to be written."""
        return self._next.get(partition, 0)

    def first(self, partition: TopicPartition) -> int:
        """Return the offset of the oldest record."""
        return self._first.get(partition, 0)

    async def wait_until_grown(self, seconds: float) -> None:
        """Return when something has been written, or the time is over."""
        self.grown.clear()
        await wait_at_most(self.grown, seconds)

    def commit(self, offsets: Mapping[TopicPartition, int]) -> None:
        """Note what Faust believes to have read; a hint that nothing relies on."""
        with self.db:
            self.db.executemany(
                "insert or replace into committed values (?, ?, ?)",
                [(topic, partition, offset) for (topic, partition), offset in offsets.items()],
            )

    def committed(self) -> dict[TopicPartition, int]:
        """Return the hints."""
        rows = self.db.execute("select topic, partition, offset from committed")
        return {TopicPartition(topic, partition): offset for topic, partition, offset in rows}

    def tidy(self, now: float | None = None, grace: float = 3_600.0) -> int:
        """Apply retention and compaction; return how many records went.

        `now` is in seconds since 1970, the machine's time unless given: records are stamped with that. A compacted
        topic keeps the last value of each key and whatever is younger than `grace` seconds; every partition keeps
        its last record.
        """
        gone, now = 0, time.time() if now is None else now
        for number, keep, compacted in self.db.execute("select id, keep, compacted from topic").fetchall():
            if compacted:
                gone += self._compact(number, now - grace)
            elif keep is not None:
                gone += self._expire(number, now - keep)
        self._load()
        return gone

    def _expire(self, topic: int, before: float) -> int:
        gone = 0
        for partition, next_ in self.db.execute(
            "select partition, next from span where topic = ?", (topic,)
        ).fetchall():
            found = self.db.execute(
                "select min(offset) from record where topic = ? and partition = ? and at >= ?",
                (topic, partition, before),
            ).fetchone()[0]
            first = min(next_ - 1 if found is None else found, next_)
            place = (topic, partition, first)
            self.db.execute("begin immediate")
            gone += self.db.execute(
                "delete from record where topic = ? and partition = ? and offset < ?", place
            ).rowcount
            self.db.execute(
                "update span set first = ?3 where topic = ?1 and partition = ?2 and first < ?3",
                place,
            )
            self.db.execute("commit")
        return gone

    def _compact(self, topic: int, before: float) -> int:
        return self.db.execute(
            "delete from record where topic = ?1 and at < ?2 and exists (select 1 from record as later"
            " where later.topic = ?1 and later.partition = record.partition and later.key = record.key"
            " and later.offset > record.offset)",
            (topic, before),
        ).rowcount


_encode_headers = msgspec.json.Encoder().encode
_decode_headers = msgspec.json.Decoder(list[tuple[str, str]]).decode


def _headers_text(headers: tuple[tuple[str, bytes], ...]) -> str:
    return _encode_headers([(name, value.decode("latin1")) for name, value in headers]).decode() if headers else "[]"


def _headers(text: str) -> tuple[tuple[str, bytes], ...]:
    return tuple([(name, value.encode("latin1")) for name, value in _decode_headers(text)])
