"""Adding an entry to a site's own lexicon: whole or not at all."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from streammon.detect.lexicon.entry import Entry
from streammon.detect.lexicon.files import COLUMNS, parse
from streammon.errors import ConfigError, ConfigErrors
from streammon.words import say


def add(site: Path, cells: Sequence[str]) -> tuple[Path, Entry]:
    """Add a row of `COLUMNS` to lexicon/own.csv in the site folder; return the file, and the entry as it is read.

    The file is made when it is missing. Raises ConfigErrors, and changes nothing, where the file would not be right.
    """
    if not site.is_dir():
        raise ConfigError(str(site), say("lexicon.add.no_site"))
    file = site / "lexicon" / "own.csv"
    file.parent.mkdir(exist_ok=True)
    with _replacing(file) as new:
        old = file.read_bytes() if file.exists() else _line(COLUMNS, "\n")
        ending = "\r\n" if b"\r\n" in old else "\n"
        data = old + (b"" if old.endswith(b"\n") else ending.encode()) + _line(cells, ending)
        before, entries = _entries(old, file), _entries(data, file)
        if len(before) == len(entries):
            raise ConfigError(str(file), say("lexicon.add.known", wrong=cells[0]))
        new.write_bytes(data)
    return file, entries[-1]


@contextmanager
def _replacing(file: Path) -> Iterator[Path]:
    """Give a new file, which replaces `file` if all goes well. It stands only while somebody writes: two can't."""
    new = file.with_name(f"{file.name}.new")
    try:
        new.touch(exist_ok=False)
    except FileExistsError:
        raise ConfigError(str(new), say("lexicon.add.busy"), say("lexicon.add.stale")) from None
    try:
        yield new
        if file.exists():
            shutil.copymode(file, new)
        new.replace(file)
    finally:
        new.unlink(missing_ok=True)


def _line(cells: Sequence[str], ending: str) -> bytes:
    line = io.StringIO(newline="")
    csv.writer(line, lineterminator=ending).writerow(cells)
    return line.getvalue().encode()


def _entries(data: bytes, file: Path) -> list[Entry]:
    mistakes: list[ConfigError] = []
    try:
        entries = parse(data.decode("utf-8-sig"), file, mistakes)
    except UnicodeDecodeError:
        raise ConfigError(str(file), say("lexicon.file.encoding"), say("lexicon.file.save_as")) from None
    if mistakes:
        raise ConfigErrors(mistakes)
    return entries
