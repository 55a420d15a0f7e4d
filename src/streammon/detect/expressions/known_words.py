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
        self._longest: dict[str, int] = {}
        for word in self._rarities:
            self._longest[word[0]] = max(self._longest.get(word[0], 1), len(word))
        self.rarity = lru_cache(_REMEMBERED)(self._rarity)
        """Official text repeats itself: what was cut into words once need not be again."""

    def __contains__(self, word: object) -> bool:
        return word in self._rarities

    def _rarity(self, text: str) -> float:
        """Return the rarity of the likeliest words that the text can be cut into, in nats (Viterbi, 1967)."""
        known, longest = self._rarities.get, self._longest.get
        best = [0.0] + [inf] * len(text)
        for start, character in enumerate(text):
            reached = best[start]
            best[start + 1] = min(best[start + 1], reached + known(character, _UNKNOWN))
            for end in range(start + 2, min(start + longest(character, 1), len(text)) + 1):
                rarity = known(text[start:end])
                if rarity is not None and reached + rarity < best[end]:
                    best[end] = reached + rarity
        return best[-1]


@cache
def rarities() -> Mapping[str, float]:
    """Return the rarity of every word in the shipped file."""
    lines = gzip.decompress(FILE.read_bytes()).decode("utf-8").splitlines()
    rows = (line.split(" ") for line in lines)
    return {word: int(rarity) / 10 for rarity, *words in rows for word in words}
