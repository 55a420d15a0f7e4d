"""What in a lexicon is no mistake of form, but will raise false alarms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from streammon.detect.lexicon.detector import Lexicon
from streammon.detect.lexicon.entry import Entry
from streammon.detect.text import Text

CLEAN = Path(__file__).parents[2] / "lexicon" / "clean.txt"
"""Sentences in which nothing is wrong, one a line; lines with # are comments."""


@dataclass(frozen=True)
class Doubt:
    """The wrong form of `entry` would be reported in `text`: a `right` form, or else a clean sentence."""

    entry: Entry
    text: str
    right: bool


def doubts(entries: Sequence[Entry], others: Sequence[Entry] = ()) -> Iterator[Doubt]:
    """Yield what is doubtful in `entries` by themselves, and beside `others`, which are taken as they are."""
    own = Lexicon(entries)
    for one in (*entries, *others):
        yield from (Doubt(entry, one.right, True) for entry in _fired(own, one.right, one.until or one.since))
    beside = Lexicon(others)
    for one in entries:
        yield from (Doubt(entry, one.right, True) for entry in _fired(beside, one.right, one.until or one.since))
    for sentence in clean_sentences():
        yield from (Doubt(entry, sentence, False) for entry in _fired(own, sentence))


def clean_sentences() -> list[str]:
    """Return the shipped sentences in which nothing is wrong."""
    lines = CLEAN.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _fired(lexicon: Lexicon, text: str, on: date | None = None) -> Iterator[Entry]:
    return (match.entry for match in lexicon.matches(Text(text), on) if not match.held_back)
