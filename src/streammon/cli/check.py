"""`check`: is a site folder right? `apply`: tell the log what it says."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from streammon.assembly.options import Options
from streammon.assembly.registry import apply_site
from streammon.assembly.sites import read_site
from streammon.assembly.wiring import check_layout, read_wiring, settings_of
from streammon.cli import options as cli
from streammon.cli.doors import opened
from streammon.clock import SystemClock
from streammon.stream.desks import layouts
from streammon.words import say


def check(site: Annotated[Path, typer.Argument(help=say("cli.option.site"))]) -> None:
    """Check a site folder; everything that is wrong is named."""
    found = read_site(Options(site))
    print(say("cli.check.good", name=found.name, units=len(found.units), sources=len(found.sources)))


def apply(site: cli.Site, log: cli.Log = "", data: cli.Data = cli.DATA, prefix: cli.Prefix = cli.PREFIX) -> None:
    """Publish what has changed in the registry."""
    print(say("cli.apply.done", count=asyncio.run(_apply(Options(site, data, log, prefix=prefix)))))


async def _apply(options: Options) -> int:
    site = read_site(options)
    agents, topics = read_wiring(options)
    async with opened(options) as log:
        await check_layout(log, layouts(agents.values(), topics, settings_of(options, site)))
        return await apply_site(log, topics["sources"], options.prefix, site, SystemClock())
