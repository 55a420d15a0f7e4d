"""The process that is killed: messenger.py SITE DATA. It makes messages of the alerts in the log, and delivers them.

Prints a line when everything that was to be told has its receipt.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import AsyncExitStack
from pathlib import Path

import httpx

from streammon.alerting.channels.front_door import Deliverer
from streammon.alerting.links import Links
from streammon.alerting.samples import templates_of
from streammon.alerting.templating import Templates
from streammon.assembly.folders import shipped
from streammon.assembly.options import Options
from streammon.assembly.redis import usable_redis
from streammon.cli.leaving import leave
from streammon.cli.running import run_until_stopped
from streammon.clock import SystemClock
from streammon.rules import cadence
from streammon.rules.board_checks import board_flaws, summary_flaws
from streammon.rules.calendar import WorkingDays
from streammon.rules.incidents import Duty
from streammon.rules.ladder import Ladder
from streammon.site import Checks, Site, Vocabulary, load
from streammon.store.budgets import Budgets
from streammon.store.intents import Intents
from streammon.stream import loader, topics
from streammon.stream.agent import Context
from streammon.stream.desks import layouts
from streammon.stream.settings import StreamSettings
from streammon.stream.worker import Worker

AGENTS = ("gate", "route", "notify")
PREFIX = "crash."


def site_of(folder: str) -> Site:
    """Return the site in a folder."""
    return load(Path(folder), Vocabulary(cadence.parse, Checks(board_flaws, summary_flaws)))


def settings_of(site: Site) -> StreamSettings:
    """Return what the worker is told."""
    return StreamSettings(partitions=site.partitions, prefix=PREFIX, health_port=None)


async def main(site_folder: str, data: str) -> int:
    """Work until stopped."""
    async with AsyncExitStack() as stack:
        options, site, clock = Options(Path(site_folder), Path(data)), site_of(site_folder), SystemClock()
        log = options.open_log()
        await log.start()
        stack.push_async_callback(log.stop)
        redis_url = usable_redis(options, stack)
        intents, budgets = Intents.connect(redis_url), Budgets.connect(redis_url)
        stack.push_async_callback(intents.close)
        stack.push_async_callback(budgets.close)
        client = await stack.enter_async_context(httpx.AsyncClient(timeout=httpx.Timeout(5), trust_env=False))
        resources = {
            Site: site,
            Duty: Duty(site.rules.windows, WorkingDays({}), Ladder(site.units, site.shifts)),
            Templates: templates_of(Path(site_folder) / "wording"),
            Links: Links("", b""),
            Deliverer: Deliverer(site.contacts, client, clock, budgets),
            Intents: intents,
        }
        agents = [agent for name, agent in loader.load(shipped("agents")).items() if name in AGENTS]
        known = topics.load(shipped("topics"))
        await log.create(layouts(agents, known, settings_of(site)))
        worker = Worker(log, agents, known, Context(clock, resources=resources), settings_of(site))
        await worker.start()
        stack.push_async_callback(worker.stop)
        telling = asyncio.create_task(_tell(worker))
        stack.callback(telling.cancel)
        await worker.failed.wait()
    return 70


async def _tell(worker: Worker) -> None:
    await worker.settled()
    print("done", flush=True)


if __name__ == "__main__":
    leave(run_until_stopped(main(*sys.argv[1:3])))
