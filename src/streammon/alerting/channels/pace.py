"""How often a provider lets itself be called."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from streammon.clock import Clock
from streammon.errors import Transient
from streammon.model.base import digest


@dataclass(frozen=True, slots=True)
class Pace:
    """`size` calls in any window of length `period`, wherever it begins."""

    size: int
    period: timedelta


@dataclass(frozen=True, slots=True)
class Bucket:
    """A bucket of tokens; a token that was taken comes back after the pace's period.

    Tokens come back one by one, each after its own period, so that no window of that length sees more than `size`
    calls. `taken` are the moments at which the missing tokens were taken, the oldest first.
    """

    pace: Pace
    taken: tuple[datetime, ...] = ()

    def wait(self, now: datetime) -> timedelta:
        """Return how long after `now` the next token is there; zero when one is there already."""
        missing = self._missing(now)
        size, period = self.pace.size, self.pace.period
        return timedelta(0) if len(missing) < size else missing[-size] + period - now

    def take(self, now: datetime) -> Bucket:
        """Return the bucket after a token was taken at `now`; only when `wait` says zero."""
        return replace(self, taken=(*self._missing(now), now))

    def give_back(self) -> Bucket:
        """Return the bucket as it was before the last token was taken."""
        return replace(self, taken=self.taken[:-1])

    def _missing(self, now: datetime) -> tuple[datetime, ...]:
        return tuple(at for at in self.taken if at + self.pace.period > now)


class Purse(Protocol):
    """Holds the buckets of accounts, for all who call their providers."""

    async def take(self, account: str, pace: Pace, now: datetime) -> timedelta:
        """Take a token of the account's bucket, or return how long after `now` there will be one; zero: taken."""
        ...

    async def give_back(self, account: str) -> None:
        """Put back the token that was taken last."""
        ...


class OwnPurse:
    """A purse for one process that calls alone."""

    def __init__(self) -> None:
        self._buckets: dict[str, Bucket] = {}

    async def take(self, account: str, pace: Pace, now: datetime) -> timedelta:
        """Take a token, or return how long to wait."""
        bucket = self._buckets.get(account, Bucket(pace))
        if wait := bucket.wait(now):
            return wait
        self._buckets[account] = bucket.take(now)
        return timedelta(0)

    async def give_back(self, account: str) -> None:
        """Put back the token that was taken last."""
        self._buckets[account] = self._buckets[account].give_back()


class Budget:
    """The calls that one account at a provider may make; `account` may hold a secret, and is kept as a digest."""

    def __init__(self, account: tuple[str, ...], pace: Pace, purse: Purse, clock: Clock) -> None:
        self._account, self._pace, self._purse, self._clock = digest("budget", *account), pace, purse, clock

    async def spend(self) -> None:
        """Take a token for one call. Raises Transient with the time to wait when there is none."""
        if wait := await self._purse.take(self._account, self._pace, self._clock.now()):
            raise Transient("the provider takes no more messages for now", wait.total_seconds())

    async def give_back(self) -> None:
        """Put back the token that was taken last: nothing came of the call."""
        await self._purse.give_back(self._account)
