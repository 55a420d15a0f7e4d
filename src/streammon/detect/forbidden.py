"""Words that a site forbids or calls sensitive, also where they are written so that a plain search would miss them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from streammon.detect.automaton import Automaton, leftmost_longest
from streammon.detect.expressions.abridged import Abridged
from streammon.detect.folding import folded
from streammon.detect.hit import Hit
from streammon.detect.text import Text
from streammon.detect.word_file import place, read_text
from streammon.errors import ConfigError, ConfigErrors
from streammon.model.inspection import Severity
from streammon.words import say

RULE = "text/forbidden"

_OBFUSCATED = 0.8
"""How sure it is that characters which had to be put together, or unfolded, are the word."""


@dataclass(frozen=True)
class Word:
    """A word that must not appear, why (may be empty), and the name of the list that says so."""

    word: str
    reason: str = ""
    list_name: str = ""

    @cached_property
    def folded(self) -> Abridged:
        """The word as it is looked for; blanks of its own (free tibet) are what is left out."""
        return folded(self.word)


def load(files: Sequence[str | Path]) -> tuple[Word, ...]:
    """Return the words of list files: one a line, then a tab and a reason if there is one; lines with # are comments.

    Of a word in several lists the first counts. Raises ConfigErrors with every mistake in all of the files.
    """
    mistakes: list[ConfigError] = []
    words: dict[str, Word] = {}
    for file in map(Path, files):
        for word in _read(file, mistakes):
            words.setdefault(word.word, word)
    if mistakes:
        raise ConfigErrors(mistakes)
    return tuple(words.values())


def _read(file: Path, mistakes: list[ConfigError]) -> Iterator[Word]:
    lines: dict[str, tuple[int, str]] = {}
    for number, line in enumerate((read_text(file, mistakes) or "").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        word, *rest = (cell.strip() for cell in Text(line).plain.split("\t"))
        reason = rest[0] if rest else ""
        first, known = lines.setdefault(word, (number, reason))
        if len(rest) > 1:
            what = say("lexicon.file.cells", found=len(rest) + 1, expected=2)
            mistakes.append(ConfigError(place(file, number), what, say("lexicon.file.word_line")))
        elif not any(map(str.isalnum, word)):
            mistakes.append(ConfigError(place(file, number), say("lexicon.file.no_word", word=word)))
        elif known != reason:
            what = say("lexicon.file.twice", wrong=word, line=first, first=known)
            mistakes.append(ConfigError(place(file, number), what, say("lexicon.file.once_a_word")))
        yield Word(word, reason, file.stem)


class Forbidden:
    """Finds forbidden words: spaced out, parted by · * - _, traditional, full width, large or small letters."""

    def __init__(self, words: Iterable[Word]) -> None:
        self._automaton = Automaton({word.folded.text: word for word in reversed(tuple(words))})

    def find(self, text: Text) -> Iterator[Hit]:
        """Yield the words from left to right, the longest where they overlap."""
        if not self._automaton:
            return
        view = folded(text.plain)
        found = (_hit(word, start, end, view, text) for start, end, word in self._automaton.matches(view.text))
        yield from leftmost_longest(hit for hit in found if hit)


def _hit(word: Word, start: int, end: int, view: Abridged, text: Text) -> Hit | None:
    """Return the hit at a place in the folded text; None where the characters only happen to follow one another."""
    first, last = view.span(start, end)
    own = set(word.folded.gaps(0, end - start))
    gaps, possible = set(view.gaps(start, end)) - own, set(range(1, end - start)) - own
    if _goes_on(text.plain, first, last) or not _may_hide(word.folded.text, gaps, possible):
        return None
    as_listed = text.original[slice(*text.span(first, last))].lower() == word.word.lower()
    return Hit(
        RULE,
        Severity.SEVERE,
        first,
        last,
        text.plain[first:last],
        "",
        say(
            "lexicon.because" if word.reason else "lexicon.forbidden",
            word=word.word,
            name=word.list_name,
            reason=word.reason,
        ),
        confidence=1.0 if as_listed else _OBFUSCATED,
        review=bool(gaps) and not _hides(gaps, possible),
    )


def _goes_on(text: str, first: int, last: int) -> bool:
    """Tell whether letters or digits go on at either end: AV is no part of AVERAGE, nor 64 of 1964."""
    ends = (text[max(first - 1, 0) : first + 1], text[last - 1 : last + 1])
    return any(len(pair) == 2 and pair.isascii() and pair.isalnum() for pair in ends)


def _may_hide(word: str, gaps: set[int], possible: set[int]) -> bool:
    """Tell whether gaps in a word may be there to hide it. Between letters they part words, if not everywhere."""
    letters = {at for at in possible if word[at - 1 : at + 1].isascii()}
    return not gaps & letters or (letters <= gaps and len(word) > 2)


def _hides(gaps: set[int], possible: set[int]) -> bool:
    """Tell whether no chance puts the word together: 全国 东部 is no 国东, and 六合 彩虹 no 六合彩."""
    return len(possible) > 2 or (len(possible) == 2 and gaps == possible)
