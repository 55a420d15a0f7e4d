"""`topics`: print the contract, check a log against it, create what is missing."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Annotated

import typer

from streammon.assembly.options import Options
from streammon.assembly.sites import read_site
from streammon.assembly.wiring import check_layout, read_wiring, settings_of
from streammon.cli import options as cli
from streammon.cli.doors import opened
from streammon.stream import asyncapi
from streammon.stream.desks import layouts
from streammon.stream.log import TopicLayout
from streammon.stream.settings import StreamSettings
from streammon.stream.topics import DAY
from streammon.words import say

app = typer.Typer(help=say("cli.topics.help"), invoke_without_command=True)


@app.callback()
def show(
    context: typer.Context,
    as_asyncapi: Annotated[bool, typer.Option("--asyncapi", help=say("cli.topics.asyncapi"))] = False,
    agents: cli.Agents = cli.AGENTS,
    topics: cli.Topics = cli.TOPICS,
    prefix: cli.Prefix = cli.PREFIX,
) -> None:
    """Print the topics."""
    if context.invoked_subcommand:
        return
    _, known = read_wiring(Options(Path(), agents=agents, topics=topics))
    if as_asyncapi:
        print(json.dumps(asyncapi.document(known, prefix, StreamSettings().partitions), ensure_ascii=False, indent=2))
        return
    for topic in known.values():
        keep = say("cli.topics.for_ever") if topic.keep is None else say("cli.topics.days", days=topic.keep // DAY)
        print(f"{topic.name}  [{topic.key} / {topic.partitioned_by} / {keep}]  {topic.doc}")
        print(f"    {', '.join(topic.writers)} -> {', '.join(topic.readers)}")


@app.command("check", help=say("cli.topics.check"))
def check(
    site: cli.Site,
    log: cli.Log = "",
    data: cli.Data = cli.DATA,
    prefix: cli.Prefix = cli.PREFIX,
    agents: cli.Agents = cli.AGENTS,
    topics: cli.Topics = cli.TOPICS,
) -> None:
    """Compare a log with the contract."""
    options = Options(site, data, log, "", prefix, agents, topics)
    asyncio.run(_check(options))
    print(say("cli.topics.good"))


@app.command("create", help=say("cli.topics.create"))
def create(
    site: cli.Site,
    log: cli.Log = "",
    data: cli.Data = cli.DATA,
    prefix: cli.Prefix = cli.PREFIX,
    agents: cli.Agents = cli.AGENTS,
    topics: cli.Topics = cli.TOPICS,
    replication: cli.Replication = 1,
) -> None:
    """Create what is missing; what is there stays as it is."""
    asyncio.run(_create(Options(site, data, log, "", prefix, agents, topics, replication)))
    check(site, log, data, prefix, agents, topics)


def _layouts(options: Options) -> list[TopicLayout]:
    agents, known = read_wiring(options)
    return layouts(agents.values(), known, settings_of(options, read_site(options)))


async def _check(options: Options) -> None:
    wanted = _layouts(options)
    async with opened(options, read_only=True) as log:
        await check_layout(log, wanted)


async def _create(options: Options) -> None:
    wanted = _layouts(options)
    async with opened(options) as log:
        await log.create(wanted)
