"""What may be shown of a text: no number of a person, whole, ever."""

from __future__ import annotations

import re

_LONG = re.compile(r"\d(?:[\W_]{0,4}\d){10,}[Xx\uff38\uff58]?")
"""Eleven digits or more, of any width, with whatever else than letters between. Too much rather than too little."""
_SHOWN_FIRST, _SHOWN_LAST = 3, 4
_AROUND = 24
_LONGEST = 100
_BLANK = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")


def masked(text: str) -> str:
    """Return `text` with asterisks for the digits inside every long number; its first three and last four stay.

    Nothing moves: the result is as long as `text`.
    """
    return _LONG.sub(lambda match: _hidden(match[0]), text)


def snippet(text: str, start: int, end: int) -> str:
    """Return what stands from `start` to before `end` and around it, on one line, masked."""
    # A number that the snippet cuts is masked as the whole that it is: mask first, with room, and cut then.
    far, near = max(start - _AROUND - _LONGEST, 0), max(start - _AROUND, 0)
    shown = masked(text[far : end + _AROUND + _LONGEST])[near - far : end + _AROUND - far]
    return _BLANK.sub(" ", shown).strip()


def _hidden(number: str) -> str:
    places = [place for place, character in enumerate(number) if character.isalnum()]
    hidden = set(places[_SHOWN_FIRST:-_SHOWN_LAST])
    return "".join("*" if place in hidden else character for place, character in enumerate(number))
