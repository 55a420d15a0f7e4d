"""Wrong forms of words and fixed expressions, as the entries of a lexicon name them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Literal

from streammon.detect.automaton import Automaton, leftmost_longest
from streammon.detect.hit import Hit
from streammon.detect.lexicon import files as lexicon_file
from streammon.detect.lexicon.entry import Entry, by_form
from streammon.detect.text import Text
from streammon.errors import ConfigError, ConfigErrors
from streammon.model.inspection import Severity
from streammon.words import say

BASE = Path(__file__).parents[2] / "lexicon" / "base.csv"
"""The lexicon that comes with streammon."""

RULE = "text/lexicon"

_SENTENCE_ENDS = "。！？；\n"
_FURTHEST = 300
"""So many characters before and after a wrong form are looked at for its sentence, however long that is."""


def load(files: Sequence[str | Path]) -> tuple[Entry, ...]:
    """Return the entries of lexicon files; those of a later file replace those of an earlier one with the same form.

    Raises ConfigErrors with every mistake in all of them.
    """
    mistakes: list[ConfigError] = []
    entries: dict[str, tuple[Entry, ...]] = {}
    for file in files:
        entries |= by_form(lexicon_file.read(Path(file), mistakes))
    if mistakes:
        raise ConfigErrors(mistakes)
    return tuple(chain.from_iterable(entries.values()))


@dataclass(frozen=True, slots=True)
class HeldBack:
    """Why a wrong form is no mistake where it stands, and the words of the entry `by` which that is so."""

    why: Literal["date", "allow", "include", "exclude"]
    by: str


@dataclass(frozen=True, slots=True)
class Match:
    """One place in the plain text where the wrong form of an entry stands."""

    entry: Entry
    start: int
    end: int
    held_back: HeldBack | None


class Lexicon:
    """Finds the wrong forms of its entries, in traditional characters too."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._automaton = Automaton(by_form(entries))

    def find(self, text: Text, on: date | None) -> Iterator[Hit]:
        """Yield the mistakes from left to right, the longest where they overlap.

        `on` is the day of publication. None where nobody knows it: a person must then look at what depends on it.
        """
        for match in leftmost_longest(match for match in self.matches(text, on) if not match.held_back):
            yield _hit(match, text, on)

    def matches(self, text: Text, on: date | None) -> Iterator[Match]:
        """Yield every place of every wrong form, also where it is held back."""
        readings = (text.plain,) if text.simplified == text.plain else (text.plain, text.simplified)
        for number, reading in enumerate(readings):
            for start, end, entries in self._automaton.matches(reading):
                if not number or reading[start:end] != text.plain[start:end]:
                    for entry in entries:
                        yield Match(entry, start, end, _held_back(entry, readings, start, end, on))


def _held_back(entry: Entry, readings: Sequence[str], start: int, end: int, on: date | None) -> HeldBack | None:
    """Return what holds a wrong form back, in the text as it is written or in its traditional characters simplified."""
    if on is not None and not entry.in_force(on):
        return HeldBack("date", f"{entry.since or ''}~{entry.until or ''}")
    for ahead, length, phrases in entry.shields:
        for reading in readings:
            if (phrase := reading[start - ahead : start - ahead + length]) in phrases:
                return HeldBack("allow", phrase)
    return _held_back_by_sentence(entry, readings, start, end) if entry.include or entry.exclude else None


def _held_back_by_sentence(entry: Entry, readings: Sequence[str], start: int, end: int) -> HeldBack | None:
    sentence = _sentence(readings[0], start, end)
    words = {
        word for word in (*entry.include, *entry.exclude) if any(text.find(word, *sentence) >= 0 for text in readings)
    }
    for word in entry.exclude:
        if word in words:
            return HeldBack("exclude", word)
    return HeldBack("include", "|".join(entry.include)) if entry.include and not words else None


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    first, last = max(start - _FURTHEST, 0), end + _FURTHEST
    ends = [at for mark in _SENTENCE_ENDS if (at := text.find(mark, end, last)) >= 0]
    return max(text.rfind(mark, first, start) + 1 for mark in _SENTENCE_ENDS) or first, min(ends, default=last)


def _hit(match: Match, text: Text, on: date | None) -> Hit:
    entry, wrong = match.entry, text.plain[match.start : match.end]
    recommended = entry.severity is Severity.HINT
    return Hit(
        RULE,
        entry.severity,
        match.start,
        match.end,
        wrong,
        entry.right,
        say("lexicon.why_hint" if recommended else "lexicon.why", wrong=wrong, right=entry.right, source=entry.source),
        review=recommended or (on is None and entry.dated),
    )
