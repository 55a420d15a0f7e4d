"""Fixed expressions that are nearly there: official wording, institutions, titles, laws, idioms with a slip in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from streammon.detect.expressions.abridged import Abridged
from streammon.detect.expressions.files import Expression
from streammon.detect.expressions.judge import Change, Slip, Style, Verdict, change, gain, verdict
from streammon.detect.expressions.known_words import KnownWords, rarities
from streammon.detect.expressions.near_miss import NearMiss, NearMisses
from streammon.detect.expressions.unit_names import forms
from streammon.detect.hit import Hit
from streammon.detect.likeness import likeness
from streammon.detect.text import Text
from streammon.model.inspection import Severity
from streammon.words import say

RULE = "text/fixed-expression"
_STYLES = {"官方表述": Style.WORDING, "公文用语": Style.PHRASE, "成语": Style.IDIOM, "人名": Style.PERSON}
"""By the kind of an expression; the others are names."""

_QUOTES = re.compile("[“”‘’\"'「」『』]+")
"""Quotation marks come and go around parts of an expression: they are not looked at."""
_BLANK = re.compile(r"\s")
_WORDS = {Change.LOST, Change.ADDED, Change.OTHER}
"""Changes that make other words of words."""
_SHORTEST = 3
_WORDLIKE = 4
"""Expressions up to this length are words among others; longer ones are made of words."""


class _Found(NamedTuple):
    """A near miss in the text without quotation marks."""

    miss: NearMiss
    slip: Slip
    change: Change
    phrase: str

    @property
    def place(self) -> tuple[int, int, str]:
        """Return where the slip itself stands, what is only missing has no length, and what was meant there."""
        start = self.miss.start + self.miss.left
        return start, start + len(self.slip.written), self.slip.meant


class Expressions:
    """Knows expressions and the names of a site's units, and finds where a text nearly has them."""

    def __init__(self, entries: Iterable[Expression], names: Iterable[str] = ()) -> None:
        known: dict[str, Expression] = {}
        for entry in (*entries, *_units(names)):
            phrase = _QUOTES.sub("", entry.text)
            if len(phrase) >= _SHORTEST:
                known.setdefault(phrase, entry)
        self._entries, self._phrases = known, list(known)
        self._words = KnownWords(rarities(), (phrase for phrase in known if len(phrase) <= _WORDLIKE))
        loose = {phrase for phrase, entry in known.items() if _STYLES.get(entry.kind) is Style.PHRASE}
        self._near = NearMisses(self._phrases, likeness().alike, loose)

    def find(self, text: Text) -> Iterator[Hit]:
        """Yield a hit for each slip, from left to right."""
        bare = Abridged(text.plain, (quotes.span() for quotes in _QUOTES.finditer(text.plain)))
        slips: dict[tuple[int, int, str], list[_Found]] = {}
        for miss in self._near.find(bare.text):
            found = self._looked_at(bare, miss)
            if found:
                slips.setdefault(found.place, []).append(found)
        end = -1
        for place, judged in self._believed(bare.text, slips):
            if place[0] > end:
                end = max(place[1], place[0] + 1)
                yield self._hit(text.plain, bare, min(slips[place], key=lambda found: len(found.phrase)), judged)

    def _looked_at(self, bare: Abridged, miss: NearMiss) -> _Found | None:
        phrase, wrong = self._phrases[miss.phrase], bare.text[miss.start : miss.end]
        if _BLANK.search(wrong) or wrong in self._entries:
            return None
        behind = phrase[miss.right :]
        slip = Slip(
            phrase[: miss.left], wrong[miss.left : len(wrong) - len(behind)], phrase[miss.left : miss.right], behind
        )
        changed = change(slip, likeness().are_alike)
        if not changed or (changed in _WORDS and (phrase in wrong or self._is_joined(slip))):
            return None
        start, end = miss.start + miss.left, miss.end - len(behind)
        # Within words quotation marks part what is spoken of from the rest: 将“证”分离.
        parted = bare.gaps(start - bool(slip.ahead), end + bool(behind))
        return None if parted else _Found(miss, slip, changed, phrase)

    def _is_joined(self, slip: Slip) -> bool:
        """Tell whether what is intact is an expression of its own, with other words beside it."""
        return slip.behind in self._entries or (slip.written != "" and slip.ahead in self._entries)

    def _believed(
        self, text: str, slips: Mapping[tuple[int, int, str], list[_Found]]
    ) -> Iterator[tuple[tuple[int, int, str], Verdict]]:
        """Yield the slips that are believed; of several at one place that first which leaves the least unexplained."""
        judged = ((place, [self._verdict(text, found) for found in around]) for place, around in slips.items())
        told = (
            (place, max(verdicts, key=_surest))
            for place, every in judged
            if (verdicts := [one for one in every if one])
        )
        yield from sorted(told, key=lambda one: (one[0][0], one[0][1] - one[0][0], -one[1].confidence))

    def _verdict(self, text: str, found: _Found) -> Verdict | None:
        start, end = found.miss.start, found.miss.end

        def gained(around: bool) -> float:
            return gain(self._words, text, start, end, found.phrase, around)

        return verdict(found.change, found.slip, gained, _STYLES.get(self._entries[found.phrase].kind, Style.NAME))

    def _hit(self, plain: str, bare: Abridged, found: _Found, verdict: Verdict) -> Hit:
        start, end = bare.span(found.miss.start, found.miss.end)
        wrong, right, entry = plain[start:end], found.phrase, self._entries[found.phrase]
        reason = "expressions.review" if verdict.review else "expressions.why"
        return Hit(
            rule=RULE,
            severity=entry.severity,
            start=start,
            end=end,
            wrong=wrong,
            right=right,
            why=say(reason, wrong=wrong, right=right, kind=entry.kind),
            confidence=verdict.confidence,
            review=verdict.review,
        )


def _surest(verdict: Verdict) -> tuple[bool, float]:
    return not verdict.review, verdict.confidence


def _units(names: Iterable[str]) -> Iterator[Expression]:
    kind, source = say("expressions.unit"), say("expressions.units-source")
    return (Expression(form, kind, Severity.ORDINARY, source) for name in names for form in forms(name))
