"""`run`: everything in one process. `worker` and `web`: the parts, for Kafka."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

import typer

from streammon.assembly.doors import Doors, doors_of, links_of
from streammon.assembly.options import Options
from streammon.assembly.program import running, start_console
from streammon.assembly.redis import usable_redis
from streammon.assembly.sites import read_site
from streammon.cli import options as cli
from streammon.cli.running import run_until_stopped, until_failed
from streammon.clock import SystemClock
from streammon.errors import ConfigError
from streammon.site import Site
from streammon.store.views import Views
from streammon.stream.topics import load as topics_of
from streammon.words import say


def run(
    site: cli.Site,
    data: cli.Data = cli.DATA,
    log: cli.Log = "",
    redis: cli.Redis = "",
    prefix: cli.Prefix = cli.PREFIX,
    agents: cli.Agents = cli.AGENTS,
    topics: cli.Topics = cli.TOPICS,
    host: cli.Host = "127.0.0.1",
    port: cli.Port = 8600,
    health_port: cli.HealthPort = 6066,
    session: cli.Session = cli.SESSION,
    link_base: cli.LinkBase = "",
) -> None:
    """Run everything."""
    options = Options(
        site,
        data,
        log,
        redis,
        prefix,
        agents,
        topics,
        session_timeout=session,
        host=host,
        web_port=port,
        health_port=health_port or None,
        link_base=link_base,
    )
    raise typer.Exit(run_until_stopped(_run(options, console=True)))


def worker(
    site: cli.Site,
    log: cli.Log,
    redis: cli.Redis,
    data: cli.Data = cli.DATA,
    prefix: cli.Prefix = cli.PREFIX,
    agents: cli.Agents = cli.AGENTS,
    topics: cli.Topics = cli.TOPICS,
    host: cli.Host = "127.0.0.1",
    health_port: cli.HealthPort = 6066,
    session: cli.Session = cli.SESSION,
    link_base: cli.LinkBase = "",
) -> None:
    """Run the agents."""
    _require_redis(redis)
    options = Options(
        site,
        data,
        log,
        redis,
        prefix,
        agents,
        topics,
        session_timeout=session,
        host=host,
        health_port=health_port or None,
        link_base=link_base,
    )
    raise typer.Exit(run_until_stopped(_run(options, console=False)))


def web(
    site: cli.Site,
    redis: cli.Redis,
    data: cli.Data = cli.DATA,
    log: cli.Log = "",
    prefix: cli.Prefix = cli.PREFIX,
    topics: cli.Topics = cli.TOPICS,
    host: cli.Host = "127.0.0.1",
    port: cli.Port = 8600,
    link_base: cli.LinkBase = "",
) -> None:
    """Serve the console and, with a log to write to, what can be decided there."""
    _require_redis(redis)
    options = Options(site, data, log, redis, prefix, topics=topics, host=host, web_port=port, link_base=link_base)
    raise typer.Exit(run_until_stopped(_web(options)))


async def _run(options: Options, *, console: bool) -> int:
    async with running(options, SystemClock(), console=console) as program:
        if program.console:
            print(say("cli.run.console", url=program.console.url), flush=True)
            print(say("cli.run.desk", url=program.console.url, file=options.data / "supervisor.key"), flush=True)
        return await until_failed(program.worker)


async def _web(options: Options) -> int:
    async with AsyncExitStack() as stack:
        site = read_site(options)
        views = Views.connect(usable_redis(options, stack))
        stack.push_async_callback(views.close)
        doors = await _doors(options, site, views, stack) if options.log else None
        server = await start_console(options, site, views, SystemClock(), stack, doors)
        print(say("cli.run.console", url=server.url), flush=True)
        await asyncio.Event().wait()
    return 0


async def _doors(options: Options, site: Site, views: Views, stack: AsyncExitStack) -> Doors:
    links, topic = links_of(options), topics_of(options.topics)["actions"]
    log = options.open_log()
    await log.start()
    stack.push_async_callback(log.stop)
    return doors_of(options, links, log, topic, site, views, SystemClock())


def _require_redis(redis: str) -> None:
    """A private Redis would be one for each part, and the console would look into an empty one."""
    if not redis:
        raise ConfigError("--redis", say("cli.web.no_redis"))
