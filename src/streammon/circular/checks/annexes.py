"""Annexes: promised and missing, there and not promised, referred to and not there, titled differently."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from streammon.circular.claims import references
from streammon.circular.finding import Confidence, Contradiction, Evidence, Kind, certain
from streammon.circular.reading import ANNEX, Annex, Circular
from streammon.circular.table import Label
from streammon.words import say

_FORM = re.compile(r"[年份度第的\s\-—–~～（）()“”\"、，,：:]")
_ALIKE = 0.75


def check(circular: Circular) -> Iterator[Contradiction]:
    """Yield what the list of annexes, the references and the annexes themselves disagree about."""
    there = {annex.label: annex for annex in circular.annexes}
    listed = {annex.label: annex for annex in circular.listed}
    if there:
        yield from (_lost(annex) for label, annex in listed.items() if label not in there)
    if listed:
        yield from (_extra(annex) for label, annex in there.items() if label not in listed and label.kind == ANNEX)
    for label in listed.keys() & there.keys():
        if there[label].title and not _alike(listed[label].title, there[label].title):
            yield _renamed(listed[label], there[label])
    labelled = {table.label for table in circular.tables if table.label}
    yield from _referred(circular, labelled.union(listed, there))


def _referred(circular: Circular, labels: set[Label]) -> Iterator[Contradiction]:
    """Yield the references to nothing, where other annexes, or other tables, have numbers."""
    for paragraph in circular.paragraphs:
        for at, label in references(paragraph):
            known = {each for each in labels if each.kind == label.kind}
            if known and label not in known:
                words = say("circular.annex.unknown", label=label)
                one = Evidence(str(label), paragraph.place(at), paragraph.quote(at, at + 3))
                known_labels = "、".join(map(str, sorted(known, key=lambda each: each.number)))
                other = Evidence(known_labels, say("circular.annexes"), "")
                yield Contradiction(Kind.ANNEX, Confidence.CERTAIN, words, one, other)


def _lost(annex: Annex) -> Contradiction:
    words = say("circular.annex.lost", label=annex.label, title=annex.title)
    other = Evidence(say("circular.none"), say("circular.annexes"), "")
    return Contradiction(Kind.ANNEX, Confidence.CERTAIN, words, _evidence(annex), other)


def _extra(annex: Annex) -> Contradiction:
    words = say("circular.annex.extra", label=annex.label, title=annex.title)
    other = Evidence(say("circular.none"), say("circular.annex_list"), "")
    return Contradiction(Kind.ANNEX, Confidence.CERTAIN, words, _evidence(annex), other)


def _renamed(listed: Annex, there: Annex) -> Contradiction:
    words = say("circular.annex.renamed", label=listed.label, listed=listed.title, title=there.title)
    sure = _digits(listed.title) == _digits(there.title)
    return Contradiction(Kind.ANNEX, certain(not sure), words, _evidence(listed), _evidence(there))


def _evidence(annex: Annex) -> Evidence:
    return Evidence(annex.title or str(annex.label), annex.line.place, annex.line.words)


def _alike(one: str, other: str) -> bool:
    """Tell whether two titles are the same but for small words; numbers (months, years) are no small words."""
    if _digits(one) != _digits(other):
        return False
    return SequenceMatcher(None, _FORM.sub("", one), _FORM.sub("", other)).ratio() >= _ALIKE


def _digits(title: str) -> list[str]:
    return re.findall(r"\d+|[一二三四]季度", title)
