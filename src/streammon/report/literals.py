"""Numbers that stand in a template as such: most have to be tied to the ledger, a few mean nothing that it knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from streammon.report.periods import DATE, lies_in
from streammon.report.tied import untie

_ORDINAL = re.compile(
    r"^(?:#{1,4}\s*)?(?:\*\*)?\s*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]"
    r"|\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[）)])"
)
"""What counts paragraphs and headings: 一、 （一） 1. （1）."""
_FREE = re.compile(r"《[^《》]*》|附件\s*\d{1,2}(?!\d)|\[\[chart:[^\]]*\]\]")
"""Titles of documents, which are cited as they are, and annexes."""
_PROVERB = re.compile(r"“[^“”0-9０-９]*”")
"""A quotation without digits: “三审三校”."""
_DIGITS = re.compile(r"[0-9０-９]+(?:[.．,，][0-9０-９]+)*\s*[%％]?")
_COUNTED = re.compile(
    r"(?:百分之[〇零一二三四五六七八九十百]+|(?!一(?:家|个|次|条|起|件|处))[〇零一二两三四五六七八九十百千万]+"
    r"余?(?=家|条|件|次|起|处|人次|个(?!方面|层面)))"
)
"""A number of things in Chinese numerals; 一个 and the like are no numbers but articles."""


@dataclass(frozen=True)
class Literal:
    """A number that was typed: where it begins in the text, and whether it is a date outside of the period."""

    start: int
    number: str
    around: str
    stale: bool


def literals(text: str, first: date, last: date) -> Iterator[Literal]:
    """Yield the typed numbers of a text, tied ones being in private characters. Dates of the period are free."""
    position = 0
    for line in text.split("\n"):
        yield from _of_line(line, position, first, last)
        position += len(line) + 1


def _of_line(line: str, position: int, first: date, last: date) -> Iterator[Literal]:
    """Blank out what is free, kind by kind, and see what is left."""
    rest = line
    for free in (_ORDINAL, _FREE, _PROVERB):
        rest = free.sub(_blank, rest)
    stale = [found for found in DATE.finditer(rest) if not lies_in(found, first, last)]
    rest = DATE.sub(_blank, rest)
    found = [(each, True) for each in stale]
    found += [(each, False) for kind in (_DIGITS, _COUNTED) for each in kind.finditer(rest)]
    for match, is_stale in sorted(found, key=lambda pair: pair[0].start()):
        around = untie(line[max(match.start() - 8, 0) : match.end() + 8]).strip()
        yield Literal(position + match.start(), match[0].strip(), around, is_stale)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])
