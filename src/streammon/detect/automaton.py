"""Many phrases looked for in one pass over a text (Aho and Corasick, 1975)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, Protocol, TypeVar

import ahocorasick
import numpy as np

from streammon.detect.sieve import Sieve

T = TypeVar("T")

_FURTHER, _FURTHER_BYTE = 0xC0, 0x80
"""The upper two bits of a byte of UTF-8, and what they are in every byte of a character but the first."""
_SHORT = 1_500
"""Of shorter texts it sees everything: that takes less time than the calls of NumPy."""


class Automaton(Generic[T]):
    """Finds every place of every phrase, overlapping ones too.

    Phrases and text go in as their UTF-8 bytes, one character a byte (latin-1): the trie then has 256 narrow letters in
    place of tens of thousands, which is about five times as fast. No phrase can match from within a character, because
    UTF-8 tells first bytes from others. Of a long text it sees only where a phrase may begin.
    """

    def __init__(self, phrases: Mapping[str, T]) -> None:
        """Build it from phrases and what each of them stands for. Raises ValueError where a phrase is empty."""
        if "" in phrases:
            raise ValueError("an empty phrase stands everywhere")
        self._automaton = ahocorasick.Automaton()
        for phrase, meaning in phrases.items():
            self._automaton.add_word(_bytes(phrase).decode("latin-1"), (len(phrase), meaning))
        if phrases:
            self._automaton.make_automaton()
            self._sieve = Sieve(phrases)

    def __len__(self) -> int:
        """Return how many phrases there are."""
        return len(self._automaton)

    def matches(self, text: str) -> list[tuple[int, int, T]]:
        """Return start, end (after the last) and meaning of each place, in characters, ordered by end.

        Of places with the same end the longest comes first.
        """
        if not len(self):
            return []
        kept, places = (text, None) if len(text) < _SHORT else self._sieve.kept(text)
        data = _bytes(kept)
        found = list(self._automaton.iter(data.decode("latin-1")))
        if not found:
            return []
        firsts = np.flatnonzero(np.frombuffer(data, np.uint8) & _FURTHER != _FURTHER_BYTE)
        last = np.searchsorted(firsts, [at for at, _ in found], side="right") - 1
        ends = (last if places is None else places[last]) + 1
        return [(end - length, end, meaning) for end, (_, (length, meaning)) in zip(ends.tolist(), found, strict=True)]


class Place(Protocol):
    """Something that stands in a text from `start` to before `end`."""

    @property
    def start(self) -> int: ...  # noqa: D102
    @property
    def end(self) -> int: ...  # noqa: D102


P = TypeVar("P", bound=Place)


def leftmost_longest(places: Iterable[P]) -> Iterator[P]:
    """Yield the places from left to right, the longest where several begin, none that overlaps an earlier one."""
    end = 0
    for place in sorted(places, key=lambda place: (place.start, -place.end)):
        if place.start >= end:
            yield place
            end = place.end


def _bytes(text: str) -> bytes:
    """Return the text as bytes; half of a surrogate pair, which some extractors leave behind, is no error."""
    return text.encode("utf-8", "surrogatepass")
