"""A table for people: coloured and wrapped on a terminal; plain, every finding on one line, anywhere else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from streammon.scan.record import Level, Record
from streammon.scan.summary import Summary
from streammon.words import say

_WIDE = 100_000
"""Columns of a file or pipe, where nothing needs to be wrapped."""
_LONGEST = 240
"""Characters of a text that is shown."""
_STYLES = {Level.SEVERE: "bold red", Level.GENERAL: "yellow", Level.HINT: "cyan"}
_COLUMNS = ("location", "severity", "text", "suggestion", "why")


class _Console(Console):
    """Lets the caller know when nobody reads any more; the original ends the program."""

    def on_broken_pipe(self) -> None:
        """Say so."""
        raise BrokenPipeError


class Tables:
    """Writes one table per document to `out`, and a line with the numbers."""

    def __init__(self, out: TextIO) -> None:
        self._console = _Console(file=out, highlight=False)
        if not self._console.is_terminal:
            self._console.width = _WIDE
        self._path = ""

    def write(self, records: Sequence[Record]) -> None:
        """Write the table of a document. Its path stands over the first one, should it have several."""
        if records[0].path != self._path:
            self._path = records[0].path
            self._console.print(Text(_plain(self._path), style="bold"))
        table = Table(box=box.SIMPLE_HEAD if self._console.is_terminal else None, pad_edge=False)
        for name in _COLUMNS:
            table.add_column(say(f"scan.column.{name}"), overflow="fold")
        for record in records:
            table.add_row(*_cells(record))
        self._console.print(table)
        self._console.print()

    def end(self, summary: Summary) -> None:
        """Write the numbers."""
        self._console.print(Text(str(summary)))


def _cells(record: Record) -> tuple[Text, ...]:
    level = say(f"scan.severity.{record.severity}")
    if record.review:
        level = say("scan.severity.review", severity=level)
    words = (record.location, level, record.text, record.suggestion, record.why)
    location, severity, *rest = (Text(_plain(each)) for each in words)
    severity.stylize(_STYLES[record.severity])
    return location, severity, *rest


def _plain(text: str) -> str:
    """Return `text` on one line, not too long, with nothing in it that a terminal would obey."""
    line = "".join(each if each.isprintable() else " " for each in text)
    return line if len(line) <= _LONGEST else line[:_LONGEST] + "…"
