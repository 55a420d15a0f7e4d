"""How well a row of characters is made of words: the guard against taking one right text for a slip in another."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from math import inf
from pathlib import Path

FILE = Path(__file__).parents[2] / "lexicon" / "expressions" / "words.txt.gz"
"""Words by rarity; scripts/build-expressions makes it."""

_UNKNOWN = 20.0
"""The rarity of a character that no list has, in nats."""
_CURRENT = 11.0
"""The rarity of an expression, which is at home in official text, in nats."""

_REMEMBERED = 20_000


class KnownWords:
    """Knows words and their rarity: the negative natural logarithm of their share of all words in a large text."""

    def __init__(self, rarities: Mapping[str, float], expressions: Iterable[str] = ()) -> None:
        current = {expression: min(_CURRENT, rarities.get(expression, _CURRENT)) for expression in expressions}
        self._rarities = {**rarities, **current}
        # What words begin with, too: where nothing is known no longer word is.
        for word in (*rarities, *current):
            for end in range(len(word) - 1, 0, -1):
                if self._rarities.setdefault(word[:end], inf) < inf:
                    break
        self.rarity = lru_cache(_REMEMBERED)(self._rarity)
        """Official text repeats itself: what was cut into words once need not be again."""

    def _rarity(self, text: str) -> float:
        """Return the rarity of the likeliest words that the text can be cut into, in nats (Viterbi, 1967)."""
        known, last = self._rarities.get, len(text)
        best = [0.0] + [inf] * last
        for start in range(last):
            reached = best[start]
            best[start + 1] = min(best[start + 1], reached + _UNKNOWN)
            for end in range(start + 1, last + 1):
                rarity = known(text[start:end])
                if rarity is None:
                    break
                best[end] = min(best[end], reached + rarity)
        return best[-1]


@cache
def rarities() -> Mapping[str, float]:
    """Return the rarity of every word in the shipped file."""
    lines = gzip.decompress(FILE.read_bytes()).decode("utf-8").splitlines()
    rows = (line.split(" ") for line in lines)
    return {word: int(rarity) / 10 for rarity, *words in rows for word in words}
