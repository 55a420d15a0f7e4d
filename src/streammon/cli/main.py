"""`streammon`: one command, its parts, and how errors leave it."""

from __future__ import annotations

import sys
import traceback
from importlib import import_module
from typing import Any, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup

from streammon.cli.leaving import leave
from streammon.errors import ConfigError, StreammonError
from streammon.words import say

COMMANDS = {
    "run": "run:run",
    "worker": "run:worker",
    "web": "run:web",
    "demo": "demo:demo",
    "scan": "scan:scan",
    "lexicon": "lexicon:app",
    "import": "importing:import_",
    "grade": "grade:app",
    "export": "export:export_",
    "circular": "circular:app",
    "replay": "replay:replay",
    "check": "check:check",
    "apply": "check:apply",
    "topics": "topics:app",
    "dead-letters": "dead_letters:app",
    "calendar": "calendar:app",
    "alert": "alert:app",
    "silences": "silences:app",
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


def main() -> NoReturn:
    """Run the command. Exit code 2: what the user wrote can't be used; 70: the program itself failed."""
    leave(_exit_code())


def _exit_code() -> int:
    code = 70
    try:
        app(prog_name="streammon")
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except ConfigError as error:
        code = _refused(error)
    except StreammonError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        if error.filename is None:
            traceback.print_exc()
        else:
            code = _refused(ConfigError(str(error.filename), say("cli.unusable", why=error.strerror)))
    except Exception:  # noqa: BLE001 -- the last place that can tell of a mistake of ours
        traceback.print_exc()
    return code


def _refused(error: ConfigError) -> int:
    for each in error.errors:
        print(each, file=sys.stderr)
    return 2
