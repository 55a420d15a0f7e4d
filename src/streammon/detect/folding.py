"""Different spellings of the same characters, made one: traditional and simplified, large and small, spaced out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from streammon.detect.characters import Characters
from streammon.detect.expressions.abridged import Abridged

TABLE = Path(__file__).parent / "traditional.txt"
"""Traditional characters, each with its simplified form."""

_BLANK = " \u00a0\u2002-\u200a\u202f\u3000"
_SEPARATOR = r"·•‧・⋅∙*＊\-－‐‑_＿.．+＋~～^#＃/／\\"
_GAP = re.compile(f"[{_BLANK}{_SEPARATOR}]+")
"""What may stand between the characters of a word to hide it. Tabs (cells), line breaks and punctuation part words."""

_WORDLIKE = re.compile(r"[a-z〇\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")
_LONGEST_GAP = 3
"""More characters than this are the space between columns."""


def simplified(text: str) -> str:
    """Return `text` with traditional characters simplified, one for one.

    Those that simplified Chinese knows as well (乾, 於, 後: they are in GB 2312) stay: 乾坤 is no mistake.
    """
    return _simplifier(False)(text)


def folded(text: str) -> Abridged:
    """Return `text` simplified, in small letters, without blanks and separators between Chinese characters or letters.

    The places of the result lead back to `text`.
    """
    spelled = _small(_simplifier(True)(text))
    return Abridged(spelled, _gaps(spelled))


def _gaps(text: str) -> Iterator[tuple[int, int]]:
    for gap in _GAP.finditer(text):
        start, end = gap.span()
        short = start > 0 and end < len(text) and end - start <= _LONGEST_GAP
        if short and _WORDLIKE.match(text, start - 1) and _WORDLIKE.match(text, end):
            yield start, end


def _small(text: str) -> str:
    small = text.lower()
    # A few letters (İ) are two characters when they are small.
    return small if len(small) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


@cache
def _simplifier(every: bool) -> Callable[[str], str]:
    """Return what simplifies the characters of a text: `every` one in the table, or those that can only be traditional.

    Texts are hardly ever traditional: a search finds that out faster than a translation.
    """
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    table = {line[0]: line[1] for line in lines if not line.startswith("#") and (every or not _in_gb2312(line[0]))}
    traditional, every_one = Characters(table), re.compile(f"[{''.join(table)}]")
    return lambda text: every_one.sub(lambda found: table[found[0]], text) if traditional.may_be_in(text) else text


def _in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
