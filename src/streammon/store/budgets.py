"""How often each account at a provider was called, for all workers together."""

from __future__ import annotations

from datetime import datetime, timedelta
from importlib.resources import files
from typing import Protocol
from uuid import uuid4

from redis.asyncio import Redis

from streammon.store.reaching import reaching

PREFIX = "streammon.budget:"

_MICROSECOND = timedelta(microseconds=1)


class Pace(Protocol):
    """`size` calls in any window of length `period`."""

    @property
    def size(self) -> int: ...  # noqa: D102
    @property
    def period(self) -> timedelta: ...  # noqa: D102


class Budgets:
    """Keeps the moments of the last calls in Redis. Every method raises Transient while Redis is out of reach."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._take = redis.register_script(files(__package__).joinpath("take.lua").read_bytes())

    @classmethod
    def connect(cls, url: str) -> Budgets:
        """Return the budgets in the Redis at `url`; the connection is made when it is first used."""
        return cls(Redis.from_url(url))

    async def close(self) -> None:
        """Close the connections."""
        await self._redis.aclose()

    async def take(self, account: str, pace: Pace, now: datetime) -> timedelta:
        """Take a token of the account's bucket, or return how long after `now` there will be one; zero: taken."""
        moment, period = round(now.timestamp() * 1_000_000), pace.period // _MICROSECOND
        with reaching():
            wait = await self._take(keys=[PREFIX + account], args=[pace.size, period, moment, uuid4().hex])
        return int(wait) * _MICROSECOND

    async def give_back(self, account: str) -> None:
        """Put back the token that was taken last."""
        with reaching():
            await self._redis.zpopmax(PREFIX + account)
