"""How far a scan has come, on standard error, where that is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from streammon.words import say


class Bar:
    """A bar of `total` inputs; a context."""

    def __init__(self, total: int) -> None:
        console = Console(stderr=True)
        columns = (TextColumn(say("scan.progress")), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._bar = Progress(
            *columns, console=console, transient=True, disable=not console.is_terminal, redirect_stdout=False
        )
        self._task = self._bar.add_task("", total=total)

    def __enter__(self) -> Bar:
        self._bar.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._bar.stop()

    def advance(self, share: float) -> None:
        """Note that `share` of an input is done."""
        self._bar.advance(self._task, share)

    @contextmanager
    def away(self) -> Iterator[None]:
        """Take the bar away while something is written to the same terminal."""
        shared = sys.stdout.isatty()
        if shared:
            self._bar.stop()
        yield
        if shared:
            self._bar.start()
