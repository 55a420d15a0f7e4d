"""Places where a text comes close to a phrase and misses it: one stretch is other than it should be, the rest is right.

What is intact beside the stretch, three or four characters, is the key. NumPy looks up every place of the text in the
sets of all keys, and compares what else stands there with the slips that have them; few are left to look at one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np

from streammon.detect.expressions.slip_table import SlipTable
from streammon.detect.expressions.slips import slips
from streammon.detect.hashed import REACH, Codes, Indexes, KeySets, coded, padded

_LIKELY, _SURE = 8, 64
"""Bits for each key: one that seems to stand somewhere by chance costs time; what seems to be right hides a slip."""
_ORDERS = ((0, 1, 2, 3), (2, 3, 0, 1), (1, 0, 3, 2))
"""What is right is looked up in several orders, so that chance has no part in it."""


class NearMiss(NamedTuple):
    """From `start` to before `end` stands almost phrase number `phrase`.

    The first `left` characters are right, and those of the phrase from `right` on; what is between them is not.
    """

    phrase: int
    start: int
    end: int
    left: int
    right: int


class NearMisses:
    """Finds the near misses of its phrases, each at least three characters long."""

    def __init__(
        self, phrases: Sequence[str], alike: Callable[[str], frozenset[str]], loose: Container[str] = frozenset()
    ) -> None:
        """Build the tables; `alike` returns what sounds or looks like a character, `loose` are words among others."""
        self._phrases = phrases
        known = frozenset(phrases)
        ways = (slips(number, phrase, known, alike, loose=phrase in loose) for number, phrase in enumerate(phrases))
        self._slips = SlipTable(phrases, chain.from_iterable(ways))
        shapes = self._slips.shapes
        self._keys = KeySets(zip((shape.steps for shape in shapes), self._slips.keys, strict=True), _LIKELY)
        fours = {phrase[at : at + 4] for phrase in phrases for at in range(len(phrase) - 3)}
        right = padded(coded("".join(fours), 0), 4)
        self._fours = KeySets(((order, right[list(order)]) for order in _ORDERS), _SURE)
        self._rights = list(dict.fromkeys(shape.right for shape in shapes))
        self._right = [self._rights.index(shape.right) for shape in shapes]
        self._beyond = REACH + max(map(len, phrases), default=0)

    def find(self, text: str) -> Iterator[NearMiss]:
        """Yield the near misses, in no order; of one stretch there may be several explanations."""
        if not text:
            return
        codes = coded(text, self._beyond)
        shapes, places = self._places(codes, len(text))
        steps = self._keys.steps.T[:, shapes]
        for number, left, right, begin, gap, instead in self._slips.candidates(codes, steps, shapes, places):
            phrase, start, resumed = self._phrases[number], begin - left, begin + gap
            meant = not instead or text[begin:resumed] in instead
            intact = text.startswith(phrase[:left], start) and text.startswith(phrase[right:], resumed)
            if meant and start >= 0 and intact:
                yield NearMiss(number, start, resumed + len(phrase) - right, left, right)

    def _places(self, codes: Codes, count: int) -> tuple[Indexes, Indexes]:
        """Return the numbers of shapes, and the places where a key of theirs may stand."""
        codes = codes[: count + 2 * REACH]
        wrong = ~np.logical_and.reduce(self._fours.held(codes))
        telling = np.ones((len(self._rights), count), dtype=np.bool_)
        for row, steps in zip(telling, self._rights, strict=True):
            if steps:
                np.logical_or.reduce([wrong[step : step + count] for step in steps], out=row)
        return self._keys.places(codes[: count + REACH], telling[self._right])
