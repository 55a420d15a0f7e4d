"""What the console shows, kept in Redis. All of it can be rebuilt by applying the topics again from their begin."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from importlib.resources import files
from typing import TypeVar, cast

import msgspec
from redis.asyncio import Redis
from redis.exceptions import ConnectionError as Unreachable
from redis.exceptions import TimeoutError as Silent

from streammon.model.base import Event
from streammon.model.grade import Grade
from streammon.model.incident import ENDED, MENDED, UNTOLD, Incident, State
from streammon.model.message import Outcome
from streammon.model.source import Source
from streammon.store.reaching import reaching
from streammon.store.rows import CONFIRMED, DISMISSED, WATCHED, Sight, Window, flat, rows_of
from streammon.store.shown import Counters, SourceView

T = TypeVar("T")

PREFIX = "streammon:"
"""Of every key, so that a Redis can be shared with others."""

BATCH = 500
"""Rows per call of the script: nobody else is served while it runs."""

AWAY = 1.0
"""Seconds between two tries to hear of changes again while Redis is away."""


class Views:
    """Writes and reads the views. Every method raises Transient while Redis is out of reach.

    `apply` may see the same event again and events in any order: the newest version of each thing wins by its own
    time. Only the registry's sources bear no time; of those, the last one applied wins.
    """

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._apply = redis.register_script(files(__package__).joinpath("apply.lua").read_bytes())

    @classmethod
    def connect(cls, url: str) -> Views:
        """Return the views in the Redis at `url`; the connection is made when it is first used."""
        return cls(Redis.from_url(url))

    async def close(self) -> None:
        """Close the connections."""
        await self._redis.aclose()

    async def apply(self, events: Sequence[Event], now: datetime | None = None) -> None:
        """Put `events` into the views and tell who watches. `now` moves the clock of the views, forward only."""
        rows = [row for event in events for row in rows_of(event)]
        clock = now.astimezone(UTC).isoformat(timespec="microseconds") if now else ""
        with reaching():
            for start in range(0, max(len(rows), 1), BATCH):
                await self._apply(keys=[PREFIX], args=[clock, *flat(rows[start : start + BATCH])])

    async def clear(self) -> None:
        """Forget everything, before a rebuild."""
        with reaching():
            async for key in self._redis.scan_iter(match=f"{PREFIX}*", count=1000):
                await self._redis.unlink(key)

    async def now(self) -> datetime | None:
        """Return the newest time that `apply` was told; None if it never was."""
        with reaching():
            clock = await self._text("clock")
        return datetime.fromisoformat(clock) if clock else None

    async def sources(self, limit: int = 100, offset: int = 0) -> list[SourceView]:
        """Return the watched sources, most urgent first; those of which nothing is asked come last."""
        with reaching():
            ids = await self._ranked("urgency", limit, offset)
            rows = [await self._rows(table, ids) for table in ("sources", "windows", "seen", "failed")]
        return [_source_view(*row) for row in zip(*rows, strict=True) if row[0]]

    async def incidents(self, open_only: bool = True, limit: int = 100, offset: int = 0) -> list[Incident]:
        """Return the incidents (without `open_only`, the fixed ones too), the nearest deadline first."""
        return await self._incidents("open" if open_only else "all", limit, offset)

    async def doubtful(self, limit: int = 100, offset: int = 0) -> list[Incident]:
        """Return the incidents that a person must look at first, the oldest first."""
        return await self._incidents("review", limit, offset)

    async def incident(self, incident_id: str) -> Incident | None:
        """Return one incident, whatever its state; None where no view has it."""
        with reaching():
            (row,) = await self._rows("incidents", [incident_id.encode()])
        return msgspec.json.decode(_body(row), type=Incident) if row else None

    async def echoes(self, incident: Incident) -> list[Incident]:
        """Return the other incidents, not ended, of the very same problem: mended here, it still stands there."""
        with reaching():
            rows = await self._table(f"echoes:{incident.finding.evidence}")
            there = [identity for identity, row in rows.items() if _label(row) not in ENDED]
            found = await self._rows("incidents", [one for one in there if one != incident.incident_id.encode()])
        echoes = [msgspec.json.decode(_body(row), type=Incident) for row in found if row]
        return sorted(echoes, key=lambda echo: (echo.deadline, echo.incident_id))

    async def precision(self) -> dict[str, tuple[int, int]]:
        """Return by rule how many findings persons have confirmed, and how many they have dismissed."""
        with reaching():
            counts = await self._table("counts:judged")
        rules = {label.decode().partition(":")[2] for label, count in counts.items() if int(count)}
        return {rule: (_count(counts, f"{CONFIRMED}:{rule}"), _count(counts, f"{DISMISSED}:{rule}")) for rule in rules}

    async def dismissed(self) -> list[Incident]:
        """Return the incidents that persons have dismissed, the last one first."""
        with reaching():
            rows = await self._table("judged")
            ids = [identity for identity, row in rows.items() if _label(row).startswith(f"{DISMISSED}:")]
            ids.sort(key=lambda identity: _version(rows[identity]), reverse=True)
            found = await self._rows("incidents", ids)
        return [msgspec.json.decode(_body(row), type=Incident) for row in found if row]

    async def grades(self, period: str) -> list[Grade]:
        """Return the grades of a period (2023-10) by board, unit and subject."""
        with reaching():
            rows = cast("list[bytes]", await self._redis.hvals(f"{PREFIX}grades:{period}"))
        grades = [msgspec.json.decode(_body(row), type=Grade) for row in rows]
        return sorted(grades, key=lambda grade: (grade.board, grade.unit_id, grade.subject_id))

    async def counters(self, now: datetime) -> Counters:
        """Return how much there is of everything; sources are in violation as of `now`."""
        with reaching():
            period = await self._text("period")
            async with self._redis.pipeline(transaction=True) as pipe:
                for table in ("sources", "incidents", "alerts", "receipts", f"days:{period}"):
                    pipe.hgetall(f"{PREFIX}counts:{table}")
                pipe.zcard(f"{PREFIX}blind")
                for ranking in ("urgency", "blind"):
                    pipe.zcount(f"{PREFIX}{ranking}", "-inf", now.timestamp())
                sources, incidents, alerts, receipts, days, blind, late, late_but_blind = await pipe.execute()
        sent = _count(receipts, Outcome.SENT) + _count(receipts, Outcome.DELIVERED)
        return Counters(
            watched=_count(sources, WATCHED),
            blind=blind,
            violating=late - late_but_blind,
            period=period,
            published=_count(days, period),
            opened=sum(_count(incidents, s) for s in UNTOLD),
            alerted=sum(_count(incidents, s) for s in (State.ALERTED, State.ACKNOWLEDGED, State.CLAIMED)),
            overdue=_count(incidents, State.OVERDUE),
            fixed=sum(_count(incidents, s) for s in MENDED),
            alerts=sum(map(int, alerts.values())),
            sent=sent,
            unsent=sum(map(int, receipts.values())) - sent,
        )

    async def watch(self) -> AsyncIterator[frozenset[str]]:
        """Yield, after each change, which tables have changed; an empty set when some may have been missed.

        The first one comes at once. It outlives a restart of Redis.
        """
        while True:
            pubsub = self._redis.pubsub(ignore_subscribe_messages=True)
            try:
                await pubsub.subscribe(f"{PREFIX}changes")
                yield frozenset()
                async for message in pubsub.listen():
                    yield frozenset(message["data"].decode().split())
            except (Unreachable, Silent):
                await asyncio.sleep(AWAY)
            finally:
                await pubsub.aclose()  # type: ignore[no-untyped-call]

    async def _text(self, key: str) -> str:
        return cast("bytes", await self._redis.get(f"{PREFIX}{key}") or b"").decode()

    async def _table(self, table: str) -> dict[bytes, bytes]:
        return cast("dict[bytes, bytes]", await self._redis.hgetall(f"{PREFIX}{table}"))

    async def _ranked(self, ranking: str, limit: int, offset: int) -> list[bytes]:
        return cast("list[bytes]", await self._redis.zrange(f"{PREFIX}{ranking}", offset, offset + limit - 1))

    async def _incidents(self, ranking: str, limit: int, offset: int) -> list[Incident]:
        with reaching():
            ids = await self._ranked(f"incidents:{ranking}", limit, offset)
            rows = await self._rows("incidents", ids)
        return [msgspec.json.decode(_body(row), type=Incident) for row in rows if row]

    async def _rows(self, table: str, ids: list[bytes]) -> list[bytes | None]:
        return cast("list[bytes | None]", await self._redis.hmget(f"{PREFIX}{table}", ids)) if ids else []


def _source_view(source: bytes, window: bytes | None, seen: bytes | None, failed: bytes | None) -> SourceView:
    last, failure, clocks = _decoded(seen, Sight), _decoded(failed, Sight), _decoded(window, Window)
    blind = failure is not None and (last is None or failure.at > last.at)
    return SourceView(
        source=msgspec.json.decode(_body(source), type=Source),
        last_published_at=clocks.last_published_at if clocks else None,
        violates_at=clocks.violates_at if clocks else None,
        violates=clocks.violates if clocks else "",
        seen_at=last.at if last else None,
        blind=blind,
        reason=failure.reason if failure and blind else "",
    )


def _decoded(row: bytes | None, kind: type[T]) -> T | None:
    return msgspec.json.decode(_body(row), type=kind) if row else None


def _body(row: bytes) -> bytes:
    """Return what stands behind the header line that apply.lua has put before it."""
    return row.partition(b"\n")[2]


def _version(row: bytes) -> bytes:
    return row.partition(b" ")[0]


def _label(row: bytes) -> str:
    return row.split(b" ", 2)[1].decode()


def _count(counts: dict[bytes, bytes], label: str) -> int:
    return int(counts.get(label.encode(), 0))
