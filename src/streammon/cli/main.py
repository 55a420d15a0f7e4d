"""`streammon`: one command, its parts, and how errors leave it."""

from __future__ import annotations

import sys

import typer

from streammon.cli import calendar, check, dead_letters, demo, run, topics, view
from streammon.errors import ConfigError, ConfigErrors, StreammonError
from streammon.words import say

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=say("cli.help"))
app.command("run", help=say("cli.run.help"))(run.run)
app.command("worker", help=say("cli.worker.help"))(run.worker)
app.command("web", help=say("cli.web.help"))(run.web)
app.command("demo", help=say("cli.demo.help"))(demo.demo)
app.command("check", help=say("cli.check.help"))(check.check)
app.command("apply", help=say("cli.apply.help"))(check.apply)
app.add_typer(topics.app, name="topics")
app.add_typer(dead_letters.app, name="dead-letters")
app.add_typer(calendar.app, name="calendar")
app.add_typer(view.app, name="view")


def main() -> None:
    """Run the command. Exit code 2: what the user wrote can't be used; 70: the program itself failed."""
    try:
        app()
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
