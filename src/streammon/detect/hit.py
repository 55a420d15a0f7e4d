"""From places in a text to findings: what is only spoken of is left out, what overlaps or returns is told once."""

from __future__ import annotations

from bisect import bisect, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from streammon.detect.text import Text
from streammon.model.inspection import Finding, Severity


@dataclass(frozen=True, slots=True)
class Hit:
    """One place in the plain text, from `start` to before `end`, where `rule` is broken.

    `wrong` is what stands there and `right` what would be right ("" if nobody can know); with the rule they are the
    problem itself, wherever it stands. `confidence` is between 0 and 1; `review`: a person must look at it first.
    """

    rule: str
    severity: Severity
    start: int
    end: int
    wrong: str
    right: str
    why: str
    confidence: float = 1.0
    review: bool = False


def evidence_of(hit: Hit) -> str:
    """Return what the problem is, wherever it stands."""
    return f"{hit.rule}\n{hit.wrong}\n{hit.right}"


def findings(text: Text, hits: Iterable[Hit], spoken_of: Sequence[tuple[int, int]] = ()) -> list[Finding]:
    """Return one finding per problem, at its first place.

    `hits` come with the detectors that are believed first; of two that overlap the first is kept. `spoken_of` are the
    places where a text quotes a mistake to mend it, in order.
    """
    problems: dict[tuple[str, str, str], list[Hit]] = {}
    for hit in sorted(_kept(hits, spoken_of), key=lambda hit: hit.start):
        problems.setdefault((hit.rule, hit.wrong, hit.right), []).append(hit)
    return [_finding(text, places) for places in problems.values()]


def _kept(hits: Iterable[Hit], spoken_of: Sequence[tuple[int, int]]) -> Iterator[Hit]:
    taken: list[tuple[int, int]] = []  # in order, none touching another
    starts = [start for start, _ in spoken_of]
    reached = list(accumulate((end for _, end in spoken_of), max))
    for hit in hits:
        place = bisect(taken, (hit.start, hit.end))
        overlaps = any(start < hit.end and hit.start < end for start, end in taken[max(place - 1, 0) : place + 1])
        before = bisect_right(starts, hit.start)
        if not overlaps and not (before and hit.end <= reached[before - 1]):
            taken.insert(place, (hit.start, hit.end))
            yield hit


def _finding(text: Text, places: Sequence[Hit]) -> Finding:
    first = places[0]
    return text.finding(
        first.rule,
        first.severity,
        first.start,
        first.end,
        evidence=evidence_of(first),
        wrong=first.wrong,
        right=first.right,
        why=first.why,
        count=len(places),
        confidence=first.confidence,
        review=first.review,
    )
