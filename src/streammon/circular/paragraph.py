"""Paragraphs of the text, put together again where a page or a margin broke them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from streammon.circular.lines import Line

_ENDS = re.compile(r"[。！？：:；;…]$|[。！？][”’）)]$|(?:通报|通知|报告|公告|简报|表|名单|如下)$")
_BEGINS = re.compile(
    r"[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d+[.．、](?!\d)|附[件表]|第[一二三四五]"
)
_SHORTEST = 15
"""A line shorter than this ended where its author ended it: a heading, a name."""
_SENTENCE = re.compile(r"[^。！？]+[。！？]?[”’]?")
_LONGEST_QUOTE = 80


@dataclass(frozen=True, slots=True, eq=False)
class Paragraph:
    """A text without blanks, and the lines that it was made of, each with the offset that it has in `text`."""

    text: str
    lines: tuple[tuple[int, Line], ...]

    def place(self, offset: int) -> str:
        """Return where the character `offset` stands, in words."""
        return self.lines[bisect_right(self.lines, offset, key=lambda each: each[0]) - 1][1].place

    def sentences(self) -> Iterator[tuple[int, int]]:
        """Yield the spans of sentences."""
        yield from (match.span() for match in _SENTENCE.finditer(self.text))

    def quote(self, start: int, end: int) -> str:
        """Return what stands there, with some of what is around it."""
        first = max(self.text.rfind(mark, 0, start) for mark in "。；;") + 1
        first = max(first, end - _LONGEST_QUOTE)
        last = min((at + 1 for mark in "。；;，," if (at := self.text.find(mark, end)) >= 0), default=len(self.text))
        return self.text[first : min(last, first + 2 * _LONGEST_QUOTE)]


def paragraphs(lines: Iterable[Line]) -> Iterator[Paragraph]:
    """Yield the paragraphs of lines that belong to no table; what a page break tore is joined."""
    parts: list[tuple[int, Line]] = []
    text = ""
    for line in lines:
        words = line.words
        if not words:
            continue
        if text and (_is_heading(parts[-1][1].words) or _ENDS.search(text) or _BEGINS.match(words)):
            yield Paragraph(text, tuple(parts))
            text, parts = "", []
        parts.append((len(text), line))
        text += words
    if text:
        yield Paragraph(text, tuple(parts))


def _is_heading(words: str) -> bool:
    return len(words) < _SHORTEST and "，" not in words
