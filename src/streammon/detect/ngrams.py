"""A model of how a site writes: which characters follow each other, counted in its own clean archive.

Interpolated trigrams after Witten and Bell (1991): what was seen often is believed, and how many different characters
have followed says how much to believe what was not.
"""

from __future__ import annotations

import math
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

import msgspec

ORDER = 3
EDGE = "\n"
"""Stands on both sides of every run of Chinese characters."""

_RUN = re.compile("[\u4e00-\u9fff]+")
_CHARACTERS = 8_000
"""Characters in use (通用规范汉字表, 2013, has 8,105): each may follow."""
_WORD = 0.001
"""How much a word of the dictionary counts beside one that the archive has: it only says that it exists."""
_MOST_GRAMS = 3_000_000
"""When there are more, trigrams seen once are dropped: 100 MB of archive would else fill the memory."""


def runs(text: str) -> Iterator[tuple[int, str]]:
    """Yield the runs of Chinese characters: where each begins, and the run between its edges."""
    return ((match.start(), f"{EDGE}{match[0]}{EDGE}") for match in _RUN.finditer(text))


class NGrams:
    """Counts of one, two and three characters in a row, and what follows from them."""

    def __init__(self, counts: Mapping[str, float]) -> None:
        self.counts = counts
        self._total = sum(count for gram, count in counts.items() if len(gram) == 1)
        self._followed: defaultdict[str, float] = defaultdict(float)
        self._kinds: Counter[str] = Counter()
        self.after: defaultdict[str, set[str]] = defaultdict(set)
        self.before: defaultdict[str, set[str]] = defaultdict(set)
        for gram, count in counts.items():
            if len(gram) > 1:
                self._followed[gram[:-1]] += count
                self._kinds[gram[:-1]] += 1
            if len(gram) == 2 and count >= 1:
                self.after[gram[0]].add(gram[1])
                self.before[gram[1]].add(gram[0])
        self._known: dict[str, float] = {}

    def log_probability(self, gram: str) -> float:
        """Return the logarithm of the probability that the last character of `gram` follows on the others."""
        known = self._known.get(gram)
        if known is None:
            known = self._known[gram] = math.log(self._probability(gram))
        return known

    def _probability(self, gram: str) -> float:
        found = (self.counts.get(gram[-1], 0) + 0.5) / (self._total + 0.5 * _CHARACTERS)
        for size in range(2, len(gram) + 1):
            longer = gram[-size:]
            followed = self._followed.get(longer[:-1], 0)
            if not followed:
                break
            kinds = min(self._kinds[longer[:-1]], 2 * followed)
            believed = followed / (followed + 0.7 * kinds)
            found = believed * self.counts.get(longer, 0) / followed + (1 - believed) * found
        return found


def train(texts: Iterable[str], words: Iterable[str]) -> NGrams:
    """Return the model of the `texts`; `words` are right wherever they are written."""
    counts: defaultdict[str, float] = defaultdict(float)
    most = _MOST_GRAMS
    for text in texts:
        for _, run in runs(text):
            for gram in _grams(run):
                counts[gram] += 1
        if len(counts) > most:
            for gram in [gram for gram, count in counts.items() if len(gram) == ORDER and count == 1]:
                del counts[gram]
            most = len(counts) + _MOST_GRAMS // 2
    for word in words:
        for gram in _grams(word):
            counts[gram] += _WORD
    return NGrams(dict(counts))


def to_bytes(model: NGrams) -> bytes:
    """Return the model as a file has it: a map of grams to counts in MessagePack, deflated."""
    return zlib.compress(msgspec.msgpack.encode(model.counts))


def from_bytes(data: bytes) -> NGrams:
    """Return the model of a file. Raises ValueError for what is none."""
    try:
        return NGrams(msgspec.msgpack.decode(zlib.decompress(data), type=dict[str, float]))
    except (zlib.error, msgspec.DecodeError) as error:
        raise ValueError(str(error)) from error


def _grams(run: str) -> Iterator[str]:
    return (run[start : start + size] for size in range(1, ORDER + 1) for start in range(len(run) - size + 1))
