"""Which characters sound or look alike: what a hurried writer, an input method or OCR takes for each other."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from functools import cache, cached_property
from pathlib import Path

FILE = Path(__file__).parent.parent / "lexicon" / "expressions" / "characters.txt"
"""Characters, each with its readings and its parts; scripts/build-expressions makes it."""
LOOKALIKES = FILE.with_name("lookalikes.txt")
"""Groups of characters that look alike although their parts are others."""

_NEAR = ((re.compile("^(z|c|s)h"), r"\1"), (re.compile("^n(?!$)"), "l"), (re.compile("([aei])ng$"), r"\1n"))
"""Sounds that many speakers do not tell apart: z/zh, c/ch, s/sh, n/l, an/ang, en/eng, in/ing."""

SHARED = 0.38
"""Which share of their parts, rare ones weighing more, characters that look alike have in common."""
_TELLING = 3.5
"""A part that weighs more is in fewer than three characters of a hundred."""


class Likeness:
    """Knows the readings and parts of the characters in use."""

    def __init__(self, lines: list[str], lookalikes: Iterable[str] = ()) -> None:
        """Take lines of character, readings (pinyin without tones, commas between them) and parts; and groups."""
        rows = [line.split(" ") for line in lines]
        self._sounds = {character: frozenset(sounds.split(",")) for character, sounds, _ in rows if sounds}
        self._parts = {character: frozenset(parts) for character, _, parts in rows}
        self._mistaken: dict[str, set[str]] = {}
        for group in lookalikes:
            for character in group:
                self._mistaken.setdefault(character, set()).update(group)
        self.alike = cache(self._alike)

    def are_alike(self, one: str, other: str) -> bool:
        """Tell whether two characters sound or look alike."""
        return one in self.alike(other) or other in self.alike(one)

    def _alike(self, character: str) -> frozenset[str]:
        """Return all characters that sound or look like this one."""
        near = {_near(sound) for sound in self._sounds.get(character, ())}
        sounding = {other for sound in near for other in self._sounding[sound]}
        telling = [part for part in self._parts.get(character, ()) if self._weights[part] > _TELLING]
        sharing = {other for part in (*telling, character) for other in self._having.get(part, ())} | set(telling)
        looking = {other for other in sharing if other in self._parts and self._look_alike(character, other)}
        return frozenset((sounding | looking | self._mistaken.get(character, set())) - {character})

    def _look_alike(self, one: str, other: str) -> bool:
        if other in self._mistaken.get(one, ()):
            return True
        mine, theirs = self._parts.get(one, frozenset()), self._parts.get(other, frozenset())
        if one in theirs or other in mine:
            whole, part = (theirs, one) if one in theirs else (mine, other)
            return self._weights[part] >= SHARED * self._weight(whole)
        return bool(mine & theirs) and self._weight(mine & theirs) >= SHARED * self._weight(mine | theirs)

    def _weight(self, parts: frozenset[str]) -> float:
        return sum([self._weights[part] for part in parts])

    @cached_property
    def _weights(self) -> dict[str, float]:
        """Return how telling each part is: the fewer characters have it, the more."""
        return {part: math.log(len(self._parts) / len(having)) for part, having in self._having.items()}

    @cached_property
    def _sounding(self) -> dict[str, set[str]]:
        return _turned({character: {_near(sound) for sound in sounds} for character, sounds in self._sounds.items()})

    @cached_property
    def _having(self) -> dict[str, set[str]]:
        return _turned(self._parts)


@cache
def likeness() -> Likeness:
    """Return what the shipped files know."""
    lookalikes = (line for line in LOOKALIKES.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return Likeness(FILE.read_text(encoding="utf-8").splitlines(), lookalikes)


@cache
def _near(sound: str) -> str:
    for told_apart, same in _NEAR:
        sound = told_apart.sub(same, sound)
    return sound


def _turned(members: dict[str, set[str]] | dict[str, frozenset[str]]) -> dict[str, set[str]]:
    turned: dict[str, set[str]] = {}
    for owner, owned in members.items():
        for member in owned:
            turned.setdefault(member, set()).add(owner)
    return turned
