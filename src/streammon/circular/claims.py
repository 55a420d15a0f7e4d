"""The numbers that the text states, each with the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from streammon.circular.numbers import CHINESE, number
from streammon.circular.paragraph import Paragraph
from streammon.circular.table import Label

COUNTED_THINGS = frozenset("家个户所处名")
"""Units of what is counted by name; the others are counted by the piece (条, 件, 次)."""

_NUMBER = re.compile(
    rf"(?<![\d.第~～—-])(?P<number>\d{{1,3}}(?:[,，]\d{{3}})+(?=[家个条件次篇])|\d+|(?!一[家个]){CHINESE}(?=家|个(?!体|别|人)))"
    r"(?P<unit>[家个条件次篇户所处名起项])(?!工作日|自然日|月|小时|以[上下])|(?P<percent>\d+(?:\.\d+)?)[%％]"
)
_ABOUT = re.compile("(?:约|近|超过?|多达|每[个天月周]?至?少?|至少|不少于|第|不低于)$")
_NEXT_TO = 12
_LONGEST_PARAGRAPH, _LONGEST_SENTENCE = 6_000, 2_000
_MARK = re.compile('[“”"《》、]')
_EDGE = re.compile(r"[，,；;：:。！？（(）)]")
_REFERENCE = re.compile(rf"[见按]?(?P<kind>附件|附表|表)(?P<number>\d{{1,2}}|{CHINESE})")


@dataclass(frozen=True, slots=True)
class Claim:
    """A number in a paragraph from `start` to before `end`, its unit included; `unit` % for a percentage.

    `before` and `after` are the words beside it, up to punctuation or another number. `sentence` is the span of its
    sentence.
    """

    paragraph: Paragraph
    value: Decimal
    unit: str
    before: str
    after: str
    start: int
    end: int
    sentence: tuple[int, int]

    @property
    def around(self) -> str:
        """The words on both sides."""
        return self.before + self.after

    @property
    def shown(self) -> str:
        """The number as it is written."""
        return self.paragraph.text[self.start : self.end]

    @property
    def phrase(self) -> str:
        """The number with the words next to it."""
        before, after = _MARK.split(self.before)[-1], _MARK.split(self.after)[0]
        return f"{before[-_NEXT_TO:]}{self.shown}{after[:_NEXT_TO]}"

    @property
    def counts_things(self) -> bool:
        """Whether units, accounts and the like are counted."""
        return self.unit in COUNTED_THINGS


@lru_cache(maxsize=1024)
def claims_of(paragraph: Paragraph) -> tuple[Claim, ...]:
    """Return the claims of a paragraph in order, those without about, every, at least.

    What is longer than anybody writes has none: claims are compared with each other.
    """
    if len(paragraph.text) > _LONGEST_PARAGRAPH:
        return ()
    spans = ((start, end) for start, end in paragraph.sentences() if end - start <= _LONGEST_SENTENCE)
    return tuple(claim for span in spans for claim in _in_sentence(paragraph, span))


def references(paragraph: Paragraph) -> list[tuple[int, Label]]:
    """Return which annexes or tables a paragraph refers to, and where."""
    found = _REFERENCE.finditer(paragraph.text)
    return [(match.start(), Label(match["kind"], int(number(match["number"])))) for match in found]


def _in_sentence(paragraph: Paragraph, span: tuple[int, int]) -> Iterator[Claim]:
    text = paragraph.text
    matches = list(_NUMBER.finditer(text, *span))
    ends = [span[0], *(match.end() for match in matches)]
    starts = [*(match.start() for match in matches), span[1]]
    for index, match in enumerate(matches):
        before = _EDGE.split(text[ends[index] : starts[index]])[-1]
        after = _EDGE.split(text[ends[index + 1] : starts[index + 1]])[0]
        if not _ABOUT.search(before) and not after.startswith(("以上", "以下", "左右", "多")):
            shown = match["percent"] or match["number"]
            value = Decimal(shown) if match["percent"] else number(shown)
            yield Claim(paragraph, value, match["unit"] or "%", before, after, match.start(), match.end(), span)
