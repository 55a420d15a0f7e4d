"""One finding as the reader of a scan is told of it."""

from __future__ import annotations

import re
from enum import StrEnum

import msgspec

from streammon.detect.masking import masked
from streammon.model.inspection import Finding, Severity
from streammon.words import say

UNREADABLE = "page/unreadable"


class Level(StrEnum):
    """How bad, in the three steps of a report."""

    SEVERE = "severe"
    GENERAL = "general"
    HINT = "hint"


_LEVELS = {
    Severity.VETO: Level.SEVERE,
    Severity.SEVERE: Level.SEVERE,
    Severity.ORDINARY: Level.GENERAL,
    Severity.HINT: Level.HINT,
}
_DIGIT = re.compile(r"\d")


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the output, by its JSON names.

    `path` is the file as it was named, an address, or `-`. `start` and `end` are characters of the extracted text;
    where every line is a document of its own, `line` counts from 1 and they are characters of that line. `text` is
    what stands there, masked where it is private; `count` says how often the same problem stands in the document.
    """

    path: str
    location: str
    line: int | msgspec.UnsetType = msgspec.UNSET
    start: int
    end: int
    rule: str
    category: str
    severity: Level
    review: bool
    text: str
    suggestion: str
    why: str
    confidence: float
    count: int = 1


def record_of(
    path: str, text: str, finding: Finding, location: str, line: int | msgspec.UnsetType = msgspec.UNSET
) -> Record:
    """Return what is told of `finding` in `text`."""
    category = finding.rule.partition("/")[0]
    return Record(
        path=encodable(path),
        location=location,
        line=line,
        start=finding.start,
        end=finding.end,
        rule=finding.rule,
        category=category,
        severity=_LEVELS[finding.severity],
        review=finding.review,
        text=encodable(_shown(text[finding.start : finding.end], private=category == "privacy")),
        suggestion=finding.right,
        why=finding.why,
        confidence=round(finding.confidence, 3),
        count=finding.count,
    )


def _shown(words: str, *, private: bool) -> str:
    """Return `words` masked. What is private shows no digit at all where masking finds nothing to hide."""
    safe = masked(words)
    return _DIGIT.sub("*", words) if private and safe == words else safe


def unread(path: str, why: str) -> Record:
    """Return what is told of a document, or of a part of one, that could not be checked: a person has to look."""
    return Record(
        path=encodable(path),
        location="",
        start=0,
        end=0,
        rule=UNREADABLE,
        category="page",
        severity=Level.HINT,
        review=True,
        text="",
        suggestion="",
        why=say("scan.unreadable", why=why),
        confidence=1.0,
    )


def encodable(text: str) -> str:
    """Return `text` without lone surrogates: a file's name may be no UTF-8, and broken files may hold anything."""
    return text.encode("utf-8", "replace").decode()
