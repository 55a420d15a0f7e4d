"""Wrong forms of words and fixed expressions, found by one pass of an automaton (Aho and Corasick, 1975)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import ahocorasick

from streammon.detect.lexicon_file import Entry, read
from streammon.detect.text import Text
from streammon.errors import ConfigError, ConfigErrors
from streammon.model.inspection import Finding
from streammon.words import say

BASE = Path(__file__).parent.parent / "lexicon" / "base.csv"
"""The lexicon that comes with streammon."""

RULE = "text/lexicon"


def load(files: Sequence[str | Path]) -> tuple[Entry, ...]:
    """Return the entries of lexicon files; an entry of a later file replaces that of an earlier one.

    Raises ConfigErrors with every mistake in all of them.
    """
    mistakes: list[ConfigError] = []
    entries: dict[str, Entry] = {}
    for file in files:
        entries |= {entry.wrong: entry for entry in read(Path(file), mistakes)}
    if mistakes:
        raise ConfigErrors(mistakes)
    return tuple(entries.values())


@dataclass(frozen=True)
class Match:
    """One place in the plain text where a wrong form stands."""

    entry: Entry
    start: int
    end: int


class Lexicon:
    """Finds the wrong forms of its entries."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._automaton = ahocorasick.Automaton()
        for entry in entries:
            self._automaton.add_word(entry.wrong, entry)
        self._automaton.make_automaton()

    def matches(self, text: str) -> Iterator[Match]:
        """Yield the wrong forms in the plain text from left to right, the longest where they overlap."""
        end = 0
        for match in sorted(self._all(text), key=lambda match: (match.start, -match.end)):
            if match.start >= end:
                yield match
                end = match.end

    def findings(self, text: Text) -> list[Finding]:
        """Return one finding per wrong form in the text."""
        places: dict[Entry, list[Match]] = {}
        for match in self.matches(text.plain):
            places.setdefault(match.entry, []).append(match)
        return [_finding(entry, found, text) for entry, found in places.items()]

    def _all(self, text: str) -> Iterator[Match]:
        if not len(self._automaton):
            return
        for last, entry in self._automaton.iter(text):
            match = Match(entry, last + 1 - len(entry.wrong), last + 1)
            if not _is_allowed(match, text):
                yield match


def _is_allowed(match: Match, text: str) -> bool:
    """Tell whether the wrong form is a part of something right: an allowed phrase, or the right form itself."""
    return any(
        text.startswith(phrase, match.start - ahead) for phrase, ahead in match.entry.shields if match.start >= ahead
    )


def _finding(entry: Entry, places: Sequence[Match], text: Text) -> Finding:
    return text.finding(
        RULE,
        entry.severity,
        places[0].start,
        places[0].end,
        evidence=entry.wrong,
        wrong=entry.wrong,
        right=entry.right,
        why=say("detect.lexicon.why", wrong=entry.wrong, right=entry.right),
        count=len(places),
    )
