"""Places where a text comes close to a phrase and misses it: one stretch is other than it should be, the rest is right.

What is intact beside the stretch, three or four characters, is the key. All keys of a shape are hashed into one table,
and NumPy looks up every place of the text in it; only what is found there is looked at one by one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from operator import add

import numpy as np
from numpy.typing import NDArray

from streammon.detect.expressions.slips import Shape, Slip, slips

_CHUNK = 1 << 15
"""Characters looked at in one go: what is computed about them fits into the processor's cache."""
_OVERLAP = 8
_BIT = np.left_shift(np.uint8(1), np.arange(8, dtype=np.uint8))
_BYTE, _WITHIN = np.uint32(3), np.uint32(7)
"""Which byte of a table has a bit, and which bit of the byte it is."""
_ROOM = 16
"""Bits of a table for each key."""
_LEAST = 1 << 18
_SHORT = 250
"""Below it the calls of NumPy, some 200 microseconds whatever the text, take longer than looking at each place."""
_FACTORS = np.array([0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F], dtype=np.uint32)
"""Odd numbers, one for each character of a key: the upper bits of the sum of the products are its place."""


@dataclass(frozen=True, slots=True)
class NearMiss:
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

    def __init__(self, phrases: Sequence[str], alike: Callable[[str], Set[str]]) -> None:
        """Build the tables; `alike` returns what sounds or looks like a character."""
        self._phrases = phrases
        self._slips: dict[Shape, dict[str, list[Slip]]] = defaultdict(dict)
        known = frozenset(phrases)
        for number, phrase in enumerate(phrases):
            for shape, key, slip in slips(number, phrase, known, alike):
                self._slips[shape].setdefault(key, []).append(slip)
        self._tables = {shape: _Table(shape.steps, keys) for shape, keys in self._slips.items()}
        self._fours = {phrase[at : at + 4] for phrase in phrases for at in range(len(phrase) - 3)}
        self._right = _Table((0, 1, 2, 3), self._fours)
        self._probes = _probes(self._slips)

    def find(self, text: str) -> Iterator[NearMiss]:
        """Yield the near misses, in no order; of one stretch there may be several explanations."""
        for place, slips_there in self._in_short(text) if len(text) < _SHORT else self._in_long(text):
            for slip in slips_there:
                miss = self._verified(text, place, slip)
                if miss:
                    yield miss

    def _in_short(self, text: str) -> Iterator[tuple[int, list[Slip]]]:
        """Yield the places where a key stands, with its slips: two of its characters tell where to look for it."""
        known = self._probes.get
        for at, probes in enumerate(map(known, map(add, text, text[1:]))):
            for begin, first, second, resumed, last, right, keys in probes or ():
                place = at - begin
                found = keys.get(text[place + first : place + second] + text[place + resumed : place + last])
                if found and place >= 0 and not (right and self._are_right(text, place, right)):
                    yield place, found

    def _are_right(self, text: str, place: int, steps: Sequence[int]) -> bool:
        return all(text[place + step : place + step + 4] in self._fours for step in steps)

    def _in_long(self, text: str) -> Iterator[tuple[int, list[Slip]]]:
        """Yield the same for a text in which NumPy is faster."""
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        for begin in range(0, len(codes), _CHUNK):
            for shape, places in self._places(codes[begin : begin + _CHUNK + _OVERLAP]):
                known = self._slips[shape]
                _, first, second, resumed, last = _pieces(shape)
                for place in (places + begin).tolist():
                    found = known.get(text[place + first : place + second] + text[place + resumed : place + last])
                    if found:
                        yield place, found

    def _places(self, codes: NDArray[np.uint32]) -> Iterator[tuple[Shape, NDArray[np.intp]]]:
        """Yield the places where the key of a slip may stand."""
        products = [codes * factor for factor in _FACTORS]
        right = np.zeros(len(codes) + _OVERLAP, dtype=np.bool_)
        right[self._right.places(products)] = True
        for shape, table in self._tables.items():
            places = table.places(products)
            if shape.right and len(places):
                places = places[~np.logical_and.reduce([right[places + step] for step in shape.right])]
            if len(places):
                yield shape, places

    def _verified(self, text: str, place: int, slip: Slip) -> NearMiss | None:
        phrase, left, right = self._phrases[slip.phrase], slip.left, slip.right
        gap = place + slip.ahead
        start, resumed = gap - left, gap + slip.gap
        written = text[gap:resumed]
        if start < 0 or (slip.instead and written not in slip.instead):
            return None
        if not text.startswith(phrase[:left], start) or not text.startswith(phrase[right:], resumed):
            return None
        if not slip.instead and _begins_or_ends_alike(written, phrase[left:right]):
            return None
        return NearMiss(slip.phrase, start, resumed + len(phrase) - right, left, right)


