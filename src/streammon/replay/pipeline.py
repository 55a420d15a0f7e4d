"""Events through the pipeline itself: its agents, on an embedded log of their own, by a clock that events move."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import AsyncExitStack
from datetime import datetime, time, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

from streammon.assembly.options import Options
from streammon.assembly.registry import apply_site
from streammon.assembly.wiring import read_wiring, settings_of
from streammon.clock import LOCAL, VirtualClock
from streammon.errors import StreammonError
from streammon.model.day import Day
from streammon.model.incident import Incident
from streammon.replay.events import Happening
from streammon.replay.spreading import Span
from streammon.rules.calendar import WorkingDays
from streammon.rules.incidents import Duty
from streammon.site import Site
from streammon.stream import reading
from streammon.stream.agent import Context
from streammon.stream.desks import layouts
from streammon.stream.log import Log
from streammon.stream.outbox import Outbox
from streammon.stream.sqlite.log import SqliteLog
from streammon.stream.topics import Topic
from streammon.stream.worker import Worker
from streammon.words import say

AGENTS = ("gaps", "grade", "incidents", "inspect", "tally")
"""Those that judge. What visits addresses, tells people and fills the console has nothing to do here."""

AHEAD = timedelta(days=2)
"""Watching begins so long before the period, so that its first day is seen whole."""


class Played:
    """What the pipeline has made of the events: the last version of each day and of each incident."""

    def __init__(self, days: list[Day], incidents: list[Incident], letters: int) -> None:
        self.days, self.incidents, self.letters = days, incidents, letters


class PipelineFailed(StreammonError):
    """The worker has stopped itself; its log says why."""


async def play(site: Site, happenings: Iterable[Happening], period: Span) -> Played:
    """Let everything happen, day by day, and return what came of it. Raises PipelineFailed.

    Text is inspected in this process, by the detectors that `read_site` has prepared.
    """
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="streammon-replay-"))
        options = Options(site.folder, Path(folder), health_port=None)
        clock = VirtualClock(_noon(period.first) - AHEAD)
        known, worker = await _worker(options, site, clock, stack)
        outbox = Outbox([known["contents"], known["signals"]], site.partitions, options.prefix)
        await _settled(worker)
        for day, happened in groupby(happenings, lambda one: one[0].astimezone(LOCAL).date()):
            clock.advance_to(datetime.combine(day, time.max, LOCAL))
            await _settled(worker)
            await worker.log.append([outbox.address(event, at) for at, event in happened])
            await _settled(worker)
        clock.advance_to(_noon(period.last) + timedelta(days=1))
        await _settled(worker)
        return Played(
            list((await _last(worker.log, known["days"], options.prefix)).values()),
            list((await _last(worker.log, known["incidents"], options.prefix)).values()),
            len(await _last(worker.log, known["dead-letters"], options.prefix)),
        )


async def _worker(
    options: Options, site: Site, clock: VirtualClock, stack: AsyncExitStack
) -> tuple[Mapping[str, Topic], Worker]:
    agents, known = read_wiring(options)
    playing = [agents[name] for name in AGENTS]
    settings = settings_of(options, site)
    log: Log = SqliteLog(options.data / "log.db")
    await log.start()
    stack.push_async_callback(log.stop)
    await log.create(layouts(playing, known, settings))
    duty = Duty(site.rules.windows, WorkingDays(site.rules.holidays), lambda unit_id: site.units[unit_id].contact_id)
    worker = Worker(log, playing, known, Context(clock, None, {Site: site, Duty: duty}), settings)
    await apply_site(log, known["sources"], options.prefix, site, clock)
    await worker.start()
    stack.push_async_callback(worker.stop)
    return known, worker


async def _settled(worker: Worker) -> None:
    settled = asyncio.create_task(worker.settled())
    failed = asyncio.create_task(worker.failed.wait())
    try:
        await asyncio.wait({settled, failed}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        settled.cancel()
        failed.cancel()
    if worker.failed.is_set():
        raise PipelineFailed(say("replay.error.failed"))


async def _last(log: Log, topic: Topic, prefix: str) -> dict[bytes, Any]:
    """Return the last event of each identity."""
    records: AsyncIterator[Any] = reading.records(log, topic, prefix)
    return {record.key: topic.codec.decode(record)[0] async for record in records}


def _noon(day: Any) -> datetime:
    return datetime.combine(day, time(12), LOCAL)
