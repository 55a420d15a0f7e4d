"""Landlines of private homes. Those of offices are printed to be called, and are none of its business."""

from __future__ import annotations

import re
from collections.abc import Iterator

from streammon.detect.privacy.leak import LANDLINE, Leak, Level
from streammon.detect.privacy.surroundings import Surroundings

_WORDS = ("住宅电话", "住宅座机", "家庭电话", "家庭固话", "家庭座机", "宅电")
_HOME = re.compile("|".join(_WORDS))
_NUMBER = re.compile(
    r"(?<![0-9A-Za-z*])(?:[(（]?0[1-9][0-9]{1,2}[)） \-\u2010-\u2015]{0,2})?[2-8][0-9]{6,7}(?![0-9A-Za-z*])"
)
_BETWEEN = re.compile(r"[号码 \u3000\t：:（(为是]{0,6}")


def find(around: Surroundings) -> Iterator[Leak]:
    """Yield the landlines that stand behind a word for a home's telephone, or in a column with such a head."""
    if not any(word in around.plain for word in _WORDS):
        return
    for label in _HOME.finditer(around.plain):
        between = _BETWEEN.match(around.plain, label.end())
        number = _NUMBER.match(around.plain, between.end() if between else label.end())
        if number:
            yield _leak(number[0], number.start(), number.end())
    for cell in around.columns(_HOME):
        if number := _NUMBER.fullmatch(cell.text):
            yield _leak(number[0], cell.start, cell.end)


def _leak(number: str, start: int, end: int) -> Leak:
    return Leak(LANDLINE, Level.OPEN, start, end, "".join(filter(str.isdigit, number)))