_Probe = tuple[int, int, int, int, int, Sequence[int], Mapping[str, list[Slip]]]
"""Where two neighbours stand in a shape, its pieces, where it may be right, and the keys to compare with."""


def _probes(slips_by_shape: Mapping[Shape, Mapping[str, list[Slip]]]) -> dict[str, tuple[_Probe, ...]]:
    """Return, for each two neighbours in a key, what to look for where they stand."""
    found: dict[str, tuple[_Probe, ...]] = {}
    for shape, keys in slips_by_shape.items():
        at, first, second, resumed, last = _pieces(shape)
        probe: _Probe = (shape.steps[at], first, second, resumed, last, shape.right, keys)
        for pair in {key[at : at + 2] for key in keys}:
            found[pair] = (*found.get(pair, ()), probe)
    return found


def _pieces(shape: Shape) -> tuple[int, int, int, int, int]:
    """Return which character of the key has its neighbour behind it, and from where to where its two pieces reach."""
    steps = shape.steps
    neighbours = [at for at in range(len(steps) - 1) if steps[at + 1] == steps[at] + 1]
    gap = next((at for at in range(1, len(steps)) if at - 1 not in neighbours), len(steps))
    resumed = steps[gap] if gap < len(steps) else steps[-1] + 1
    return neighbours[0], steps[0], steps[gap - 1] + 1, resumed, steps[-1] + 1


def _begins_or_ends_alike(written: str, meant: str) -> bool:
    """Tell whether a part of the stretch is as it should be: it is found as a shorter one too."""
    return bool(written and meant) and (written[0] == meant[0] or written[-1] == meant[-1])


class _Table:
    """The keys of one shape, hashed twice (Bloom, 1970): where either hash is not known stands none of them."""

    def __init__(self, steps: Sequence[int], keys: Collection[str]) -> None:
        self._steps = steps
        size = max(_ROOM * len(keys), _LEAST).bit_length()
        codes = np.frombuffer("".join(keys).encode("utf-32-le"), dtype=np.uint32).reshape(-1, len(steps))
        self._first, self._second = (
            _Bits(size, (codes * factors[: len(steps)]).sum(axis=1, dtype=np.uint32))
            for factors in (_FACTORS, _FACTORS[::-1])
        )

    def places(self, products: Sequence[NDArray[np.uint32]]) -> NDArray[np.intp]:
        """Return the places where a key may begin; `products` are the characters times each factor."""
        count = len(products[0]) - self._steps[-1]
        if count <= 0:
            return np.zeros(0, dtype=np.intp)
        first, second, *others = self._steps
        hashes = products[0][first : first + count] + products[1][second : second + count]
        for step, product in zip(others, products[2:], strict=False):
            hashes += product[step : step + count]
        places = np.flatnonzero(self._first.holds(hashes))
        if len(places):
            again = np.zeros(len(places), dtype=np.uint32)
            for step, product in zip(self._steps, products[::-1], strict=False):
                again += product[places + step]
            places = places[self._second.holds(again)]
        return places


class _Bits:
    """A set of hashes by their upper bits, packed: all tables together fit into the processor's cache."""

    def __init__(self, size: int, hashes: NDArray[np.uint32]) -> None:
        self._unused = np.uint32(32 - size)
        bits = np.zeros(1 << size, dtype=np.bool_)
        bits[hashes >> self._unused] = True
        self._packed = np.packbits(bits, bitorder="little")

    def holds(self, hashes: NDArray[np.uint32]) -> NDArray[np.bool_]:
        index = hashes >> self._unused
        held: NDArray[np.bool_] = (self._packed.take(index >> _BYTE) & _BIT.take(index & _WITHIN)) != 0
        return held
