"""What is about to be sent, written down first: what a crash has left open is known afterwards."""

from __future__ import annotations

from datetime import timedelta

import msgspec
from redis.asyncio import Redis

from streammon.model.message import Delivery, Outcome
from streammon.store.reaching import reaching

PREFIX = "streammon.intents:"
"""Not below the prefix of the views: who rebuilds those must not forget what was sent."""

KEPT = timedelta(days=7)
"""Longer than any message waits for its channel."""

_BEGUN = Delivery(Outcome.UNKNOWN, "begun")


class Intents:
    """Keeps in Redis, by message id, what came of it. Every method raises Transient while Redis is out of reach.

    Should Redis lose its data, a message that was on its way may arrive twice and not be marked so; none is lost.
    """

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    @classmethod
    def connect(cls, url: str) -> Intents:
        """Return the intents in the Redis at `url`; the connection is made when it is first used."""
        return cls(Redis.from_url(url))

    async def close(self) -> None:
        """Close the connections."""
        await self._redis.aclose()

    async def begin(self, message_id: str) -> Delivery | None:
        """Write down that a message is about to be sent.

        Returns None where it was not written down before, and otherwise what came of it: UNKNOWN where nothing was
        written down after.
        """
        with reaching():
            key = PREFIX + message_id
            if await self._redis.set(key, msgspec.json.encode(_BEGUN), nx=True, ex=KEPT):
                return None
            known = await self._redis.get(key)
        return msgspec.json.decode(known, type=Delivery) if known else _BEGUN

    async def end(self, message_id: str, delivery: Delivery) -> None:
        """Write down what came of it."""
        with reaching():
            await self._redis.set(PREFIX + message_id, msgspec.json.encode(delivery), ex=KEPT)

    async def forget(self, message_id: str) -> None:
        """Take it back: nothing has left."""
        with reaching():
            await self._redis.delete(PREFIX + message_id)
