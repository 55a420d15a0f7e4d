"""Where in a text one of very many keys, a few characters each, may stand: every place of it is looked up at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint32]
"""Characters, a number each."""
Hashes = NDArray[np.uint32]
Indexes = NDArray[np.intp]

REACH = 8
"""A key may have characters up to so many behind its place."""
LONGEST = 4
"""The most characters of a key."""
_LEAST, _AGAIN = 1 << 16, 22
"""The least number of bits for a set, and the upper bits of the other hash, which all sets have in common."""
_CHUNK = 1 << 14
"""Characters looked at in one go: what is computed about them fits into the processor's cache."""
_FACTORS = np.array([0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F], dtype=np.uint32)
"""Odd numbers, one for each character of a key: the upper bits of the sum of the products are its place."""
_OTHERS = np.array([0x27D4EB2F, 0x165667B1, 0x9E3779B1, 0xC2B2AE3D], dtype=np.uint32)


def coded(text: str, behind: int = REACH) -> Codes:
    """Return the characters of a text and so many naughts `behind` it."""
    return np.frombuffer((text + "\0" * behind).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def padded(keys: Codes, length: int) -> Codes:
    """Return the first characters of keys of one length, the second ones and so on; the last of a short key again."""
    return keys.reshape(-1, length).T[[min(at, length - 1) for at in range(LONGEST)]]


def hashes(keys: Codes) -> Hashes:
    """Return the hashes of keys, by which `KeySets` knows them."""
    return _sum_of_products(keys, _FACTORS)


def other_hashes(keys: Codes, kinds: Indexes) -> Hashes:
    """Return other hashes, which have nothing to do with those, of keys that are of several kinds."""
    found: Hashes = _sum_of_products(keys, _OTHERS) + kinds.astype(np.uint32) * _FACTORS[0]
    return found


def _sum_of_products(keys: Codes, factors: Hashes) -> Hashes:
    first, second, third, fourth = (row * factor for row, factor in zip(keys, factors, strict=True))
    found: Hashes = first + second + third + fourth
    return found


def _again(hashed: Hashes) -> Hashes:
    """Return a hash of the lower bits of another, whose upper bits are used up."""
    found: Hashes = hashed * np.uint32(0x01000193)
    return found


def packed(hashed: Hashes, size: int) -> NDArray[np.uint8]:
    """Return a bit for each value of so many upper bits of a hash, set where there is such a hash."""
    bits = np.zeros(1 << size, dtype=np.bool_)
    bits[hashed >> np.uint32(32 - size)] = True
    return np.packbits(bits, bitorder="little")


def held(bits: NDArray[np.uint8], index: Hashes, begins: Hashes | int = 0) -> NDArray[np.bool_]:
    """Return the bits at each index, in the bytes from each of `begins` on."""
    found: NDArray[np.uint8] = bits.take((index >> np.uint32(3)) + np.uint32(begins))
    found >>= index.astype(np.uint8) & np.uint8(7)
    found &= np.uint8(1)
    return found.view(np.bool_)  # several times as fast to search as numbers


class KeySets:
    """Sets of keys, hashed (Bloom, 1970): where a hash is not known stands none of them."""

    def __init__(self, sets: Iterable[tuple[Sequence[int], Codes]], room: int) -> None:
        """Take, for each set, the steps from a place to the characters of a key, and the padded keys.

        `room`: how many bits there are for each key, at least.
        """
        steps, bits, again = [], [], []
        for sparse, keys in sets:
            steps.append([*sparse, *[sparse[-1]] * LONGEST][:LONGEST])
            size, hashed = max(room * keys.shape[1], _LEAST).bit_length(), hashes(keys)
            bits.append(packed(hashed, size))
            again.append(_again(hashed))
        self.steps = np.array(steps, dtype=np.intp)
        self._bits, self._bits_again = np.concatenate(bits), packed(np.concatenate(again), _AGAIN)
        sizes = np.array([len(row) for row in bits], dtype=np.uint32)
        self._begins = np.cumsum(sizes, dtype=np.uint32) - sizes
        self._unused = np.uint32(32) - np.log2(8 * sizes).astype(np.uint32)

    def held(self, codes: Codes) -> NDArray[np.bool_]:
        """Return whether a key may stand at each place but the last few, a row for each set."""
        found = np.empty((len(self.steps), len(codes) - REACH), dtype=np.bool_)
        for begin, end, hashed in self._chunks(codes):
            found[:, begin:end] = self._likely(hashed)
        return found

    def places(self, codes: Codes, among: NDArray[np.bool_]) -> tuple[Indexes, Indexes]:
        """Return the numbers of sets and the places where a key of theirs may stand, by two hashes.

        `among` tells, a row for each set, which places are looked at.
        """
        found = []
        for begin, end, hashed in self._chunks(codes):
            at = np.flatnonzero(self._likely(hashed) & among[:, begin:end])
            surely = held(self._bits_again, _again(hashed.take(at)) >> np.uint32(32 - _AGAIN))
            rows, places = np.divmod(at[surely], end - begin)
            found.append((rows, places + begin))
        rows, places = (np.concatenate(parts) for parts in zip(*found, strict=True))
        return rows, places

    def _likely(self, hashed: Hashes) -> NDArray[np.bool_]:
        return held(self._bits, hashed >> self._unused[:, np.newaxis], self._begins[:, np.newaxis])

    def _chunks(self, codes: Codes) -> Iterator[tuple[int, int, Hashes]]:
        """Yield the places from `begin` to before `end`, with the hashes of what may be keys there."""
        count = len(codes) - REACH
        for begin in range(0, count, _CHUNK):
            end = min(begin + _CHUNK, count)
            yield begin, end, self._hashes(codes[begin : end + REACH])

    def _hashes(self, codes: Codes) -> Hashes:
        count = len(codes) - REACH
        products = [codes * factor for factor in _FACTORS]
        sums: dict[tuple[int, int], Hashes] = {}
        found = np.zeros((len(self.steps), count), dtype=np.uint32)
        for row, steps in enumerate(self.steps.tolist()):
            for half in (0, 2):  # which rows have in common
                one, other = steps[half : half + 2]
                begin, step = min(one, other), other - one
                if (half, step) not in sums:
                    sums[half, step] = _sum(products[half], products[half + 1], step)
                found[row] += sums[half, step][begin : begin + count]
        return found


def _sum(one: Hashes, other: Hashes, step: int) -> Hashes:
    """Return the sums of each number with the other `step` behind it; the first sum is of the earliest two."""
    end = len(one) - abs(step)
    found: Hashes = one[:end] + other[step:] if step >= 0 else one[-step:] + other[:end]
    return found
