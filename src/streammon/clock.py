"""Where time comes from. Nothing else in streammon asks the machine what time it is."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import UTC, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Shanghai")
"""The zone in which days, months and office hours are counted."""


class Clock(Protocol):
    """Tells the time and waits for it; always in aware datetimes."""

    def now(self) -> datetime:
        """Return the present instant."""
        ...

    async def wait_until(self, moment: datetime) -> None:
        """Return once `now()` has reached `moment`."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the machine's time, in UTC."""
        return datetime.now(UTC)

    async def wait_until(self, moment: datetime) -> None:
        """Sleep until `moment`; at once if it has passed."""
        while (left := (moment - self.now()).total_seconds()) > 0:  # noqa: ASYNC110 -- a sleep may end early
            await asyncio.sleep(left)


class VirtualClock:
    """A clock that stands still until it is moved: a month can pass in a minute, the same way every time."""

    def __init__(self, start: datetime) -> None:
        self._now = start
        self._moved = asyncio.Event()

    def now(self) -> datetime:
        """Return the moment that the clock was last moved to."""
        return self._now

    def advance_to(self, moment: datetime) -> None:
        """Move the clock forward; a moment in the past leaves it where it is."""
        if moment > self._now:
            self._now = moment
            self._moved.set()
            self._moved = asyncio.Event()

    async def wait_until(self, moment: datetime) -> None:
        """Wait until somebody has moved the clock to `moment` or beyond."""
        while self._now < moment:
            await self._moved.wait()


async def wait_at_most(event: asyncio.Event, seconds: float) -> None:
    """Wait for `event`, but no longer than `seconds` of real time."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
