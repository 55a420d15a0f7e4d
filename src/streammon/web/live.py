"""Keeps every open page up to date: one watcher for all, no page told more than four times a second."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Mapping

import msgspec
from litestar.response.sse import ServerSentEventMessage

from streammon.clock import Clock, wait_at_most
from streammon.errors import Transient
from streammon.store import Views
from streammon.web.screen import PAGE, Screen, delta, screen

PACE = 0.25
"""Seconds between two pushes to one page."""

HEARTBEAT = 15.0
"""Seconds without news after which a page is told that we are still here, and the time of day is looked at again."""

REMEMBERED = 64
"""Screens that a page may have been given last; who comes with another one gets all rows again."""


class Live:
    """The console's view of the views, shared by all open pages."""

    def __init__(self, views: Views, clock: Clock, units: Mapping[str, str]) -> None:
        self._views, self._clock, self._units = views, clock, units
        self._given: OrderedDict[str, Screen] = OrderedDict()
        self._drawn: dict[int, tuple[int, float, Screen]] = {}
        self._drawing = asyncio.Lock()
        self._revision = 0
        self._news = asyncio.Event()
        self._closing = asyncio.Event()

    async def run(self) -> None:
        """Listen for changes until cancelled."""
        async for _ in self._views.watch():
            self._tell()

    def close(self) -> None:
        """End all event streams, so that the server can stop."""
        self._closing.set()
        self._tell()

    async def screen(self, page: int) -> Screen:
        """Return what page `page` (from 1) shows now. Raises Transient while Redis is away."""
        async with self._drawing:
            revision, time = self._revision, asyncio.get_running_loop().time()
            drawn = self._drawn.get(page)
            if drawn is None or drawn[0] != revision or time - drawn[1] >= HEARTBEAT:
                drawn = revision, time, await self._draw(page)
                self._drawn = {page: drawn, **{other: was for other, was in self._drawn.items() if was[0] == revision}}
        self._remember(drawn[2])
        return drawn[2]

    async def changes(self, page: int, seen: str) -> AsyncIterator[ServerSentEventMessage]:
        """Yield what has changed on page `page` since the screen with token `seen`, as it happens."""
        shown = self._given.get(seen, Screen())
        async for _ in self.pulses():
            try:
                now = await self.screen(page)
            except Transient:
                yield ServerSentEventMessage(event="away")
            else:
                yield _message(shown, now)
                shown = now

    async def pulses(self) -> AsyncIterator[None]:
        """Yield at once, and whenever something may have changed; now and then without that, as a sign of life."""
        while not self._closing.is_set():
            news = self._news
            yield
            await wait_at_most(self._closing, PACE)
            await wait_at_most(news, HEARTBEAT)

    async def _draw(self, page: int) -> Screen:
        now = await self._views.now() or self._clock.now()
        sources = await self._views.sources(limit=PAGE, offset=(page - 1) * PAGE)
        incidents = await self._views.incidents(limit=PAGE)
        return screen(sources, incidents, await self._views.counters(now), self._units, now)

    def _remember(self, shown: Screen) -> None:
        self._given[shown.token] = shown
        self._given.move_to_end(shown.token)
        if len(self._given) > REMEMBERED:
            self._given.popitem(last=False)

    def _tell(self) -> None:
        self._revision += 1
        self._news.set()
        self._news = asyncio.Event()


def _message(old: Screen, new: Screen) -> ServerSentEventMessage:
    if old == new:
        return ServerSentEventMessage(event="alive")
    return ServerSentEventMessage(data=msgspec.json.encode(delta(old, new)), event="change", id=new.token)
