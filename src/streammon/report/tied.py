"""Numbers that come from the ledger are told from numbers that somebody typed.

Until a text is finished, every numeral of the ledger (digits, and 一二三…) is written in private characters of
Unicode. Whatever ordinary numeral the text still holds was typed into the template. So it makes no difference how a
template joins, loops or passes on what it prints: nothing has to be believed, everything is seen in the result.
"""

from __future__ import annotations

import re

NUMERALS = "0123456789０１２３４５６７８９〇零一二三四五六七八九十百千万亿两"
_FIRST = 0xE000
_PRIVATE = {ord(numeral): _FIRST + position for position, numeral in enumerate(NUMERALS)}
_FOREIGN = re.compile(r"[\ue000-\uf8ff]")
_PLAIN = {private: plain for plain, private in _PRIVATE.items()}


def tie(text: str) -> str:
    """Return `text` with its numerals tied."""
    return text.translate(_PRIVATE)


def of_ledger(text: str) -> str:
    """Return a text of the ledger, tied. Private characters of its own (of some page's title) mean nothing here."""
    return tie(_FOREIGN.sub("", text))


def untie(text: str) -> str:
    """Return a finished text in ordinary characters."""
    return text.translate(_PLAIN)
