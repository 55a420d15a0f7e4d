"""How often a provider lets itself be called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from streammon.clock import Clock
from streammon.errors import Transient


@dataclass(frozen=True, slots=True)
class Bucket:
    """A bucket of `size` tokens; a token that was taken comes back after `period`.

    Tokens come back one by one, each after its own period, so that no window of that length, wherever it begins, sees
    more than `size` calls. `taken` are the moments at which the missing tokens were taken, the oldest first.
    """

    size: int
    period: timedelta
    taken: tuple[datetime, ...] = ()

    def wait(self, now: datetime) -> timedelta:
        """Return how long after `now` the next token is there; zero when one is there already."""
        missing = self._missing(now)
        return timedelta(0) if len(missing) < self.size else missing[-self.size] + self.period - now

    def take(self, now: datetime) -> Bucket:
        """Return the bucket after a token was taken at `now`; only when `wait` says zero."""
        return Bucket(self.size, self.period, (*self._missing(now), now))

    def give_back(self) -> Bucket:
        """Return the bucket as it was before the last token was taken."""
        return Bucket(self.size, self.period, self.taken[:-1])

    def _missing(self, now: datetime) -> tuple[datetime, ...]:
        return tuple(at for at in self.taken if at + self.period > now)


class Budget:
    """The bucket of one account at a provider, shared by all who call it."""

    def __init__(self, bucket: Bucket, clock: Clock) -> None:
        self._bucket, self._clock = bucket, clock

    def spend(self) -> None:
        """Take a token for one call. Raises Transient with the time to wait when there is none."""
        now = self._clock.now()
        if wait := self._bucket.wait(now):
            raise Transient("the provider takes no more messages for now", wait.total_seconds())
        self._bucket = self._bucket.take(now)

    def give_back(self) -> None:
        """Put back the token that was taken last: nothing came of the call."""
        self._bucket = self._bucket.give_back()
