"""`streammon`: one command, its parts, and how errors leave it."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from streammon.errors import ConfigError, ConfigErrors, StreammonError
from streammon.words import say

COMMANDS = {
    "run": "run:run",
    "worker": "run:worker",
    "web": "run:web",
    "demo": "demo:demo",
    "check": "check:check",
    "apply": "check:apply",
    "topics": "topics:app",
    "dead-letters": "dead_letters:app",
    "calendar": "calendar:app",
    "view": "view:app",
}
"""Each command, and what it is: a function, or a group of commands, in a module beside this one."""


class Commands(TyperGroup):
    """Imports a command when it is run: all of them together take seconds, which `--help` need not cost."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 -- the signature of Typer
        """Return the names, in the order in which help prints them."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """Return what help needs of a command; None for a name that is none."""
        return TyperCommand(cmd_name, help=_help(cmd_name)) if cmd_name in COMMANDS else None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command itself, with its name and what is left of the arguments."""
        name, known, rest = super().resolve_command(ctx, args)
        return name, _load(name) if name and known else known, rest


def _help(name: str) -> str:
    return say(f"cli.{name.replace('-', '_')}.help")


def _load(name: str) -> Any:
    module, _, attribute = COMMANDS[name].partition(":")
    found = getattr(import_module(f"streammon.cli.{module}"), attribute)
    one = typer.Typer(add_completion=False)
    one.callback()(lambda: None)  # a group, even of one
    if isinstance(found, typer.Typer):
        one.add_typer(found, name=name, help=_help(name))
    else:
        one.command(name, help=_help(name))(found)
    group: Any = typer.main.get_command(one)
    return group.commands[name]


app = typer.Typer(
    cls=Commands, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=say("cli.help")
)


@app.callback()
def group() -> None:
    """Group the commands."""


def main() -> None:
    """Run the command. Exit code 2: what the user wrote can't be used; 70: the program itself failed."""
    try:
        app(prog_name="streammon")
    except ConfigErrors as errors:
        for error in errors.errors:
            print(error, file=sys.stderr)
        sys.exit(2)
    except ConfigError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    except StreammonError as error:
        print(error, file=sys.stderr)
        sys.exit(70)
    except OSError as error:
        if error.filename is None:
            raise
        print(ConfigError(str(error.filename), say("cli.unusable", why=error.strerror)), file=sys.stderr)
        sys.exit(2)
