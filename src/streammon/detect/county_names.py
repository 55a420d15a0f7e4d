"""Names of counties that are not whole: behind their city or prefecture stands 岐山县, not 岐山.

The names are those of GB/T 2260; that they be written in full is usage, no standard asks for it: a hint. Where a list
ends with what all in it are (岐山、扶风两县, 岐山、扶风等地), they need not each be named in full.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from streammon.detect.hit import Hit
from streammon.detect.text import Text
from streammon.model.inspection import Severity
from streammon.words import say

FILE = Path(__file__).parents[1] / "lexicon" / "counties.txt"
RULE = "format/county-name"

_LAST_SIGNS = "市州盟区省"
"""With one of these ends the name of what rules counties."""
_LIST = re.compile(r"[^、，。；：！？（）()《》“”\s]{2,20}(?:、[^、，。；：！？（）()《》“”\s]{1,20})*")
_OF_IT = re.compile("人民政府|境内|籍")
"""Behind these a name is over; what else goes on may be another name (岐山中学, 朝阳门)."""
_TOGETHER = re.compile("等|[两三四五六七八九十0-9]个?[县区市旗]")
_HEAD = 2


class _Names(NamedTuple):
    """What rules counties, with their usual names, and what makes each whole, "" where that may be either of two.

    `lengths` are those of what rules them, `heads` the first two characters of all usual names.
    """

    counties: Mapping[str, Mapping[str, str]]
    lengths: frozenset[int]
    heads: frozenset[str]


def find(text: Text) -> Iterator[Hit]:
    """Yield the names that should be whole, for a person to look at: a mountain may have the same name."""
    plain, names = text.plain, _names()
    for sign in _LAST_SIGNS:
        start = plain.find(sign) + 1
        while start:
            if plain[start : start + _HEAD] in names.heads:
                for length in names.lengths:
                    ruler = plain[start - length : start] if length <= start else ""
                    yield from _short(plain, start, names.counties.get(ruler, {}))
            start = plain.find(sign, start) + 1


def _short(plain: str, start: int, counties: Mapping[str, str]) -> Iterator[Hit]:
    """Yield the short names in the list that begins there."""
    listed = _LIST.match(plain, start) if counties else None
    items = listed[0].split("、") if listed else []
    if len(items) > 1 and _TOGETHER.search(items[-1]):
        return
    for item in items:
        name = _OF_IT.split(item, maxsplit=1)[0]
        if name in counties:
            yield _hit(start, name, counties[name])
        start += len(item) + 1


def _hit(start: int, name: str, rest: str) -> Hit:
    right = f"{name}{rest}" if rest else ""
    why = say("formats.county-name", wrong=name, right=right) if right else say("formats.county-names", wrong=name)
    return Hit(RULE, Severity.HINT, start, start + len(name), name, right, why, confidence=0.6, review=True)


@cache
def _names() -> _Names:
    counties: dict[str, dict[str, str]] = {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            ruler, *ruled = line.split()
            for name, rest in (county.split("/") for county in ruled):
                known = counties.setdefault(ruler, {})
                known[name] = rest if known.get(name, rest) == rest else ""
    heads = frozenset(name[:_HEAD] for ruled in counties.values() for name in ruled)
    return _Names(counties, frozenset(map(len, counties)), heads)
