"""What a user has named, as tasks: files, folders, addresses and standard input, in a fixed order."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from streammon.errors import ConfigError, Permanent
from streammon.extract.charset import decode
from streammon.extract.kinds import Kind, kind_of
from streammon.scan.page import Web
from streammon.scan.task import BytesTask, FileTask, LinesTask, Task, UnreadTask, bytes_of
from streammon.words import say

STDIN = "-"
LINES_AT_ONCE = 2_000
_ADDRESSES = ("http://", "https://")
_TEXTS = (Kind.TEXT, Kind.TABLE)


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that is to be checked, by the words of the day `on`.

    `places` are paths and addresses, folders already replaced by their files. With `lines` every line of a text file
    is a document; `web` fetches addresses.
    """

    places: Sequence[str]
    on: date
    web: Web
    lines: bool = False

    async def tasks(self) -> AsyncIterator[Task]:
        """Yield the tasks, reading and fetching no sooner than they are asked for."""
        for place in self.places:
            if is_address(place):
                async for task in self.web.tasks(place, self.on):
                    yield task
            else:
                for task in self._local(place):
                    yield task

    def _local(self, place: str) -> Iterator[Task]:
        regular = place != STDIN and Path(place).is_file()
        if regular and not self.lines:
            yield FileTask(place, self.on)
            return
        try:
            data = sys.stdin.buffer.read() if place == STDIN else bytes_of(Path(place))
        except Permanent as error:
            yield UnreadTask(place, str(error))
            return
        if self.lines and kind_of(data, place, "") in _TEXTS:
            yield from _lines(place, decode(data), self.on)
        else:
            yield BytesTask(place, data, self.on, media_type="text/plain" if place == STDIN else "")


def _lines(path: str, text: str, on: date) -> Iterator[LinesTask]:
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    for start in range(0, len(lines), LINES_AT_ONCE):
        some = tuple(lines[start : start + LINES_AT_ONCE])
        yield LinesTask(path, start + 1, some, len(some) / len(lines), on)


def is_address(place: str) -> bool:
    """Return whether `place` is on the web."""
    return place.lower().startswith(_ADDRESSES)


def places(named: Sequence[str]) -> list[str]:
    """Return `named` with every folder replaced by the files below it. Raises ConfigError for what is not there."""
    found: list[str] = []
    for place in named:
        if place == STDIN or is_address(place):
            found.append(place)
        elif not place or not Path(place).exists():
            raise ConfigError(place, say("scan.missing"), say("scan.given"))
        elif Path(place).is_dir():
            found += _files(place)
        else:
            found.append(place)
    return found


def _files(folder: str) -> list[str]:
    """Return the files in a folder and below, sorted; hidden ones, and links to folders, are left out.

    A folder that can't be looked into stands for itself: opening it will tell why.
    """
    found: list[Path] = []

    def closed(error: OSError) -> None:
        found.append(Path(error.filename))

    for within, folders, names in os.walk(folder, onerror=closed):
        folders[:] = [name for name in folders if not name.startswith(".")]
        visible = (Path(within, name) for name in names if not name.startswith("."))
        found += (path for path in visible if path.is_file() or path.is_symlink())
    return [str(path) for path in sorted(found)]
