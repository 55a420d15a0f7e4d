"""Mention is not use: the places where a text quotes a mistake in order to mend it.

A quotation is spoken of because of the words between it and the next one (将“X”错写为“Y”), before it (错别字“Y”), or
after it (“Y”有误). A list of quotations is spoken of as a whole. 坚持“双随机，一公开” is use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from streammon.detect.mention.correction_note import noted
from streammon.detect.mention.correction_table import wrong_cells
from streammon.detect.mention.correction_words import (
    FAULT,
    FORM,
    MENDED,
    NOT,
    OUGHT,
    OUGHT_TO_BE,
    RIGHT_IS,
    SLIP,
    WRITTEN,
)
from streammon.detect.text import Text

_QUOTATIONS = tuple(
    (opening, re.compile(rf"[{opening}][^{opening}{closing}\n]{{1,100}}[{closing}]"))
    for opening, closing in (('“"＂', '”"＂'), ("‘'", "’'"), ("「", "」"), ("『", "』"), ("《", "》"), ("〈", "〉"))
)
"""Each kind of quotation marks by itself: a quotation may stand in one of another kind."""

_LIST = re.compile("[、/／和与及或同]*|[系是为乃]")
"""What parts the quotations of a list; “Y”是“X”之误 is one, too."""

_REACH = 30
"""So many characters before and after a quotation may tell what it is there for."""

_NAMED = rf"(?:[（(][^（）()]{{1,8}}[）)]|一[词语句]|字样|等|的?{FORM})*"
"""What a quotation may be called before it is judged; where it stands, in brackets."""

_BETWEEN = re.compile(
    rf"{_NAMED}[，,；;（(]?(?:[^，,。；;！!？?]{{0,8}}?(?:{SLIP}|{WRITTEN}|{OUGHT_TO_BE}|{MENDED})[:：]?|"
    rf"[-－—=]*[→⇒>]|{RIGHT_IS})"
)
"""Corrects one quotation by another."""

_BEFORE = re.compile(
    rf"(?:{SLIP}[:：]?|"
    rf"{FAULT}(?:[有是为即如含:：（(]|包括|例如|比如|主要|——)*|"
    rf"{NOT}再?(?:使用|出现|采用|沿用|用|说成?|提|简?称为?|{WRITTEN})|[禁慎停]用|替换|更正|订正)$"
)
"""Announces a mistake."""

_AFTER = re.compile(
    rf"{_NAMED}(?:系|是|为|属于?|存在|有|多处|明显|严重|的|\d+[处个])*(?:{FAULT}|错误[的，。；）)])|"
    rf"{_NAMED}[，,（(]?(?:{OUGHT}{MENDED}|{OUGHT}{WRITTEN}|{MENDED}|{RIGHT_IS}|[×✗✘❌])"
)
"""Calls it one afterwards."""

_AROUND = (
    # 表述为“Y”，应为…
    (re.compile(rf"{WRITTEN}$"), re.compile(rf"[，,（(；;。]?(?:{OUGHT}[为是作]|正确|错误|有误|不规范|不准确|不妥)")),
    # 将“X”“Y”； where the verb was lost
    (re.compile("[将把]$"), re.compile("[；;。]")),
)
"""Either half alone is nothing."""


def spoken_of(text: Text) -> list[tuple[int, int]]:
    """Return the places in the plain text, from start to before end, where it quotes a mistake to mend it; in order."""
    read = text.simplified
    return sorted({*_in_quotation_marks(read), *noted(read), *wrong_cells(read)})


def _in_quotation_marks(text: str) -> Iterator[tuple[int, int]]:
    for opening, marks in _QUOTATIONS:
        lists = list(_lists(text, marks)) if any(mark in text for mark in opening) else []
        mended = [_parts(_BETWEEN, text, one[1], other[0]) for one, other in pairwise(lists)]
        for (start, end), by_last, by_next in zip(lists, [False, *mended], [*mended, False], strict=bool(lists)):
            if by_last or by_next or _called_wrong(text, start, end):
                yield start, end


def _lists(text: str, marks: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Yield the places of quotations, those of a list as one."""
    first, last = -1, -1
    for quotation in marks.finditer(text):
        start, end = quotation.span()
        if last < 0 or "\n" in text[last:start] or not _parts(_LIST, text, last, start):
            if last > 0:
                yield first, last
            first = start
        last = end
    if last > 0:
        yield first, last


def _parts(words: re.Pattern[str], text: str, start: int, end: int) -> bool:
    """Tell whether nothing but these words stands between two places; blanks and broken lines aside."""
    return end - start <= _REACH and words.fullmatch("".join(text[start:end].split())) is not None


def _called_wrong(text: str, start: int, end: int) -> bool:
    """Tell whether the line calls what it quotes there a mistake."""
    before = "".join(text[max(start - _REACH, 0) : start].rpartition("\n")[2].split())
    after = "".join(text[end : end + _REACH].partition("\n")[0].split())
    around = any(first.search(before) and last.match(after) for first, last in _AROUND)
    return around or bool(_BEFORE.search(before) or _AFTER.match(after))
