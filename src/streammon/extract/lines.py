"""Lines of a page as they were written, not as they were set."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

_CHINESE = re.compile("[\u4e00-\u9fff]")
_NEARLY = 0.85
"""A line that is so long, compared with the page's longest, was broken by the margin and not by the author."""
_SHORTEST = 10
"""Where even the longest lines are shorter than this, they are cells or verses."""
_SAME_LINE = 0.5
_GAP = 0.3
_WIDE_GAP = 2.0
"""Of the font's size: how far apart two pieces are one line, two words, two cells."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Text that was put on a page in one go: where its first character begins and its last ends, in millimetres."""

    left: float
    right: float
    base: float
    size: float
    text: str


def unwrapped(page: str) -> str:
    """Return the text of a page without the line breaks that the margin made inside Chinese sentences.

    A wrong form is found only in one piece. Short lines stay lines: headings, cells, the last line of a paragraph.
    """
    lines = page.split("\n")
    full = max(_SHORTEST, max(map(len, lines)) * _NEARLY)
    joined = [lines[0]]
    for above, line in pairwise(lines):
        is_broken = len(above) >= full and _CHINESE.fullmatch(above[-1:]) and _CHINESE.fullmatch(line[:1])
        joined += [line] if is_broken else ["\n", line]
    return "".join(joined)


def placed(pieces: Iterable[Piece]) -> str:
    """Return the text of pieces as one sees it: those at one height are a line, from left to right."""
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.base):
        if lines and piece.base - lines[-1][0].base < _SAME_LINE * min(piece.size, lines[-1][0].size):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return "\n".join(map(_line, lines))


def _line(pieces: list[Piece]) -> str:
    pieces = sorted(pieces, key=lambda piece: piece.left)
    line = pieces[0].text
    for before, piece in pairwise(pieces):
        gap = (piece.left - before.right) / piece.size
        line += "\t" if gap > _WIDE_GAP else " " if gap > _GAP else ""
        line += piece.text
    return line
