"""`view rebuild`: make the views in Redis anew from the log."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import typer

from streammon.assembly.options import Options
from streammon.assembly.rebuild import rebuild
from streammon.cli import options as cli
from streammon.words import say

app = typer.Typer(help=say("cli.view.help"), no_args_is_help=True)


@app.callback()
def group() -> None:
    """Group the commands."""


@app.command("rebuild", help=say("cli.view.rebuild"))
def rebuild_(
    log: cli.Log = "",
    redis: cli.Redis = "",
    data: cli.Data = cli.DATA,
    prefix: cli.Prefix = cli.PREFIX,
    topics: cli.Topics = cli.TOPICS,
) -> None:
    """Forget the views and apply every event again; works beside a running program."""
    options = Options(Path(), data, log, redis, prefix, topics=topics)
    print(say("cli.view.rebuilt", count=asyncio.run(_rebuild(options))))


async def _rebuild(options: Options) -> int:
    async with AsyncExitStack() as stack:
        return await rebuild(options, stack)
