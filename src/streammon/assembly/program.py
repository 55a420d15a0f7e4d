"""A running streammon: site, log, Redis, worker and console, started in order and stopped in the other."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial

import httpx

from streammon.alerting.channels.front_door import Deliverer
from streammon.alerting.links import Links
from streammon.alerting.samples import templates_of
from streammon.alerting.templating import Templates
from streammon.assembly import importing
from streammon.assembly.doors import Doors, doors_of, links_of
from streammon.assembly.options import Options
from streammon.assembly.redis import check_redis, usable_redis
from streammon.assembly.registry import apply_site
from streammon.assembly.reloading import follow
from streammon.assembly.sites import WORDING, materials_with_lessons, read_site
from streammon.assembly.wiring import check_layout, read_wiring, settings_of
from streammon.clock import Clock
from streammon.detect import inspector
from streammon.errors import Gathering
from streammon.rules.calendar import WorkingDays
from streammon.rules.incidents import Duty
from streammon.rules.ladder import Ladder
from streammon.site import Site
from streammon.sources.clients import Clients
from streammon.sources.reach import Reach
from streammon.sources.website import Website
from streammon.store import gate as redis_gate
from streammon.store.budgets import Budgets
from streammon.store.intents import Intents
from streammon.store.views import Views
from streammon.stream import health
from streammon.stream.agent import Context
from streammon.stream.desks import layouts
from streammon.stream.log import Log
from streammon.stream.pool import Pool
from streammon.stream.sqlite.log import SqliteLog
from streammon.stream.topics import Topic
from streammon.stream.worker import Worker
from streammon.web import Server, console_server, create_app
from streammon.words import say

log = logging.getLogger(__name__)

TIDY_SECONDS = 3_600.0


@dataclass
class Program:
    """What is running."""

    site: Site
    log: Log
    topics: dict[str, Topic]
    views: Views
    worker: Worker
    console: Server | None


@asynccontextmanager
async def running(
    options: Options, clock: Clock, *, console: bool = True, create: bool = False
) -> AsyncIterator[Program]:
    """Run everything until the block is left. Raises ConfigErrors when the start-up gate is not passed.

    Missing topics are created in the embedded log; on Kafka only if `create` says so.
    """
    async with AsyncExitStack() as stack:
        gate = Gathering()
        with gate:
            site = read_site(options)
        with gate:
            agents, known = read_wiring(options)
        with gate:
            check_redis(options)
        with gate:
            health.check_address(options.host, options.health_port)
        gate.raise_all()
        settings = settings_of(options, site)
        log_ = options.open_log()
        await log_.start()
        stack.push_async_callback(log_.stop)
        wanted = layouts(agents.values(), known, settings)
        if create or options.embedded:
            await log_.create(wanted)
        await check_layout(log_, wanted)
        redis_url = usable_redis(options, stack)
        views = Views.connect(redis_url)
        stack.push_async_callback(views.close)
        links = links_of(options)
        context = await _context(site, views, redis_url, links, clock, stack)
        worker = Worker(log_, agents.values(), known, context, settings)
        health.serve(worker, partial(_dependencies, redis_url))
        await apply_site(log_, known["sources"], options.prefix, site, clock)
        server = None
        if console:
            doors = doors_of(options, links, log_, known["actions"], site, views, clock)
            server = await start_console(options, site, views, clock, stack, doors)
        await worker.start()
        stack.push_async_callback(worker.stop)
        if isinstance(log_, SqliteLog):
            tidying = asyncio.create_task(_tidy(log_))
            stack.callback(tidying.cancel)
            taking_over = asyncio.create_task(importing.follow(log_))
            stack.callback(taking_over.cancel)
        yield Program(site, log_, known, views, worker, server)


async def _context(
    site: Site, views: Views, redis_url: str, links: Links, clock: Clock, stack: AsyncExitStack
) -> Context:
    clients = Clients(site.politeness, clock)
    stack.push_async_callback(clients.aclose)
    reach = Reach(site.reach.references, clock)
    stack.push_async_callback(reach.aclose)
    outward = await stack.enter_async_context(httpx.AsyncClient())
    calendar = WorkingDays(site.rules.holidays)
    this_year = clock.now().year
    for year in calendar.unknown_years([this_year, this_year + 1]):
        log.warning(say("cli.unknown_year", year=year))
    materials = await materials_with_lessons(site, views)
    pool = Pool(os.cpu_count() or 1, partial(inspector.prepare, materials))
    stack.callback(pool.stop)
    following = asyncio.create_task(follow(partial(materials_with_lessons, site, views), pool, materials))
    stack.callback(following.cancel)
    duty = Duty(site.rules.windows, calendar, Ladder(site.units, site.shifts))
    intents, budgets = Intents.connect(redis_url), Budgets.connect(redis_url)
    stack.push_async_callback(intents.close)
    stack.push_async_callback(budgets.close)
    deliverer = Deliverer(site.contacts, outward, clock, budgets)
    resources = {
        Site: site,
        Website: Website(clients, clock, reach),
        Duty: duty,
        Deliverer: deliverer,
        Intents: intents,
        Links: links,
        Templates: templates_of(site.folder / WORDING),
        Views: views,
    }
    return Context(clock, pool, resources)


async def start_console(
    options: Options, site: Site, views: Views, clock: Clock, stack: AsyncExitStack, doors: Doors | None = None
) -> Server:
    """Serve the console until `stack` ends; with `doors`, things can be decided there."""
    units = {unit.unit_id: unit.name for unit in site.units.values()}
    tickets, desk, wecom = (doors.tickets, doors.desk, doors.wecom) if doors else (None, None, None)
    app = create_app(views, clock=clock, title=site.name, units=units, tickets=tickets, desk=desk, wecom=wecom)
    server = console_server(app, options.host, options.web_port)
    await server.start()
    stack.push_async_callback(server.stop)
    return server


async def _dependencies(redis_url: str) -> Sequence[str]:
    return await asyncio.to_thread(redis_gate.check, redis_url)


async def _tidy(log_: SqliteLog) -> None:
    """Apply retention and compaction now and then; by the machine's time, which records are stamped with."""
    while True:
        await asyncio.sleep(TIDY_SECONDS)
        gone = log_.tidy()
        log.info("retention and compaction took %d records", gone)
