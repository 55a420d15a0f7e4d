"""`scan`: what would be found wrong with files, folders and pages, before they are published."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from collections.abc import Callable
from contextlib import aclosing
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from streammon.clock import LOCAL, SystemClock
from streammon.scan.bar import Bar
from streammon.scan.inputs import Inputs, places
from streammon.scan.jsonl import JsonLines
from streammon.scan.page import Web
from streammon.scan.rules import rules_of
from streammon.scan.running import records
from streammon.scan.sarif import Sarif
from streammon.scan.summary import Summary
from streammon.scan.table import Tables
from streammon.scan.writer import Writer
from streammon.sources.clients import Clients
from streammon.words import say

INTERRUPTED, CLOSED_PIPE = 130, 141
"""Exit codes of a shell: 128 and the number of the signal."""

PATIENCE = 2.0
"""Seconds for a process to end."""


class Format(StrEnum):
    """How findings are written."""

    TABLE = "table"
    JSONL = "jsonl"
    SARIF = "sarif"


def scan(
    inputs: Annotated[list[str], typer.Argument(metavar="FILE|URL|FOLDER|-", help=say("scan.option.inputs"))],
    form: Annotated[Format, typer.Option("--format", help=say("scan.option.format"))] = Format.TABLE,
    site: Annotated[Path | None, typer.Option("--site", help=say("scan.option.site"))] = None,
    lines: Annotated[bool, typer.Option("--lines", help=say("scan.option.lines"))] = False,
    attachments: Annotated[bool, typer.Option("--attachments", help=say("scan.option.attachments"))] = False,
    links: Annotated[bool, typer.Option("--links", help=say("scan.option.links"))] = False,
    jobs: Annotated[int, typer.Option("--jobs", min=1, max=64, help=say("scan.option.jobs"))] = os.cpu_count() or 1,
) -> None:
    """Check what is named. Exit code: 0 nothing found, 1 something to look at, 3 something severe."""
    named = places(inputs)
    rules = rules_of(site)
    code = INTERRUPTED
    try:
        clock = SystemClock()
        web = Web(Clients(rules.politeness, clock), clock, rules.selectors, attachments, links)
        wanted = Inputs(named, clock.now().astimezone(LOCAL).date(), web, lines)
        code = asyncio.run(_scan(wanted, rules.prepare, _writer(form), jobs))
    except (KeyboardInterrupt, asyncio.CancelledError):  # the latter where something else was being cancelled too
        pass
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nobody reads: nothing more is said
        code = CLOSED_PIPE
    _let_go()
    raise typer.Exit(code)


async def _scan(wanted: Inputs, prepare: Callable[[], None], writer: Writer, jobs: int) -> int:
    summary = Summary()
    try:
        with Bar(len(wanted.places)) as bar:
            async with aclosing(records(wanted.tasks(), jobs, prepare)) as results:
                async for task, found in results:
                    summary.add(task.path, found)
                    bar.advance(task.share)
                    if found:
                        with bar.away():
                            writer.write(found)
    finally:
        await wanted.web.clients.aclose()
    writer.end(summary)
    return summary.exit_code


def _let_go() -> None:
    """Give the processes a moment to end by themselves: killed, they leave semaphores behind."""
    for thread in threading.enumerate():
        if thread is not threading.main_thread() and not thread.daemon:
            thread.join(PATIENCE)


def _writer(form: Format) -> Writer:
    if form is Format.TABLE:
        return Tables(sys.stdout)
    return (JsonLines if form is Format.JSONL else Sarif)(sys.stdout.buffer)
