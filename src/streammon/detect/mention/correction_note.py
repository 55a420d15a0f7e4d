"""Corrections without quotation marks around the mistake, or around it alone: Y（应为X）, Y→X, 误写为Y."""

from __future__ import annotations

import re
from collections.abc import Iterator

from streammon.detect.mention.correction_words import FORM, OUGHT_TO_BE, WRITTEN

_WORD = r"[^\s，。；、！？：:,;.“”\"＂‘’'「」『』《》（）()\[\]【】|→⇒=>\-]{1,20}"
_OPENING, _CLOSING = '[“"＂‘「『]', '[”"＂’」』]'
_BRACKET = r"[（(\[【](?:此处)?"
_REACH = 30

# A pattern whose alternatives each begin with a character, not with a choice of them, is searched for several times as
# fast; so is one that begins with all first characters together and looks behind for what each of them asks.

_ANNOUNCED = re.compile(
    rf"(?:误写[为成作]|错写[为成作]|错[别敏]?[字词][:：]\s*|别字[:：]\s*|错误的?{FORM}[:：]\s*|不规范的?{FORM}[:：]\s*)"
    rf"(?P<wrong>{_WORD}(?:、{_WORD})*)"
)
"""误写为Y, 错别字：Y、Z"""

_LABELLED = re.compile(
    rf"(?:错误(?:{FORM}|示例)?\s*[:：]|误\s*[:：]|错例?\s*[:：]|×\s*[:：]?|✗\s*[:：]?|✘\s*[:：]?|❌\s*[:：]?)(?P<wrong>[^\n：:]{{1,80}}?)\s*"
    rf"(?:(?:(?:正确|规范|标准)(?:{FORM}|示例)?|正|应为|更正)\s*[:：]|[√✓✔])"
)
"""错误：Y 正确：X; ×Y √X"""

_SIGNS = ("误", "错", "别字", "不规范的", "×", "✗", "✘", "❌")
"""With one of them begins whatever is announced or labelled."""

_MEANT = re.compile(rf"[将把](?P<right>{_WORD}){WRITTEN}{_OPENING}(?P<wrong>{_WORD}){_CLOSING}")
"""将X写成“Y”"""

_NOTE = re.compile(
    rf"[”\"＂’」』（(\[【→⇒=\-](?:(?<={_CLOSING})(?:[，,]|{_BRACKET})?{OUGHT_TO_BE}|(?<=[（(\[【])(?:此处)?{OUGHT_TO_BE}|"
    rf"(?<=[→⇒])|(?<=[=\-])[=\-]*>)\s*{_OPENING}?(?P<right>{_WORD})"
)
"""What follows the wrong word: Y（应为X）, “Y”应为X, Y→X."""

_LAST_WORD = re.compile(rf"{_WORD}(?=\s*$)")


def noted(text: str) -> Iterator[tuple[int, int]]:
    """Yield the places of what is called wrong; without quotation marks it may begin some characters early."""
    for pattern in (_ANNOUNCED, _LABELLED) if any(sign in text for sign in _SIGNS) else ():
        yield from (found.span("wrong") for found in pattern.finditer(text))
    for found in _MEANT.finditer(text):
        if _alike(found["wrong"], found["right"]):
            yield found.span("wrong")
    for note in _NOTE.finditer(text):
        before = max(note.start() - _REACH, 0)
        word = _LAST_WORD.search(text[before : note.start()])
        if word and _alike(word[0], note["right"]):
            yield before + word.start(), before + word.end()


def _alike(wrong: str, right: str) -> bool:
    """Tell whether the end of what may be wrong is a slip for what is right: half of the characters are the same."""
    return 2 * len(set(wrong[-len(right) - 2 :]) & set(right)) >= len(set(right))
