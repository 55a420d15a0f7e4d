"""`grade`: why a grade is what it is, and whether all of them follow from the log."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated

import typer

from streammon.assembly.ledgers import Period, read_period, registered, span_of
from streammon.assembly.options import Options
from streammon.assembly.verifying import Difference, differences, expected, shown
from streammon.cli import options as cli
from streammon.errors import ConfigError
from streammon.model.ledger import Ledger, Line, Table
from streammon.words import say

app = typer.Typer(help=say("cli.grade.help"), no_args_is_help=True)
Named = Annotated[str, typer.Argument(metavar="PERIOD", help=say("grade.show.period"))]


@app.command("show", help=say("grade.show.help"))
def show(
    period: Named,
    site: cli.Site,
    unit: Annotated[str, typer.Argument(metavar="UNIT", help=say("grade.show.unit"))] = "",
    board: Annotated[str, typer.Option("--board", help=say("grade.show.board"))] = "",
    log: cli.Log = "",
    data: cli.Data = cli.DATA,
    prefix: cli.Prefix = cli.PREFIX,
    topics: cli.Topics = cli.TOPICS,
) -> None:
    """Print the lines of a period, or of one unit or board in it."""
    found = asyncio.run(_read(Options(site, data, log, prefix=prefix, topics=topics), period))
    whole = found.ledger(datetime.now(UTC))
    tables = _of_board(whole, board)
    lines = [(table, line) for table in tables for line in table.lines if _is_of(line, unit)]
    if unit and not lines:
        raise ConfigError(unit, say("grade.show.nobody", word=unit))
    print(_state(whole))
    for table, line in lines:
        print("\n".join(_explained(table, line)))


@app.command("verify", help=say("grade.verify.help"))
def verify(
    period: Named,
    site: cli.Site,
    log: cli.Log = "",
    redis: cli.Redis = "",
    data: cli.Data = cli.DATA,
    prefix: cli.Prefix = cli.PREFIX,
    topics: cli.Topics = cli.TOPICS,
) -> None:
    """Work all grades out again; exit code 1 where one differs from what was published or is shown."""
    options = Options(site, data, log, redis, prefix, topics=topics)
    count, found = asyncio.run(_compared(options, period))
    told = "grade.verify.bad" if found else "grade.verify.good"
    print(say(told, period=period, count=count, different=len(found)))
    for place, difference in found:
        print(_difference(place, difference))
    raise typer.Exit(1 if found else 0)


async def _read(options: Options, name: str) -> Period:
    site = registered(options)
    return await read_period(options, site, span_of(name, site.rules))


async def _compared(options: Options, name: str) -> tuple[int, list[tuple[str, Difference]]]:
    """Return how many grades follow from the log, and where which of them is another."""
    period = await _read(options, name)
    right = expected(period)
    places = {"published": list(period.grades.values()), "shown": await shown(options, name)}
    return len(right), [(place, each) for place, grades in places.items() for each in differences(right, grades)]


def _of_board(whole: Ledger, board: str) -> tuple[Table, ...]:
    tables = tuple(table for table in whole.tables if board in ("", table.board_id))
    if not tables:
        known = "、".join(table.board_id for table in whole.tables)
        raise ConfigError("--board", say("grade.show.nobody", word=board), say("site.one_of", words=known))
    return tables


def _is_of(line: Line, unit: str) -> bool:
    return unit in ("", line.unit_id, line.unit)


def _state(whole: Ledger) -> str:
    revision = say("grade.show.revision", number=whole.revision) if whole.revision else say("grade.show.open")
    return say("grade.show.state", period=whole.period, first=whole.first, last=whole.last, revision=revision)


def _explained(table: Table, line: Line) -> Iterator[str]:
    grade = line.grade or say("grade.show.none")
    yield say("grade.show.line", board=table.board_id, name=line.name, grade=grade, because=line.because)
    measures = "，".join(f"{name} {value:g}" for name, value in line.measures.items() if value)
    if measures:
        yield say("grade.show.measures", measures=measures)
    if line.distance:
        yield say("grade.show.distance", distance=line.distance)
    for text in line.problems:
        yield say("grade.show.problem", text=text)
    for kind, ids in (("incident", line.incidents), ("content", line.contents)):
        if ids:
            yield say("grade.show.evidence", kind=say(f"grade.show.{kind}"), ids=" ".join(ids))


def _difference(place: str, found: Difference) -> str:
    nothing = say("grade.verify.nothing")
    return say(
        "grade.verify.different",
        place=say(f"grade.verify.{place}"),
        board=found.board,
        subject=found.subject_id,
        field=say(f"grade.verify.field.{found.field}"),
        expected=nothing if found.expected is None else found.expected,
        got=nothing if found.got is None else found.got,
    )
