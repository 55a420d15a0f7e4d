"""Which line of a template a piece of its output came from: marks that nobody who writes templates sees."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import Environment
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

_OPEN, _BETWEEN, _CLOSE, _ZERO = "\uf000", "\uf001", "\uf002", 0xF010
_MARK = re.compile(f"{_OPEN}([\uf010-\uf019]+){_BETWEEN}([\uf010-\uf019]+){_CLOSE}")


class Marking(Extension):
    """Puts a mark in front of every piece of literal text of a template, and of each of its lines."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self.names: list[str] = []

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Mark the literal text that passes."""
        name = stream.filename or stream.name or ""
        if name not in self.names:
            self.names.append(name)
        number = self.names.index(name)
        for token in stream:
            if token.type == "data":
                lines = token.value.split("\n")
                marked = [_mark(number, token.lineno + offset) + line for offset, line in enumerate(lines)]
                yield Token(token.lineno, token.type, "\n".join(marked))
            else:
                yield token


def _mark(number: int, line: int) -> str:
    return f"{_OPEN}{_private(number)}{_BETWEEN}{_private(line)}{_CLOSE}"


def _private(number: int) -> str:
    return "".join(chr(_ZERO + int(digit)) for digit in str(number))


def _number(text: str) -> int:
    return int("".join(str(ord(character) - _ZERO) for character in text))


@dataclass(frozen=True)
class Placed:
    """A text without marks, and where each part of it comes from."""

    text: str
    _starts: tuple[int, ...]
    _places: tuple[tuple[int, int], ...]

    def place(self, offset: int) -> tuple[int, int]:
        """Return the number of the template and the line that the character at `offset` comes from."""
        position = bisect_right(self._starts, offset) - 1
        return self._places[position] if position >= 0 else (0, 1)


def placed(rendered: str) -> Placed:
    """Take the marks out of what a template has rendered."""
    parts: list[str] = []
    starts: list[int] = []
    places: list[tuple[int, int]] = []
    length = end = 0
    for mark in _MARK.finditer(rendered):
        parts.append(rendered[end : mark.start()])
        length, end = length + mark.start() - end, mark.end()
        starts.append(length)
        places.append((_number(mark[1]), _number(mark[2])))
    parts.append(rendered[end:])
    return Placed("".join(parts), tuple(starts), tuple(places))
