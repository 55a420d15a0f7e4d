"""The slips of all phrases as a table: thousands of places of a text are compared with it at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from struct import Struct
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from streammon.detect.expressions.slips import ANYTHING, Shape, Slip
from streammon.detect.hashed import LONGEST, Codes, Indexes, hashes, held, other_hashes, packed, padded

_BUCKETS, _GAPS = 19, 22
"""Upper bits of the hashes by which the slips of a key are found, and what may stand in a gap is known."""
_NONE = 0xFFFFFFFF
"""No character has this number."""
_ROW = np.dtype(
    [
        ("phrase", "<u4"),
        ("before", "<u4"),  # what stands on either side of the key
        ("behind", "<u4"),
        ("opening", "<u4"),  # with what the gap does not begin or end
        ("closing", "<u4"),
        ("instead", "<u4"),  # the number of what may stand in the gap: 0 is anything
        ("left", "<i2"),
        ("right", "<i2"),
        ("gap", "<i2"),
        ("ahead", "<i2"),  # of the gap, from the place of the key
        ("end", "<i2"),  # of the key, from its place
    ]
)
_row = Struct("<6I5h").pack


class Candidate(NamedTuple):
    """A slip that seems to stand in a text: from `begin` on `gap` characters, which may be those in `instead`."""

    phrase: int
    left: int
    right: int
    begin: int
    gap: int
    instead: frozenset[str]


class SlipTable:
    """Finds the slips that have a key. `keys` are those of each of its `shapes`, without their gaps."""

    def __init__(self, phrases: Sequence[str], slips: Iterable[tuple[Shape, str, Slip]]) -> None:
        """Take the slips with their shapes and keys; they are many, and only their rows are kept."""
        instead = {ANYTHING: 0}
        keyed: dict[Shape, tuple[bytearray, bytearray]] = {}
        for shape, key, slip in slips:
            strangers = ANYTHING if _in_key(shape, slip) else slip.instead
            number = instead.setdefault(strangers, len(instead))
            keys, rows = keyed.setdefault(shape, (bytearray(), bytearray()))
            keys += key.encode("utf-32-le")
            rows += _row(
                slip.phrase, *_beside(phrases[slip.phrase], shape, slip), number, *slip[1:5], shape.steps[-1] + 1
            )
        self.shapes = list(keyed)
        self.keys = [padded(np.frombuffer(keys, np.uint32), len(shape.steps)) for shape, (keys, _) in keyed.items()]
        every = np.concatenate(self.keys, axis=1)
        hashed = other_hashes(every, np.repeat(np.arange(len(keyed)), [keys.shape[1] for keys in self.keys]))
        buckets = hashed >> np.uint32(32 - _BUCKETS)
        order = np.argsort(buckets, kind="stable")
        self._begins = np.searchsorted(buckets[order], np.arange((1 << _BUCKETS) + 1)).astype(np.int32)
        self._checks = hashes(every)[order]
        self._rows = np.frombuffer(b"".join(rows for _, rows in keyed.values()), _ROW)[order]
        self._instead = list(instead)
        self._gaps = packed(hashes(_in_gaps(self._instead)), _GAPS)

    def candidates(self, codes: Codes, steps: Indexes, shapes: Indexes, places: Indexes) -> Iterator[Candidate]:
        """Yield the slips whose key stands at one of the places and what should stand beside it, too.

        `steps` are those from each place to the characters of the key, of a shape, that may be there.
        """
        numbers, places = self._keyed(codes[places + steps], shapes, places)
        rows = self._rows[numbers]
        fitting = self._fit(codes, rows, places)
        rows, begins = rows[fitting], (places + rows["ahead"])[fitting]
        for row, begin in zip(rows.tolist(), begins.tolist(), strict=True):
            phrase, *_, instead, left, right, gap, _, _ = row
            yield Candidate(phrase, left, right, begin, gap, self._instead[instead])

    def _keyed(self, keys: Codes, shapes: Indexes, places: Indexes) -> tuple[Indexes, Indexes]:
        """Return the numbers of all slips that have one of the keys, and where the key of each stands."""
        buckets = other_hashes(keys, shapes) >> np.uint32(32 - _BUCKETS)
        begins = self._begins[buckets]
        counts = self._begins[buckets + 1] - begins
        owners = np.repeat(np.arange(len(places)), counts)
        numbers = np.arange(len(owners)) + np.repeat(begins - np.cumsum(counts) + counts, counts)
        same = self._checks[numbers] == hashes(keys)[owners]
        return numbers[same], places[owners[same]]

    def _fit(self, codes: Codes, rows: NDArray[np.void], places: Indexes) -> NDArray[np.bool_]:
        """Return whether beside each key, and in the gap, stands what may stand there."""
        begins = places + rows["ahead"]
        opening, closing = codes[begins], codes[begins + rows["gap"] - 1]
        before, behind = codes[places - 1], codes[places + rows["end"]]
        gaps = np.stack((opening, closing, rows["gap"].astype(np.uint32), rows["instead"]))
        fitting: NDArray[np.bool_] = (
            ((rows["before"] == before) | (rows["before"] == _NONE))
            & ((rows["behind"] == behind) | (rows["behind"] == _NONE))
            & (rows["opening"] != opening)
            & (rows["closing"] != closing)
            & (held(self._gaps, hashes(gaps) >> np.uint32(32 - _GAPS)) | (rows["instead"] == 0))
        )
        return fitting


def _beside(phrase: str, shape: Shape, slip: Slip) -> tuple[int, int, int, int]:
    """Return what stands before and behind the key, and with what the gap does not begin and end."""
    _, left, right, gap, ahead, instead = slip
    before, behind = left - ahead - 1, right + shape.steps[-1] + 1 - ahead - gap
    # What begins or ends as it should is found as a shorter slip.
    unlike = not instead and gap and left < right
    return (
        ord(phrase[before]) if before >= 0 else _NONE,
        ord(phrase[behind]) if right <= behind < len(phrase) else _NONE,
        ord(phrase[left]) if unlike else _NONE,
        ord(phrase[right - 1]) if unlike else _NONE,
    )


def _in_key(shape: Shape, slip: Slip) -> bool:
    """Tell whether what stands in the gap is a part of the key."""
    return set(range(slip.ahead, slip.ahead + slip.gap)) <= set(shape.steps)


def _in_gaps(every: Sequence[frozenset[str]]) -> Codes:
    """Return what tells what may stand in a gap: first and last character, length, and the number of the set."""
    rows = [(ord(text[0]), ord(text[-1]), len(text), number) for number, texts in enumerate(every) for text in texts]
    return np.array(rows, dtype=np.uint32).reshape(-1, LONGEST).T
