"""Events through the pipeline itself: its agents, on an embedded log of their own, by a clock that events move."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

from streammon.assembly.options import Options
from streammon.assembly.registry import apply_site
from streammon.assembly.sites import materials
from streammon.assembly.wiring import read_wiring, settings_of
from streammon.clock import LOCAL, VirtualClock
from streammon.detect import inspector
from streammon.errors import StreammonError
from streammon.model.day import Day
from streammon.model.grade import Grade
from streammon.model.incident import Incident
from streammon.replay.events import Happening
from streammon.replay.spreading import Span
from streammon.rules.calendar import WorkingDays
from streammon.rules.incidents import Duty
from streammon.rules.ladder import Ladder
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

PAUSE_SECONDS = 0.1
"""Between two looks at whether an agent has given up."""


@dataclass(frozen=True, slots=True)
class Played:
    """What the pipeline has made of the events: the last version of each day, incident and grade."""

    days: list[Day]
    incidents: list[Incident]
    grades: list[Grade]


class PipelineFailed(StreammonError):
    """The worker has stopped itself, or an agent could not handle an event: nothing can be said of the circular."""


async def play(site: Site, happenings: Iterable[Happening], period: Span, data: Path | None = None) -> Played:
    """Let everything happen, day by day, and return what came of it; the log stays in `data`. Raises PipelineFailed."""
    async with AsyncExitStack() as stack:
        folder = data or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="streammon-replay-")))
        folder.mkdir(parents=True, exist_ok=True)
        options = Options(site.folder, folder, health_port=None)
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
        if letters := await _last(worker.log, known["dead-letters"], options.prefix):
            raise PipelineFailed(say("replay.error.letters", count=len(letters), why=letters[0].reason))
        days, incidents, grades = [
            await _last(worker.log, known[name], options.prefix) for name in ("days", "incidents", "grades")
        ]
        return Played(days, incidents, grades)


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
    inspector.prepare(materials(site))  # text is inspected in this process: there is little of it
    duty = Duty(site.rules.windows, WorkingDays(site.rules.holidays), Ladder(site.units, site.shifts))
    worker = Worker(log, playing, known, Context(clock, None, {Site: site, Duty: duty}), settings)
    await apply_site(log, known["sources"], options.prefix, site, clock)
    await worker.start()
    stack.push_async_callback(worker.stop)
    return known, worker


async def _settled(worker: Worker) -> None:
    tasks = [asyncio.create_task(wait) for wait in (worker.settled(), worker.failed.wait(), _paused(worker))]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
    if not tasks[0].done():
        raise PipelineFailed(say("replay.error.failed"))
    tasks[0].result()


async def _paused(worker: Worker) -> None:
    """Return when an agent has given up on its events: it would never settle."""
    while not any(desk.limit.reason for desk in worker.desks.values()):  # noqa: ASYNC110 -- nothing tells of it
        await asyncio.sleep(PAUSE_SECONDS)


async def _last(log: Log, topic: Topic, prefix: str) -> list[Any]:
    """Return the last event of each identity."""
    last = {record.key: record async for record in reading.records(log, topic, prefix)}
    return [topic.codec.decode(record)[0] for record in last.values()]


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), LOCAL)
