"""`import`: tables of other systems become records of the log, or tasks of the site folder."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from streammon.assembly.importing import Door
from streammon.assembly.options import Options
from streammon.assembly.sites import read_site
from streammon.cli import options as cli
from streammon.clock import SystemClock
from streammon.errors import ConfigError
from streammon.imports import preview, tasks
from streammon.imports.headers import Kind, chosen_of
from streammon.imports.moments import moment_of
from streammon.imports.reading import Imported, read
from streammon.imports.registry import Registry
from streammon.imports.rows import Reading
from streammon.model.task import Task
from streammon.rules.calendar import WorkingDays
from streammon.site import Site
from streammon.words import say

PARTLY, REFUSED = 1, 2
"""Exit codes: some rows were left out; nothing was done."""

_LIMIT = re.compile(r"([1-9]\d{0,3})\s*(小时|天|日|个?工作日|h|d|w)")

Choices = Annotated[list[str] | None, typer.Option("--map", metavar="列名=FIELD", help=say("imports.option.map"))]


def import_(
    kind: Annotated[Kind, typer.Argument(help=say("imports.option.kind"))],
    file: Annotated[Path, typer.Argument(help=say("imports.option.file"))],
    site: cli.Site,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=say("imports.option.dry_run"))] = False,
    choices: Choices = None,
    partial: Annotated[bool, typer.Option("--partial", help=say("imports.option.partial"))] = False,
    undo: Annotated[bool, typer.Option("--undo", help=say("imports.option.undo"))] = False,
    as_of: Annotated[str, typer.Option("--as-of", help=say("imports.option.as_of"))] = "",
    limit: Annotated[str, typer.Option("--limit", help=say("imports.option.limit"))] = "",
    data: cli.Data = cli.DATA,
    log: cli.Log = "",
    prefix: cli.Prefix = cli.PREFIX,
    agents: cli.Agents = cli.AGENTS,
    topics: cli.Topics = cli.TOPICS,
) -> None:
    """Import one file. Exit code: 0 all of it, 1 without the bad rows (`--partial`), 2 nothing."""
    options = Options(site, data, log, prefix=prefix, agents=agents, topics=topics)
    if undo and kind in (Kind.POSTS, Kind.TASKS):
        raise ConfigError("--undo", say("imports.option_wrong.undo"), say("imports.option_wrong.undo_hint"))
    chosen, seen, found = chosen_of(choices or (), kind), _as_of(as_of), read_site(options)
    clock = SystemClock()
    registry = Registry(found.units, found.sources, found.tasks)
    reading = Reading(kind, registry, seen or clock.now(), _due(limit, found) if limit else None)
    imported = read(file, reading, chosen)
    if dry_run:
        for line in preview.lines(file.name, imported, registry):
            print(line)
    for problem in imported.problems:
        print(problem, file=sys.stderr)
    if imported.bad and not partial and not dry_run:
        print(say("imports.done.bad", bad=imported.bad, good=len(imported.good)), file=sys.stderr)
    elif not dry_run:
        _keep(options, found, reading, imported, seen, undo=undo)
    if imported.bad:
        raise typer.Exit(PARTLY if partial else REFUSED)


def _keep(
    options: Options, site: Site, reading: Reading, imported: Imported, seen: datetime | None, *, undo: bool
) -> None:
    """Put the good rows where they belong, and tell what they have changed."""
    if reading.kind is Kind.TASKS:
        _keep_tasks(site, [row.found for row in imported.good if isinstance(row.found, Task)])
        return
    door = Door(options, site, SystemClock())
    done, held = asyncio.run(door.publish(reading.kind, imported.good, seen=seen, undo=undo))
    if held:
        print(say("imports.done.handed"))
    print(
        say(
            "imports.done.summary",
            new=done.new,
            changed=done.changed,
            withdrawn=done.withdrawn,
            same=done.same,
            older=done.older,
            doubled=imported.doubled,
        )
    )


def _keep_tasks(site: Site, found: list[Task]) -> None:
    all_tasks, new, changed = tasks.merged(site.tasks, found)
    if new or changed:
        tasks.write(site.folder, all_tasks.values())
    print(say("imports.done.tasks", new=new, changed=changed, total=len(all_tasks)), say("imports.done.tasks_run"))


def _as_of(text: str) -> datetime | None:
    try:
        return moment_of(text, closing=True) if text else None
    except ValueError:
        what = say("imports.option_wrong.as_of", text=text)
        raise ConfigError("--as-of", what, say("imports.option_wrong.as_of_form")) from None


def _due(text: str, site: Site) -> Callable[[datetime], datetime]:
    """Return how a deadline follows from the moment of receipt."""
    found = _LIMIT.fullmatch(text.strip())
    if found is None:
        what = say("imports.option_wrong.limit", text=text)
        raise ConfigError("--limit", what, say("imports.option_wrong.limit_form"))
    number, unit = int(found[1]), found[2]
    if unit in ("小时", "h"):
        return lambda received: received + timedelta(hours=number)
    if unit in ("天", "日", "d"):
        return lambda received: received + timedelta(days=number)
    calendar, close = WorkingDays(site.rules.holidays), site.rules.windows.close
    return lambda received: calendar.deadline(received, number, close)
