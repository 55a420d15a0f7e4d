"""What may be shown of a text: no number of a person, whole, ever."""

from __future__ import annotations

import re
from collections.abc import Callable

_LONG = re.compile(r"[\d\u24ea\u2460-\u2468](?:[\W_]{0,4}[\d\u24ea\u2460-\u2468]){10,}[Xx\uff38\uff58]?")
"""Eleven digits or more, of any width, with whatever else than letters between. Too much rather than too little."""
_HALF_HIDDEN = re.compile(r"(?:[*＊×●•■□○#]{2}[ \-]?)\d{6,}|\d{7,18}(?=[ \-]?[*＊×●•■□○#]{2})")
"""What a weak mask leaves: six digits behind asterisks, a date of birth among them, or seven before."""
_SHORT = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Z]{1,2}\d{7,8}|1[45]\d{7}|0\d{2,3}[)） \-]{0,2}\d{7,8}"
    r"|[\u4e00-\u9fff][A-HJ-NP-Z][·•. \-]?[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9学警港澳挂]{1,2})(?![A-Za-z0-9])"
)
"""Passports and permits, telephones with an area code, licence plates."""
_LOCAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+\-]{0,63}(?=[@＠])")
_DOOR = re.compile(
    r"\d+(?=\s?(?:号[楼院]|栋|幢|座|单元|室))|(?<=[路街巷弄道里村组队苑园院楼栋幢座])\s?\d+(?=\s?[号户])|\d+-\d+-\d{3,4}"
)
_SHOWN_FIRST, _SHOWN_LAST = 3, 4
_AROUND = 24
_LONGEST = 100
_BLANK = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")


def masked(text: str) -> str:
    """Return `text` with asterisks for the digits inside every long number; its first three and last four stay.

    Of what else belongs to a person (passports, plates, mail addresses, doors) less stays. Nothing moves: the result
    is as long as `text`.
    """
    text = _HALF_HIDDEN.sub(_keeping(2, 0), text)
    text = _LONG.sub(_keeping(_SHOWN_FIRST, _SHOWN_LAST), text)
    text = _SHORT.sub(_keeping(2, 2), text)
    text = _LOCAL.sub(_keeping(1, 0), text)
    return _DOOR.sub(_keeping(0, 0), text)


def snippet(text: str, start: int, end: int) -> str:
    """Return what stands from `start` to before `end` and around it, on one line, masked."""
    # A number that the snippet cuts is masked as the whole that it is: mask first, with room, and cut then.
    far, near = max(start - _AROUND - _LONGEST, 0), max(start - _AROUND, 0)
    shown = masked(text[far : end + _AROUND + _LONGEST])[near - far : end + _AROUND - far]
    return one_line(shown).strip()


def one_line(text: str) -> str:
    """Return `text` with one space for every stretch of blanks, line breaks and what nobody sees."""
    return _BLANK.sub(" ", text)


def _keeping(first: int, last: int) -> Callable[[re.Match[str]], str]:
    def hidden(match: re.Match[str]) -> str:
        found = match[0]
        places = [place for place, character in enumerate(found) if character.isalnum()]
        inner = set(places[first : len(places) - last])
        return "".join("*" if place in inner else character for place, character in enumerate(found))

    return hidden
