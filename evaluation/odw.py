"""Sentences of official documents with some characters replaced by like ones (ODW), and untouched ones.

Each line: the number of wrong characters, the sentence, the right sentence, parted by tabulators.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from evaluation.finder import Find, mended, of_text, told
from evaluation.report import Report, percent, ratio
from evaluation.tables import Unusable, lines


@dataclass
class Score:
    """Sentences by whether they are wrong and whether something was found in them; `mended`: rightly put right."""

    hits: int = 0
    misses: int = 0
    false: int = 0
    silent: int = 0
    mended: int = 0

    def count(self, *, wrong: bool, flagged: bool, put_right: bool) -> None:
        """Count a sentence."""
        self.hits += wrong and flagged
        self.misses += wrong and not flagged
        self.false += flagged and not wrong
        self.silent += not flagged and not wrong
        self.mended += wrong and put_right

    @property
    def precision(self) -> float:
        """The share of flagged sentences that are wrong."""
        return ratio(self.hits, self.hits + self.false)

    @property
    def recall(self) -> float:
        """The share of wrong sentences that are flagged."""
        return ratio(self.hits, self.hits + self.misses)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return ratio(2 * self.precision * self.recall, self.precision + self.recall)

    def row(self, name: str) -> tuple[str | int, ...]:
        """Return the line of the table."""
        right, wrong = self.false + self.silent, self.hits + self.misses
        rates = (f"{self.precision:.3f}", f"{self.recall:.3f}", f"{self.f1:.3f}")
        return name, right + wrong, *rates, percent(self.false, right), percent(self.mended, wrong)


def measure(path: Path, find: Find) -> Report:
    """Return sentence-level precision, recall and F1: of all findings, and of the alarming ones alone."""
    every, alarming = Score(), Score()
    false: list[str] = []
    for number, line in enumerate(lines(path), 1):
        errors, text, right = _parsed(path, number, line)
        found = of_text(find(text))
        sure = [finding for finding in found if finding.alarming]
        for score, some in ((every, found), (alarming, sure)):
            score.count(wrong=errors > 0, flagged=bool(some), put_right=mended(text, some) == right)
        if found and not errors:
            false.append(told(text, found[0]))
    columns = ("findings", "sentences", "precision", "recall", "F1", "right sentences flagged", "wrong ones put right")
    table = [every.row("all"), alarming.row("alarming only")]
    return Report("ODW sentences", columns, table, {"Right sentences flagged": false})


def _parsed(path: Path, number: int, line: str) -> tuple[int, str, str]:
    cells = line.split("\t")
    if len(cells) != 3 or not cells[0].isdecimal():
        raise Unusable(f"{path}, line {number}: not a number, a sentence and a sentence, parted by tabulators")
    return int(cells[0]), cells[1], cells[2]
