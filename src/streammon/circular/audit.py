"""The audit of a circular: what its text, its tables and its annexes disagree about, and what it teaches."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from streammon.circular.checks import (
    annexes,
    breakdowns,
    categories,
    columns,
    dates,
    enumerations,
    figures,
    grades,
    lists,
    percentages,
    serials,
    stale,
    table_rows,
    totals,
)
from streammon.circular.finding import Confidence, Contradiction, Evidence
from streammon.circular.pairs import Pair, Rejected, judged, pairs_in
from streammon.circular.reading import Circular, read
from streammon.detect.masking import masked
from streammon.extract.document import Document

Check = Callable[[Circular], Iterator[Contradiction]]

CHECKS: tuple[Check, ...] = (
    figures.check,
    grades.check,
    enumerations.check,
    breakdowns.check,
    categories.check,
    percentages.check,
    table_rows.check,
    totals.check,
    columns.check,
    lists.check,
    serials.check,
    stale.check,
    annexes.check,
    dates.check,
)
"""In the order in which they are told."""

_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Audit:
    """What was found in a circular: contradictions, the certain ones first; entries for a lexicon; and no entries."""

    title: str
    tables: int
    contradictions: tuple[Contradiction, ...]
    pairs: tuple[Pair, ...]
    rejected: tuple[Rejected, ...]

    @property
    def is_clean(self) -> bool:
        """Whether nothing in it contradicts anything."""
        return not self.contradictions and not self.rejected


def audit(document: Document) -> Audit:
    """Check a document as it was read from a file. Whatever is quoted shows no number of a person."""
    circular = read(document)
    found = dict.fromkeys(_shown(each) for check in CHECKS for each in check(circular))
    ordered = sorted(found, key=lambda each: each.confidence is not Confidence.CERTAIN)
    entries, rejected = judged(pairs_in(_texts(circular)))
    return Audit(circular.title, len(circular.tables), tuple(ordered), tuple(entries), tuple(rejected))


def _texts(circular: Circular) -> Iterator[tuple[str, str]]:
    """Yield the texts of paragraphs and rows, each with its place."""
    for paragraph in circular.paragraphs:
        yield paragraph.text, paragraph.place(0)
    for table in circular.tables:
        for line in dict.fromkeys(row.line for row in table.order):
            yield line.words, line.place


def _shown(found: Contradiction) -> Contradiction:
    return replace(found, message=_safe(found.message), one=_masked(found.one), other=_masked(found.other))


def _masked(evidence: Evidence) -> Evidence:
    return Evidence(_safe(evidence.value), evidence.place, _safe(evidence.quote))


def _safe(text: str) -> str:
    return _BLANK.sub(" ", masked(text)).strip()
