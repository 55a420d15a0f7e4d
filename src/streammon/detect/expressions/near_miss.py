"""Places where a text comes close to a phrase and misses it: one stretch is other than it should be, the rest is right.

What is intact beside the stretch, three or four characters, is the key. All keys are hashed into one table, and NumPy
looks up every place of the text in it; only what is found there is looked at one by one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from operator import add

import numpy as np
from numpy.typing import NDArray

from streammon.detect.expressions.slips import Shape, Slip, slips

_CHUNK = 1 << 14
"""Characters looked at in one go: what is computed about them fits into the processor's cache."""
_OVERLAP = 8
_ROOM = 16
"""Bits of a row for each key."""
_LEAST = 1 << 18
_AGAIN = 22
"""Bits of the second hash."""
_0 = np.zeros(1, dtype=np.uint32)
_SHORT = 80
"""Below it the calls of NumPy, some 50 microseconds whatever the text, take longer than looking at each place."""
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

    def __init__(
        self, phrases: Sequence[str], alike: Callable[[str], Set[str]], loose: Container[str] = frozenset()
    ) -> None:
        """Build the tables; `alike` returns what sounds or looks like a character, `loose` are words among others."""
        self._phrases = phrases
        self._slips: dict[Shape, dict[str, list[Slip]]] = defaultdict(dict)
        known = frozenset(phrases)
        for number, phrase in enumerate(phrases):
            for shape, key, slip in slips(number, phrase, known, alike, loose=phrase in loose):
                self._slips[shape].setdefault(key, []).append(slip)
        self._fours = {phrase[at : at + 4] for phrase in phrases for at in range(len(phrase) - 3)}
        self._table = _Table(self._rows())
        self._rights = list(dict.fromkeys(shape.right for shape in self._slips))
        self._right = [self._rights.index(shape.right) for shape in self._slips]
        self._pieces = [(*_pieces(shape)[1:], keys) for shape, keys in self._slips.items()]
        self._probes = _probes(self._slips)

    def _rows(self) -> Iterator[tuple[Sequence[int], Collection[str]]]:
        """Yield the steps and keys of each shape, and twice, so that chance has no part in it, what is right."""
        yield from ((shape.steps, keys) for shape, keys in self._slips.items())
        yield (0, 1, 2, 3), self._fours
        yield (3, 2, 1, 0), [four[::-1] for four in self._fours]

    def find(self, text: str) -> Iterator[NearMiss]:
        """Yield the near misses, in no order; of one stretch there may be several explanations."""
        for place, slips_there in self._in_short(text) if len(text) < _SHORT else self._in_long(text):
            for number, left, right, gap, ahead, instead in slips_there:
                phrase, start = self._phrases[number], place + ahead - left
                resumed = place + ahead + gap
                written = text[place + ahead : resumed]
                if written not in instead if instead else _begins_or_ends_alike(written, phrase[left:right]):
                    continue
                intact = text.startswith(phrase[:left], start) and text.startswith(phrase[right:], resumed)
                if start >= 0 and intact:
                    yield NearMiss(number, start, resumed + len(phrase) - right, left, right)

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
        codes = np.frombuffer((text + "\0" * _OVERLAP * 2).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        for begin in range(0, len(text), _CHUNK):
            shapes, places = self._places(codes[begin : begin + _CHUNK + _OVERLAP * 2])
            for shape, place in zip(shapes.tolist(), (places + begin).tolist(), strict=True):
                first, second, resumed, last, keys = self._pieces[shape]
                found = keys.get(text[place + first : place + second] + text[place + resumed : place + last])
                if found:
                    yield place, found

    def _places(self, codes: NDArray[np.uint32]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return the numbers of shapes, and the places where a key of theirs may stand."""
        held = self._table.held(codes)
        wrong = ~(held[-2] & held[-1])
        held = held[:-2, : len(codes) - 2 * _OVERLAP]
        count = held.shape[1]
        telling = np.ones((len(self._rights), count), dtype=np.bool_)
        for row, steps in zip(telling, self._rights, strict=True):
            if steps:
                np.logical_or.reduce([wrong[step : step + count] for step in steps], out=row)
        shapes, places = np.divmod(np.flatnonzero(held & telling[self._right]), count)
        held = self._table.held_again(codes, shapes, places)
        return shapes[held], places[held]


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
    """Sets of keys, a row each, hashed twice (Bloom, 1970): where either hash is not known stands none of them."""

    def __init__(self, rows: Iterable[tuple[Sequence[int], Collection[str]]]) -> None:
        """Take the steps between the characters of the keys in each set, and the keys."""
        steps, bits, again = [], [], []
        for number, (sparse, keys) in enumerate(rows):
            length = len(sparse)
            codes = np.frombuffer("".join(keys).encode("utf-32-le"), dtype=np.uint32).reshape(-1, length)
            codes = codes[:, [0, 1, 2, length - 1]]  # of three characters the last counts twice
            steps.append((*sparse, sparse[-1])[:4])
            bits.append(_packed(codes @ _FACTORS, max(_ROOM * len(keys), _LEAST).bit_length()))
            again.append(codes @ _FACTORS[::-1] + np.uint32(number))
        self._steps = np.array(steps, dtype=np.intp)
        self._bits = np.concatenate(bits)
        sizes = np.array([[len(row)] for row in bits], dtype=np.uint32)
        self._begins = np.cumsum(sizes, dtype=np.uint32)[:, np.newaxis] - sizes
        self._unused = np.uint32(32) - np.log2(8 * sizes).astype(np.uint32)
        self._again = _packed(np.concatenate(again), _AGAIN)

    def held(self, codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
        """Return whether a key may stand at each place, by row; of the last places, where none has room, too."""
        count = len(codes) - _OVERLAP
        products = [codes * factor for factor in _FACTORS]
        hashes = np.zeros((len(self._steps), count), dtype=np.uint32)
        for row, steps in zip(hashes, self._steps, strict=True):
            for step, product in zip(steps, products, strict=True):
                np.add(row, product[step : step + count], out=row)
        return _held(self._bits, hashes >> self._unused, self._begins)

    def held_again(
        self, codes: NDArray[np.uint32], rows: NDArray[np.intp], places: NDArray[np.intp]
    ) -> NDArray[np.bool_]:
        """Return whether a key of a row may stand at a place, by the other hash."""
        hashes = codes[places[:, np.newaxis] + self._steps[rows]] @ _FACTORS[::-1] + rows.astype(np.uint32)
        return _held(self._again, hashes >> np.uint32(32 - _AGAIN))


def _packed(hashes: NDArray[np.uint32], size: int) -> NDArray[np.uint8]:
    """Return a bit for each value of so many upper bits of a hash; together they fit into the processor's cache."""
    bits = np.zeros(1 << size, dtype=np.bool_)
    bits[hashes >> np.uint32(32 - size)] = True
    return np.packbits(bits, bitorder="little")


def _held(packed: NDArray[np.uint8], index: NDArray[np.uint32], begin: NDArray[np.uint32] = _0) -> NDArray[np.bool_]:
    bit = index.astype(np.uint8) & np.uint8(7)
    held: NDArray[np.uint8] = packed.take((index >> np.uint32(3)) + begin) >> bit & np.uint8(1)
    return held.view(np.bool_)  # several times as fast to search as numbers
