"""`export`: the circular of a period and everything that belongs to it, made from the log."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from streammon.assembly.ledgers import book_of, read_period, registered, span_of
from streammon.assembly.options import Options
from streammon.cli import options as cli
from streammon.clock import SystemClock
from streammon.model.ledger import Ledger
from streammon.model.rules import Rules, Span
from streammon.report import export
from streammon.rules.ledger import Intake, account
from streammon.rules.periods import month_of, months_of
from streammon.site import Site
from streammon.stream import reading, topics
from streammon.words import say

BEFORE = 5
"""So many periods before this one are looked at for trends."""


def export_(
    period: Annotated[str, typer.Argument(metavar="PERIOD", help=say("report.export.period"))],
    site: cli.Site,
    out: Annotated[Path, typer.Option("--out", file_okay=False, help=say("report.export.out"))] = Path("circular"),
    template: Annotated[Path | None, typer.Option("--template", help=say("report.export.template"))] = None,
    red_head: Annotated[bool, typer.Option("--red-head", help=say("report.export.red_head"))] = False,
    log: cli.Log = "",
    data: cli.Data = cli.DATA,
    prefix: cli.Prefix = cli.PREFIX,
    topics: cli.Topics = cli.TOPICS,
) -> None:
    """Write documents, tables and manifest of a period, or nothing at all."""
    options = Options(site, data, log, prefix=prefix, topics=topics)
    found = registered(options)
    span = span_of(period, found.rules)
    whole, months, earlier = asyncio.run(_ledgers(options, found, span))
    titles = {each.id: each.title for each in (*found.rules.periods, span)}
    made = export(whole, site, months=months, earlier=earlier, titles=titles, template=template, red_head=red_head)
    made.write(out)
    print(say("report.export.written", count=len(made.files), out=out))
    if not whole.revision:
        print(say("report.export.open", period=span.title))
    if not made.has_parquet:
        print(say("report.export.no_parquet"))
    if not made.font:
        print(say("report.export.no_font"))


async def _ledgers(options: Options, site: Site, span: Span) -> tuple[Ledger, list[Ledger], list[Ledger]]:
    """Return the ledger of the period, those of its months where it has several, and those before it."""
    now = SystemClock().now()
    whole = (await read_period(options, site, span)).ledger(now)
    months = list(months_of(span))
    by_month = msgspec.structs.replace(site.rules, periods=tuple(months))
    inside = [Intake(month, by_month) for month in months if len(months) > 1]
    before = [Intake(each, site.rules) for each in _before(span, site.rules)]
    await _fill([*inside, *before], options)
    book = book_of(site)
    return (
        whole,
        [account(book, intake, now) for intake in inside],
        [account(book, intake, now) for intake in before if intake.shares],
    )


async def _fill(intakes: Sequence[Intake], options: Options) -> None:
    """Read the log once for all of them."""
    known = topics.load(options.topics)
    log = options.open_log(read_only=True)
    await log.start()
    try:
        for name in ("days", "incidents"):
            async for event in reading.events(log, known[name], options.prefix):
                for intake in intakes:
                    intake.take(event)
    finally:
        await log.stop()


def _before(span: Span, rules: Rules) -> list[Span]:
    """Return the periods before this one: declared ones before a declared one, else months."""
    if span in rules.periods:
        return sorted((each for each in rules.periods if each.last < span.first), key=lambda each: each.first)[-BEFORE:]
    return list(_months_before(span.first))


def _months_before(day: date) -> Iterator[Span]:
    for _ in range(BEFORE):
        month = month_of(day - timedelta(days=1))
        yield month
        day = month.first
