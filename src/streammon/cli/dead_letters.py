"""`dead-letters`: what could not be handled, and publishing it again."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from streammon.assembly.options import Options
from streammon.cli import options as cli
from streammon.cli.doors import opened
from streammon.clock import LOCAL
from streammon.errors import ConfigError
from streammon.model.dead_letter import DeadLetter
from streammon.stream import dead_letters, topics
from streammon.stream.desks import LETTERS
from streammon.words import say

app = typer.Typer(help=say("cli.dead_letters.help"), no_args_is_help=True)
Identity = Annotated[str, typer.Argument(help=say("cli.dead_letters.id"))]


@app.command("list", help=say("cli.dead_letters.list"))
def list_(log: cli.Log = "", data: cli.Data = cli.DATA, prefix: cli.Prefix = cli.PREFIX) -> None:
    """Print a line per letter."""
    for letter in asyncio.run(_all(Options(Path(), data, log, prefix=prefix))):
        print(_line(letter))


@app.command("show", help=say("cli.dead_letters.show"))
def show(
    letter_id: Identity,
    log: cli.Log = "",
    data: cli.Data = cli.DATA,
    prefix: cli.Prefix = cli.PREFIX,
    raw: Annotated[bool, typer.Option("--raw", help=say("cli.dead_letters.raw"))] = False,
) -> None:
    """Print one letter; the record itself, which may hold what leaked, only when asked for."""
    letter = asyncio.run(_one(Options(Path(), data, log, prefix=prefix), letter_id))
    print(_line(letter))
    print(letter.reason)
    for name, value in letter.headers.items():
        print(f"{name}: {value}")
    if raw:
        print(letter.value.decode("utf-8", "backslashreplace"))


@app.command("replay", help=say("cli.dead_letters.replay"))
def replay(
    letter_ids: Annotated[list[str] | None, typer.Argument(help=say("cli.dead_letters.id"))] = None,
    agent: Annotated[str, typer.Option("--agent", help=say("cli.dead_letters.agent"))] = "",
    log: cli.Log = "",
    data: cli.Data = cli.DATA,
    prefix: cli.Prefix = cli.PREFIX,
) -> None:
    """Publish records again: those named, or all of an agent."""
    if bool(letter_ids) == bool(agent):
        raise ConfigError("dead-letters replay", say("cli.dead_letters.which"))
    options = Options(Path(), data, log, prefix=prefix)
    print(say("cli.dead_letters.replayed", count=asyncio.run(_replay(options, set(letter_ids or ()), agent))))


def _line(letter: DeadLetter) -> str:
    at = letter.at.astimezone(LOCAL).isoformat(sep=" ", timespec="seconds")
    place = f"{letter.topic}-{letter.partition}@{letter.offset}"
    return f"{letter.letter_id}  {at}  {letter.agent}  {place}  {letter.kind}: {letter.reason}"


def _topic(options: Options) -> topics.Topic:
    return topics.load(options.topics)[LETTERS]


async def _all(options: Options) -> list[DeadLetter]:
    async with opened(options, read_only=True) as log:
        return [letter async for letter in dead_letters.letters(log, _topic(options), options.prefix)]


async def _one(options: Options, letter_id: str) -> DeadLetter:
    async with opened(options, read_only=True) as log:
        return await dead_letters.find(log, _topic(options), options.prefix, letter_id)


async def _replay(options: Options, letter_ids: set[str], agent: str) -> int:
    async with opened(options) as log:
        found = [letter async for letter in dead_letters.letters(log, _topic(options), options.prefix)]
        if unknown := letter_ids - {letter.letter_id for letter in found}:
            raise ConfigError(", ".join(sorted(unknown)), say("cli.dead_letters.unknown"))
        chosen = [letter for letter in found if letter.letter_id in letter_ids or letter.agent == agent]
        for letter in chosen:
            await dead_letters.replay(log, letter)
        return len(chosen)
