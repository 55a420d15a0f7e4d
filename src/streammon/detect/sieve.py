"""Of a text what is worth looking through: the stretches that begin as one of many phrases does."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from streammon.detect.hashed import LONGEST, Codes, Hashes, KeySets, coded, hashes, padded

_ROOM = 64
"""Bits for each beginning: what is kept by chance costs time and nothing else."""
_LENGTHS = 16
"""Upper bits of the hash of a beginning, by which the length of the longest phrase with it is known."""


class Sieve:
    """Knows the beginnings of its phrases, of four characters or as many as there are."""

    def __init__(self, phrases: Iterable[str]) -> None:
        """Take the phrases, none of them empty."""
        beginnings: dict[int, dict[str, int]] = {}
        for phrase in phrases:
            longest = beginnings.setdefault(min(len(phrase), LONGEST), {})
            longest[phrase[:LONGEST]] = max(longest.get(phrase[:LONGEST], 0), len(phrase))
        keys = {size: padded(coded("".join(longest), 0), size) for size, longest in beginnings.items()}
        self._beginnings = KeySets(((range(size), every) for size, every in keys.items()), _ROOM)
        self._lengths = np.full(1 << _LENGTHS, LONGEST - 1, dtype=np.uint32)
        if LONGEST in keys:
            np.maximum.at(self._lengths, _length_bits(keys[LONGEST]), list(beginnings[LONGEST].values()))

    def kept(self, text: str) -> tuple[str, NDArray[np.intp]]:
        """Return the stretches, a naught behind each, and where every character of them stands in the text."""
        codes = coded(text)
        starts = np.flatnonzero(np.logical_or.reduce(self._beginnings.held(codes)))
        lengths = self._lengths[_length_bits(np.stack([codes[starts + step] for step in range(LONGEST)]))]
        ends = np.minimum(np.maximum.accumulate(starts + lengths), len(text))
        first = np.ones(len(starts), dtype=np.bool_)
        np.greater_equal(starts[1:], ends[:-1], out=first[1:])
        last = np.roll(first, -1)
        starts, sizes = starts[first], ends[last] - starts[first] + 1
        behind = np.cumsum(sizes)
        places = np.arange(behind[-1] if len(behind) else 0) + np.repeat(starts - behind + sizes, sizes)
        kept = codes[places]
        kept[behind - 1] = 0
        return kept.tobytes().decode("utf-32-le", "surrogatepass"), places


def _length_bits(keys: Codes) -> Hashes:
    return hashes(keys) >> np.uint32(32 - _LENGTHS)
