"""How well a row of characters is made of words: the guard against taking one right text for a slip in another."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path

FILE = Path(__file__).parent.parent / "lexicon" / "expressions" / "words.txt.gz"
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
        self._longest = max(map(len, self._rarities), default=1)
        self.rarity = lru_cache(_REMEMBERED)(self._rarity)
        """Official text repeats itself: what was cut into words once need not be again."""

    def __contains__(self, word: object) -> bool:
        return word in self._rarities

    def _rarity(self, text: str) -> float:
        """Return the rarity of the likeliest words that the text can be cut into, in nats (Viterbi, 1967)."""
        best = [0.0]
        for end in range(1, len(text) + 1):
            least = best[-1] + self._rarities.get(text[end - 1], _UNKNOWN)
            for start in range(max(end - self._longest, 0), end - 1):
                rarity = self._rarities.get(text[start:end])
                if rarity is not None and best[start] + rarity < least:
                    least = best[start] + rarity
            best.append(least)
        return best[-1]


@cache
def rarities() -> Mapping[str, float]:
    """Return the rarity of every word in the shipped file."""
    lines = gzip.decompress(FILE.read_bytes()).decode("utf-8").splitlines()
    rows = (line.split(" ") for line in lines)
    return {word: int(rarity) / 10 for rarity, *words in rows for word in words}
