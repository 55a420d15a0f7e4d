"""The ways to miss a phrase, each with the characters that stay intact beside the slip."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from functools import cache
from itertools import permutations
from typing import NamedTuple

ALWAYS = 4
"""Phrases of so many characters are found whatever stands in the place of one; shorter ones by what is alike."""
_MOST_ITEMS = 4
FREE = 4
"""With so many characters intact the others may well be other words."""
_OF_ITS_OWN = 6
"""Phrases of so many characters are sure enough without the longer ones that they stand in."""
_SIZES = ((1, 0), (0, 1), (1, 1), (2, 0), (2, 1), (0, 2), (1, 2), (2, 2), (3, 0), (4, 0))


ANYTHING: frozenset[str] = frozenset()


class Shape(NamedTuple):
    """Which characters, counted from some place in a text, are a key.

    It tells nothing where at all the steps of `right` four characters begin that follow each other in a right phrase.
    """

    steps: tuple[int, ...]
    right: tuple[int, ...]


class Slip(NamedTuple):
    """One way to miss: the phrase is intact up to `left` and from `right` on, with `gap` characters instead.

    The gap begins `ahead` characters after the key's place. `instead` is what may stand in it.
    """

    phrase: int
    left: int
    right: int
    gap: int
    ahead: int
    instead: frozenset[str] = ANYTHING


def slips(
    number: int, phrase: str, phrases: Container[str], alike: Callable[[str], frozenset[str]], *, loose: bool = False
) -> Iterator[tuple[Shape, str, Slip]]:
    """Yield each way to miss phrase `number` of `phrases`, with the shape and the characters of its key.

    A `loose` one often stands with other words: what makes other words of it is left out.
    """
    yield from _swapped(number, phrase)
    yield from _reordered(number, phrase)
    if len(phrase) < ALWAYS:
        yield from _mistaken(number, phrase, alike)
        return
    inner = _inner(phrase, phrases)
    for left in range(len(phrase)):
        for lost, gap in _sizes(len(phrase)):
            right = left + lost
            if left and right < len(phrase):
                if any(_covers(span, left, right, gap) for span in inner):
                    continue
                instead = _by_mistake(phrase, left, right, gap, alike) if loose else ANYTHING
                if instead is not None:
                    yield from _slip(number, phrase, left, right, gap, instead)
            elif lost == gap == 1:
                # At an end any other character may be another word's: 人民政府 after 县 or 市.
                free = len(phrase) == ALWAYS and not loose
                yield from _slip(number, phrase, left, right, gap, ANYTHING if free else alike(phrase[left]))


def _by_mistake(
    phrase: str, left: int, right: int, gap: int, alike: Callable[[str], frozenset[str]]
) -> frozenset[str] | None:
    """Return what stands in the gap by mistake and makes no other words; None is nothing at all."""
    lost = right - left
    if not gap:
        return ANYTHING if lost == 1 else None
    if not lost:
        return frozenset({phrase[max(left - gap, 0) : left], phrase[left : left + gap]})  # written twice
    if lost == gap == 1 and len(phrase) - lost <= FREE:
        return alike(phrase[left])
    return ANYTHING if lost == gap or len(phrase) - lost > FREE else None


def _inner(phrase: str, phrases: Container[str]) -> list[tuple[int, int]]:
    """Return where other phrases stand within this one: a slip in them is found as a slip in them."""
    length = len(phrase)
    spans = ((start, end) for start in range(length) for end in range(start + _OF_ITS_OWN, length + 1))
    return [(start, end) for start, end in spans if end - start < length and phrase[start:end] in phrases]


def _covers(span: tuple[int, int], left: int, right: int, gap: int) -> bool:
    start, end = span
    return start < left and right < end and (right - left, gap) in _sizes(end - start)


def _sizes(length: int) -> Sequence[tuple[int, int]]:
    """Return how many characters of a phrase may be lost and how many may stand there instead."""
    return _SIZES[: 3 if length < 6 else 8 if length < 10 else 10]


def _slip(
    number: int, phrase: str, left: int, right: int, gap: int, instead: frozenset[str] = ANYTHING
) -> Iterator[tuple[Shape, str, Slip]]:
    rest = len(phrase) - right
    size = 3 if len(phrase) == ALWAYS else 4
    if left + rest < size:
        return
    ahead = min(left, max(size // 2, size - rest))
    key = phrase[left - ahead : left] + phrase[right : right + size - ahead]
    yield _shape(size, ahead, gap), key, Slip(number, left, right, gap, ahead, instead)


@cache
def _shape(size: int, ahead: int, gap: int) -> Shape:
    """Return the shape of so many characters, `ahead` of them before a gap: there are few, used 140,000 times."""
    steps = (*range(ahead), *range(ahead + gap, ahead + gap + size - ahead))
    return Shape(steps, _intact(size, ahead, gap))


def _intact(size: int, ahead: int, gap: int) -> tuple[int, ...]:
    """Return where right characters would have to begin for the key to be a piece of a right phrase."""
    return (0,) if not gap or size < ALWAYS else (1,) if ahead == size else tuple(range(gap + 1)) if ahead else (0,)


def _swapped(number: int, phrase: str) -> Iterator[tuple[Shape, str, Slip]]:
    size = min(len(phrase), ALWAYS)
    for left, right in _exchanges(len(phrase)):
        instead = phrase[right - 1] + phrase[left + 1 : right - 1] + phrase[left]
        if instead[0] != instead[-1]:
            text = phrase[:left] + instead + phrase[right:]
            begin = min(max(left - 1, 0), len(phrase) - size)
            shape = Shape(tuple(range(size)), (0,))
            yield (
                shape,
                text[begin : begin + size],
                Slip(number, left, right, right - left, left - begin, frozenset({instead})),
            )


def _exchanges(length: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches whose first and last character may be exchanged: neighbours, in short phrases any two."""
    widest = length if length <= ALWAYS else 2
    return ((left, left + width) for width in range(2, widest + 1) for left in range(length - width + 1))


def _mistaken(number: int, phrase: str, alike: Callable[[str], frozenset[str]]) -> Iterator[tuple[Shape, str, Slip]]:
    shape = Shape(tuple(range(len(phrase))), (0,))
    for left, character in enumerate(phrase):
        for other in alike(character):
            wrong = phrase[:left] + other + phrase[left + 1 :]
            yield shape, wrong, Slip(number, left, left + 1, 1, left, frozenset({other}))


def _reordered(number: int, phrase: str) -> Iterator[tuple[Shape, str, Slip]]:
    items = phrase.split("、")
    if not 1 < len(items) <= _MOST_ITEMS:
        return
    for order in permutations(items):
        instead = "、".join(order)
        if instead != phrase and len(instead) >= ALWAYS:
            slip = Slip(number, 0, len(phrase), len(phrase), 0, frozenset({instead}))
            yield Shape((0, 1, 2, 3), ()), instead[:4], slip
