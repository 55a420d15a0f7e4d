"""What is measured: a function from a text to findings; and what its findings make of the text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from streammon.detect.masking import masked
from streammon.model.inspection import Finding

Find = Callable[[str], Sequence[Finding]]

_PRIVACY = "privacy/"


def of_text(findings: Iterable[Finding]) -> list[Finding]:
    """Return those that are about words, not numbers of persons."""
    return [finding for finding in findings if not finding.rule.startswith(_PRIVACY)]


def of_privacy(findings: Iterable[Finding]) -> list[Finding]:
    """Return those that are about numbers of persons."""
    return [finding for finding in findings if finding.rule.startswith(_PRIVACY)]


def overlapping(findings: Iterable[Finding], start: int, end: int) -> list[Finding]:
    """Return those that have a character in common with the place from `start` to before `end`."""
    return [finding for finding in findings if finding.start < end and start < finding.end]


def mended(text: str, findings: Iterable[Finding]) -> str:
    """Return `text` with every suggestion followed that overlaps none before it."""
    result, done = "", 0
    for finding in sorted(findings, key=lambda finding: finding.start):
        if finding.right and finding.start >= done:
            result += text[done : finding.start] + finding.right
            done = finding.end
    return result + text[done:]


def told(text: str, finding: Finding) -> str:
    """Return one line on a finding, with some of the text around it and no number of a person."""
    around = masked(text)[max(finding.start - 12, 0) : finding.end + 12].replace("\n", " ")
    what = f"{masked(text[finding.start : finding.end])} → {finding.right or '?'}"
    sure = "review" if finding.review else finding.severity.value
    return f"`{finding.rule}` ({sure}) {what}: …{around}…"
