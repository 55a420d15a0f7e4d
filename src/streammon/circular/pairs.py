"""Entries for a lexicon from what a circular says was written wrong: 将“X”错写为“Y”.

Not every such sentence can be used: scanning may have mended the mistake that it quotes (“筑牢”错写为“筑牢”), and two
sentences may say the opposite.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

_RIGHT, _WRONG = '[“"「](?P<right>[^“”"「」\n]{1,40})[”"」]', '[“"「](?P<wrong>[^“”"「」\n]{1,40})[”"」]'
_WRITTEN = "(?:[误错]?写[成为作]|误[为作]|错[为成]|[误错]用[为成作]|表述为|[误错][表打印][述成为])"
_PATTERNS = (
    re.compile(rf"[将把]{_RIGHT}(?:一词|字样)?(?:均|都|也)?{_WRITTEN}{_WRONG}"),
    re.compile(rf"{_RIGHT}(?:一词|字样)?(?:均|都|也)?(?:[误错]写[成为作]|误为|错为){_WRONG}"),
    re.compile(rf"[将把]{_RIGHT}{_WRONG}(?=[；;。，,])"),
    re.compile(rf"{_WRONG}(?:一词|字样)?[，,]?(?:应(?:当|该)?(?:写)?[为作是]|应改为){_RIGHT}"),
)


class Reason(StrEnum):
    """Why a pair is no entry."""

    SAME = "same"
    OPPOSITE = "opposite"
    BOTH = "both"
    TWO_RIGHTS = "two-rights"
    PART = "part"


@dataclass(frozen=True, slots=True)
class Pair:
    """What was written wrong, what would be right, and where a circular says so."""

    wrong: str
    right: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A pair that can't be an entry, why, and the right form that speaks against it, if one does."""

    pair: Pair
    reason: Reason
    against: str = ""


def pairs_in(texts: Iterable[tuple[str, str]]) -> list[Pair]:
    """Return every pair in texts once, with all of its places, in order. Each text comes with its place."""
    found: dict[tuple[str, str], list[str]] = {}
    for words, place in texts:
        taken: set[int] = set()
        for wrong, right, at in sorted(_in(words), key=lambda each: each[2]):
            if at not in taken:
                taken.add(at)
                found.setdefault((wrong, right), []).append(place)
    return [Pair(wrong, right, tuple(dict.fromkeys(places))) for (wrong, right), places in found.items()]


def judged(found: Iterable[Pair]) -> tuple[list[Pair], list[Rejected]]:
    """Part the pairs that can be entries from those that contradict themselves or each other."""
    known = list(found)
    rights: dict[str, list[str]] = {}
    for pair in known:
        if pair.wrong != pair.right:
            rights.setdefault(pair.wrong, []).append(pair.right)
    rejected = [refusal for pair in known if (refusal := _refused(pair, known, rights))]
    refused = {(each.pair.wrong, each.pair.right) for each in rejected}
    return [pair for pair in known if (pair.wrong, pair.right) not in refused], rejected


def _in(words: str) -> Iterator[tuple[str, str, int]]:
    for pattern in _PATTERNS:
        for match in pattern.finditer(words):
            yield match["wrong"], match["right"], match.start("wrong")


def _refused(pair: Pair, known: list[Pair], rights: Mapping[str, list[str]]) -> Rejected | None:
    if pair.wrong == pair.right:
        return Rejected(pair, Reason.SAME)
    if pair.wrong in rights.get(pair.right, ()):
        return Rejected(pair, Reason.OPPOSITE, pair.wrong)
    if len(rights[pair.wrong]) > 1:
        others = [right for right in rights[pair.wrong] if right != pair.right]
        return Rejected(pair, Reason.TWO_RIGHTS, "”“".join(others))
    if pair.wrong in re.split("[/／]", pair.right):
        return Rejected(pair, Reason.PART, pair.right)
    mended = next((other for other in known if other.right == pair.wrong and other.wrong != other.right), None)
    return Rejected(pair, Reason.BOTH, mended.wrong) if mended else None
