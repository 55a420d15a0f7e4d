"""`calendar`: which day ends a fix window."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from streammon.assembly.options import Options
from streammon.errors import ConfigError
from streammon.rules.calendar import WorkingDays
from streammon.words import say

app = typer.Typer(help=say("cli.calendar.help"), no_args_is_help=True)


@app.callback()
def group() -> None:
    """Group the commands."""


@app.command("due", help=say("cli.calendar.due"))
def due(
    found: Annotated[str, typer.Argument(help=say("cli.calendar.found"))],
    days: Annotated[int, typer.Argument(min=0, max=1000, help=say("cli.calendar.days"))],
    site: Annotated[Path | None, typer.Option("--site", help=say("cli.option.site"))] = None,
) -> None:
    """Print the last day of a fix window."""
    try:
        day = date.fromisoformat(found)
    except ValueError:
        raise ConfigError(found, say("cli.calendar.no_date"), say("cli.calendar.instead")) from None
    calendar = WorkingDays(_holidays(site))
    try:
        last = calendar.after(day, days)
    except OverflowError:
        raise ConfigError(found, say("cli.calendar.too_late"), say("cli.calendar.instead")) from None
    for year in calendar.unknown_years(range(day.year, last.year + 1)):
        print(say("cli.unknown_year", year=year), file=sys.stderr)
    print(last.isoformat())


def _holidays(site: Path | None) -> Mapping[date, bool]:
    if site is None:
        return {}
    from streammon.assembly.sites import read_site  # noqa: PLC0415 -- what reads a site takes long to import

    return read_site(Options(site)).rules.holidays
