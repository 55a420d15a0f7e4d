"""TOML files of a site folder, with the line of every key."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TypeVar

import msgspec

from streammon.site.files import read_text
from streammon.site.problems import Problems
from streammon.site.shapes import Keys, mistakes
from streammon.words import say

T = TypeVar("T", bound=msgspec.Struct)

_HEADER = re.compile(r"(\[\[?)([^\[\]=]+)\]\]?\s*(?:#.*)?")
_KEY = re.compile(r"""([\w"'.-]+)\s*=""")


class Settings:
    """One TOML file: its values, and where each of them stands."""

    def __init__(self, path: Path, problems: Problems) -> None:
        self._path, self._problems = path, problems
        text = read_text(path, problems)
        self._values = None if text is None else self._parse(text)
        self._lines = {} if text is None else _lines_of(text)

    def become(self, kind: type[T]) -> T | None:
        """Return the whole file as a `kind`; None, and every reason, if it is none."""
        if self._values is None:
            return None
        found = list(mistakes(self._values, kind))
        for mistake in found:
            self.refuse(mistake.keys, mistake.what, mistake.instead)
        return None if found else msgspec.convert(self._values, kind)

    def has(self, name: str) -> bool:
        """Say whether the file has a section or key of this name."""
        return self._values is not None and name in self._values

    def refuse(self, keys: Keys, what: str, instead: str = "") -> None:
        """Note a problem of what stands at `keys`."""
        name = ".".join(step for step in keys if isinstance(step, str))
        place = "site.place.key" if name else "site.place.line"
        self._problems.add(say(place, file=self._path, line=self._line_of(keys), name=name), what, instead)

    def _parse(self, text: str) -> dict[str, object] | None:
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            reason, _, at = str(error).partition(" (at ")
            line = int(number[0]) if (number := re.findall(r"line (\d+)", at)) else text.count("\n") + 1
            where = say("site.place.line", file=self._path, line=line)
            self._problems.add(where, say("site.toml.broken", reason=reason), say("site.toml.hint"))
            return None

    def _line_of(self, keys: Keys) -> int:
        while keys and keys not in self._lines:
            keys = keys[:-1]
        return self._lines.get(keys, 1)


def _lines_of(text: str) -> dict[Keys, int]:
    """Return the line of every section and of every key that begins a line; what is inside stands where they begin."""
    lines: dict[Keys, int] = {}
    arrays: dict[Keys, int] = {}
    section: Keys = ()
    for number, line in enumerate(text.split("\n"), 1):
        if header := _HEADER.fullmatch(line.strip()):
            section = _section(header[2], header[1] == "[[", arrays)
            lines.setdefault(section, number)
        elif key := _KEY.match(line.strip()):
            lines.setdefault((*section, *_steps(key[1])), number)
    return lines


def _section(name: str, is_array: bool, arrays: dict[Keys, int]) -> Keys:
    """Return the path of a section; in an array of tables, that of the last table begun. `arrays` counts them."""
    path: Keys = ()
    steps = _steps(name)
    for depth, step in enumerate(steps, 1):
        path = (*path, step)
        if is_array and depth == len(steps):
            arrays[path] = arrays.get(path, -1) + 1
        if path in arrays:
            path = (*path, arrays[path])
    return path


def _steps(name: str) -> list[str]:
    return [step.strip().strip("\"'") for step in name.split(".")]
