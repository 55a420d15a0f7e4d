"""Whether what comes close to an expression is a slip or simply other words."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from streammon.detect.expressions.known_words import KnownWords
from streammon.detect.expressions.slips import FREE

_AROUND = 6
"""Characters on each side that are cut into words with the expression."""
_CHINESE = re.compile("[\u4e00-\u9fff]+")
_MARKS = frozenset("，。、；：,;:·．.！？!?—-")
_NO_WORD = re.compile("[^一-鿿]")
"""What no word has in it: it adds to both sides alike."""
_PARTICLES = frozenset("的地得和与及之了")
_NUMERALS = frozenset("〇零一二三四五六七八九十百第")


class Change(StrEnum):
    """What happened to the expression."""

    ORDER = "order"
    MARK = "mark"
    ALIKE = "alike"
    SWAPPED = "swapped"
    DOUBLED = "doubled"
    LOST = "lost"
    ADDED = "added"
    OTHER = "other"


class Style(StrEnum):
    """How strict an expression is."""

    WORDING = "wording"
    """Every mark and the order of its parts are laid down."""
    NAME = "name"
    PHRASE = "phrase"
    """Words that often stand together, but with others too: what makes other words of them is no slip."""
    IDIOM = "idiom"
    """People play with it."""
    PERSON = "person"
    """Others may have nearly the same name."""


class Bar(NamedTuple):
    """When a change is believed, in nats: what it costs, from which score it is told, and from which without review.

    Each character more than four that is intact weighs as much as `weight`.
    """

    cost: float
    told: float
    sure: float
    weight: float


BARS = {
    Change.ALIKE: Bar(3.0, 0.0, 4.0, 1.5),
    Change.SWAPPED: Bar(4.0, 3.0, 14.0, 1.0),
    Change.DOUBLED: Bar(2.0, 5.0, 7.0, 0.5),
    Change.LOST: Bar(5.0, -3.0, 4.0, 0.5),
    Change.ADDED: Bar(6.0, 7.0, 20.0, 0.0),
    Change.OTHER: Bar(8.0, 7.0, 20.0, 0.5),
}
"""The cost is how seldom it happens. The other two are measured: docs/detection.md."""

PLAY = 6.0
"""Idioms are played with: with other words in them they are the less likely to be slips."""
_WHOLE = 7
"""With so many characters intact around a word that is missing or another, it was meant to be there."""
_MORE = 3.0
"""What each further character costs where others stand in place of several."""
_FEW = 8.0
"""What it costs to know an expression by three characters: they stand together in other words too."""
_TWO = 4.0
"""How much surer it must be where only two characters of an expression are right."""
_NEIGHBOURS = 3.0
"""What words that stand for themselves can add to or take from the likelihood of an expression beside them, in nats."""
CERTAIN = 20.0


class Slip(NamedTuple):
    """Where an expression is missed: `written` in place of `meant`, between `ahead` and `behind`, which are right."""

    ahead: str
    written: str
    meant: str
    behind: str

    @property
    def intact(self) -> int:
        """Return how many characters of the expression stand there as they should."""
        return len(self.ahead) + len(self.behind)


class Verdict(NamedTuple):
    """How sure it is that the expression was meant, from 0 to 1, and whether a person must look first."""

    confidence: float
    review: bool


def change(slip: Slip, are_alike: Callable[[str, str], bool]) -> Change | None:
    """Return what happened, None for what does not happen by mistake: a mark or a letter within words."""
    written, meant = slip.written, slip.meant
    if _MARKS.issuperset(written + meant):
        return Change.MARK if meant else None
    if "、" in meant and sorted(written) == sorted(meant):
        return Change.ORDER
    if _MARKS.intersection(written + meant) or (written and not _CHINESE.fullmatch(written)):
        return None
    if not written:
        return Change.LOST
    return _replaced(slip, are_alike) if meant else _added(slip)


def _added(slip: Slip) -> Change:
    # At an end the second one may begin the next word: 自治区区委.
    before = slip.behind.startswith(slip.written) and slip.behind != slip.written
    return Change.DOUBLED if before or slip.ahead.endswith(slip.written) else Change.ADDED


def _replaced(slip: Slip, are_alike: Callable[[str, str], bool]) -> Change | None:
    if sorted(slip.written) == sorted(slip.meant):
        return Change.SWAPPED
    if len(slip.written) == len(slip.meant) and all(
        one == other or are_alike(one, other) for one, other in zip(slip.written, slip.meant, strict=True)
    ):
        return Change.ALIKE
    at_an_end = not (slip.ahead and slip.behind)
    return None if at_an_end and slip.intact >= FREE else Change.OTHER


def verdict(found: Change, slip: Slip, gained: Callable[[bool], float], style: Style) -> Verdict | None:
    """Return what is to be said of a change, None for nothing.

    `gained` returns how much likelier the text becomes, with the words around (True) or without (False).
    """
    if found in {Change.ORDER, Change.MARK}:
        return Verdict(0.9, review=False) if style is Style.WORDING else None
    if style is Style.PHRASE and _makes_words(found, slip) and not (found is Change.OTHER and slip.intact > FREE):
        return None
    bar, playful = BARS[found], style is Style.IDIOM and _makes_words(found, slip)
    told = bar.told + (PLAY if playful else 0.0) + (_TWO if slip.intact < 3 else 0.0)
    few = found is Change.LOST and slip.intact < FREE
    more = max(len(slip.written), len(slip.meant)) - 1 if found is Change.OTHER else 0
    extra = min((slip.intact - 4) * bar.weight, 6.0) - bar.cost - _MORE * more - (_FEW if few else 0.0)
    alone = gained(False)
    whole = style is Style.WORDING and _has_another_word(found, slip)
    if alone + extra < told - _NEIGHBOURS and not whole:
        return None
    around = gained(True)
    score = around + extra
    if score >= told:
        return Verdict(_confidence(score), review=score < bar.sure or playful or few or style is Style.PERSON)
    return Verdict(0.4, review=True) if whole and around >= alone - _NEIGHBOURS else None


def _makes_words(found: Change, slip: Slip) -> bool:
    return found in {Change.ADDED, Change.OTHER} or (found is Change.LOST and len(slip.meant) > 1)


def _confidence(score: float) -> float:
    return round(min(max(0.5 + score / (2 * CERTAIN), 0.4), 0.99), 2)


def _has_another_word(found: Change, slip: Slip) -> bool:
    """Tell whether well within a long expression a word is missing or is another: words, but not the right ones."""
    if len(slip.ahead) <= 2 or len(slip.behind) <= 1 or slip.intact < _WHOLE:
        return False
    lost = found is Change.LOST and (len(slip.meant) > 1 or slip.meant not in _PARTICLES)
    other = found is Change.OTHER and len(slip.written) == len(slip.meant) == 1
    return lost or (other and not _NUMERALS.intersection(slip.written + slip.meant))


def gain(words: KnownWords, text: str, start: int, end: int, right: str, around: bool) -> float:
    """Return how much likelier (in nats) the text becomes with `right` from `start` to before `end`.

    With `around` it is cut into words with what stands beside it: a piece of other words explains itself.
    """
    ahead = _NO_WORD.split(text[max(start - _AROUND, 0) : start])[-1] if around else ""
    behind = _NO_WORD.split(text[end : end + _AROUND], maxsplit=1)[0] if around else ""
    return words.rarity(ahead + text[start:end] + behind) - words.rarity(ahead + right + behind)
