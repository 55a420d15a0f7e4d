"""`demo`: one county's month in a minute."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from streammon.assembly.folders import shipped
from streammon.assembly.options import Options
from streammon.cli import options as cli
from streammon.cli.running import run_until_stopped
from streammon.clock import LOCAL
from streammon.demo import month
from streammon.demo.report import Report
from streammon.words import say


def demo(
    check: Annotated[bool, typer.Option("--check", help=say("cli.demo.check"))] = False,
    keep: Annotated[bool, typer.Option("--keep", help=say("cli.demo.keep"))] = False,
    data: Annotated[Path | None, typer.Option("--data", file_okay=False, help=say("cli.demo.data"))] = None,
    log: cli.Log = "",
    redis: cli.Redis = "",
    prefix: cli.Prefix = "streammon-demo.",
    port: cli.Port = 8600,
    session: cli.Session = cli.SESSION,
) -> None:
    """Play the month."""
    with tempfile.TemporaryDirectory(prefix="streammon-demo-", ignore_cleanup_errors=True) as temporary:
        options = Options(
            shipped("sites/demo"),
            data or Path(temporary),
            log,
            redis,
            prefix,
            session_timeout=session,
            web_port=port,
            health_port=None,
        )
        raise typer.Exit(run_until_stopped(_check(options) if check else _show(options, keep=keep)))


async def _check(options: Options) -> int:
    async with month.demo(options) as playing:
        await playing.play(lambda _: None)
        found = await playing.report()
    print(msgspec.json.format(msgspec.json.encode(found)).decode(), flush=True)
    return 1 if found.grades.different else 0


async def _show(options: Options, *, keep: bool) -> int:
    screen = Console(file=sys.stderr)
    async with month.demo(options) as playing:
        console = playing.program.console
        if console:
            print(say("cli.demo.console", url=console.url), flush=True)
        print(say("cli.demo.county", url=playing.county.base_url), flush=True)
        print(say("cli.demo.inbox", url=playing.inbox.base_url), flush=True)
        columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        with Progress(*columns, console=screen) as bar:
            task = bar.add_task("", total=(month.END - month.BEGIN).total_seconds())

            def told(now: datetime) -> None:
                day = say("cli.demo.day", day=now.astimezone(LOCAL))
                bar.update(task, completed=(now - month.BEGIN).total_seconds(), description=day)

            await playing.play(told)
        found = await playing.report()
        print(_summary(found), flush=True)
        if keep:
            print(say("cli.demo.kept", data=options.data), flush=True)
            await asyncio.Event().wait()
    return 1 if found.grades.different else 0


def _summary(found: Report) -> str:
    return say(
        "cli.demo.summary",
        contents=found.contents,
        incidents=sum(found.incidents["by_state"].values()),
        fixed=found.incidents["by_state"].get("fixed", 0),
        alerts=sum(found.alerts.values()),
        sent=found.receipts.get("sent", 0),
        compared=found.grades.compared,
        different=len(found.grades.different),
    )
