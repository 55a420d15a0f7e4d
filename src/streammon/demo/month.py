"""Plays one county's month in virtual time: its website, the inbox of its contacts, and streammon watching."""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from streammon.assembly.options import Options
from streammon.assembly.program import Program, running
from streammon.assembly.sites import read_site
from streammon.clock import LOCAL, VirtualClock
from streammon.demo.county import County
from streammon.demo.inbox import Inbox
from streammon.demo.plan import Plan
from streammon.demo.report import Report, report
from streammon.errors import StreammonError
from streammon.model.base import Instant
from streammon.words import say

PERIOD = "2023-10"
BEGIN = datetime(2023, 9, 30, 12, tzinfo=LOCAL)
"""Watching begins before the month, so that its first day is seen whole."""

END = datetime(2023, 11, 3, 12, tzinfo=LOCAL)
"""After the month, until the last visits that belong to it and the last deadlines have passed."""

STEP = timedelta(hours=1)
"""The clock moves this far, then waits until everything that follows is done: the month is the same every time."""


class Progress(msgspec.Struct, frozen=True):
    """Where a demo stands, kept in its folder: what is known under an address is only found again at that address."""

    now: Instant
    prefix: str
    county_port: int = 0
    inbox_port: int = 0


class WorkerFailed(StreammonError):
    """The worker has stopped itself; its log says why. The demo can be continued."""


@dataclass
class Demo:
    """A month that is being played."""

    program: Program
    clock: VirtualClock
    county: County
    inbox: Inbox
    file: Path
    expected: Path
    prefix: str

    async def play(self, told: Callable[[datetime], None]) -> None:
        """Let the month pass; `told` hears of each step."""
        while (now := self.clock.now()) < END:
            await self._settled()
            # Written before the clock moves: after a kill it must not stand before what is in the log.
            self.save(now + STEP)
            self.clock.advance_to(now + STEP)
            told(self.clock.now())
        await self._settled()

    async def _settled(self) -> None:
        worker = self.program.worker
        settled = asyncio.create_task(worker.settled())
        failed = asyncio.create_task(worker.failed.wait())
        try:
            await asyncio.wait({settled, failed}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            settled.cancel()
            failed.cancel()
        if worker.failed.is_set():
            raise WorkerFailed(say("cli.demo.failed"))

    def save(self, now: datetime) -> None:
        """Keep where the demo stands."""
        ports = [urlsplit(server.base_url).port or 0 for server in (self.county, self.inbox)]
        fresh = self.file.with_suffix(".new")
        fresh.write_bytes(msgspec.json.encode(Progress(now, self.prefix, *ports)))
        os.replace(fresh, self.file)

    async def report(self) -> Report:
        """Return what the month came to."""
        return await report(self.program.log, self.program.topics, self.prefix, PERIOD, self.expected)


@asynccontextmanager
async def demo(options: Options) -> AsyncIterator[Demo]:
    """Set the stage; a folder that holds an unfinished demo goes on from there."""
    options.data.mkdir(parents=True, exist_ok=True)
    file = options.data / "demo.json"
    stands = msgspec.json.decode(file.read_bytes(), type=Progress) if file.exists() else _fresh(options)
    clock = VirtualClock(stands.now)
    site = read_site(options)
    plan = Plan.load(options.site / "october", site.sources.values(), site.units)
    keys = [urlsplit(url).username or "" for contact in site.contacts.values() for url in contact.channels]
    async with AsyncExitStack() as stack:
        county = County(plan, clock)
        inbox = Inbox(options.data / "inbox.jsonl", clock, keys=keys)
        for server, port in ((county, stands.county_port), (inbox, stands.inbox_port)):
            await server.start(port)
            stack.push_async_callback(server.stop)
        options = replace(
            options, prefix=stands.prefix, base_url=county.base_url, inbox=urlsplit(inbox.base_url).netloc
        )
        program = await stack.enter_async_context(running(options, clock, create=True))
        playing = Demo(program, clock, county, inbox, file, options.site / "expected", options.prefix)
        playing.save(clock.now())
        yield playing


def _fresh(options: Options) -> Progress:
    """Return the beginning; topics of its own, so that demos on one Kafka keep out of each other's way."""
    return Progress(BEGIN, f"{options.prefix}{secrets.token_hex(4)}.")
