"""Pairs that official circulars have named: a wrong sentence, the right one, and a trap, right but like the wrong one.

Columns: pair_id, use_in_eval (yes, soft: to be guessed by the reader alone; others are left out), wrong_for_test,
right, wrong_sentence, right_sentence, trap_correct_sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from evaluation.finder import Find, mended, of_text, overlapping, told
from evaluation.report import Report
from evaluation.tables import rows
from streammon.model.inspection import Finding

COLUMNS = (
    *("pair_id", "use_in_eval", "wrong_for_test", "right"),
    *("wrong_sentence", "right_sentence", "trap_correct_sentence"),
)
USED = ("yes", "soft")
_COUNTED = {
    "pairs": "pairs",
    "right": "found, right suggestion",
    "other": "found, other suggestion",
    "none": "not found",
    "right_sentence sure": "right fires",
    "right_sentence review": "right to review",
    "trap_correct_sentence sure": "trap fires",
    "trap_correct_sentence review": "trap to review",
}
"""What is counted, and the column it stands in."""


def measure(path: Path, find: Find) -> Report:
    """Return how many wrong sentences are found, with the right suggestion, and how many right ones fire."""
    counts: Counter[tuple[str, str]] = Counter()
    missed: list[str] = []
    fired: list[str] = []
    for row in rows(path, COLUMNS):
        used, name = row["use_in_eval"], f"{row['pair_id']} {row['wrong_for_test']} → {row['right']}"
        if used not in USED or not row["wrong_sentence"]:
            continue
        verdict = wrong(row, find)
        counts.update([(used, "pairs"), (used, verdict)])
        if verdict != "right":
            missed.append(f"{name} ({verdict}): {row['wrong_sentence']}")
        for kind in ("right_sentence", "trap_correct_sentence"):
            for degree, line in firing(row[kind], find):
                counts[used, f"{kind} {degree}"] += 1
                fired.append(f"{name}, {kind}: {line}")
    table: list[tuple[str | int, ...]] = [(used, *(counts[used, each] for each in _COUNTED)) for used in USED]
    listed = {"Not found as they should be": missed, "Fired on what is right": fired}
    return Report("Seed pairs", ("use", *_COUNTED.values()), table, listed)


def wrong(row: dict[str, str], find: Find) -> str:
    """Return `right` if the wrong words are found with the right suggestion, `other` for another one, else `none`."""
    sentence = row["wrong_sentence"]
    start = max(sentence.find(row["wrong_for_test"]), 0)
    end = start + len(row["wrong_for_test"])
    found = overlapping(of_text(find(sentence)), start, end)
    if not found:
        return "none"
    return "right" if is_right(row, found) else "other"


def is_right(row: dict[str, str], found: list[Finding]) -> bool:
    """Return whether following the suggestions gives the right sentence, or one of them is a right form named."""
    named = set(row["right"].split("/"))
    mends = mended(row["wrong_sentence"], found) == row["right_sentence"]
    return mends or any(named & set(finding.right.split("/")) for finding in found)


def firing(sentence: str, find: Find) -> Iterator[tuple[str, str]]:
    """Yield the worst finding of a right sentence: how sure, and a line on it."""
    found = sorted(of_text(find(sentence)), key=lambda finding: finding.review)
    if found:
        yield "review" if found[0].review else "sure", told(sentence, found[0])
