"""Words that are right or wrong by what stands around them (截止 and 截至): rules as data, a pattern each."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from streammon.detect.automaton import Automaton
from streammon.detect.hit import Hit
from streammon.detect.text import Text
from streammon.model.inspection import Severity
from streammon.words import say

RULE = "text/context"
WRONG = "wrong"
"""The group of a pattern that marks the wrong word."""

_SENTENCE_END = re.compile("[。！？；\n]")
_FURTHEST = 120
"""So many characters before and after a trigger are looked at, however long the sentence is."""


@dataclass(frozen=True, kw_only=True)
class ContextRule:
    r"""One rule.

    A sentence that holds one of `triggers` is searched for `pattern`, whose group `wrong` is the mistake; what would
    be right is `right`, in which `\g<name>` stands for another group. Nothing is wrong where `unless` matches in the
    sentence. `must` and `must_not` are sentences that hold the mistake and that don't: the test of the rule.
    """

    id: str
    why: str
    source: str
    severity: Severity
    confidence: float
    review: bool
    triggers: tuple[str, ...]
    pattern: re.Pattern[str]
    right: str
    unless: re.Pattern[str] | None
    must: tuple[str, ...]
    must_not: tuple[str, ...]

    def mistakes(self, sentence: str) -> Iterator[re.Match[str]]:
        """Yield the matches in the sentence that are mistakes."""
        if self.unless and self.unless.search(sentence):
            return
        for match in self.pattern.finditer(sentence):
            if match[WRONG] and match[WRONG] != match.expand(self.right):
                yield match


class ContextRules:
    """Finds what breaks a set of rules; a pattern is tried only in the neighbourhood of its triggers."""

    def __init__(self, rules: Iterable[ContextRule]) -> None:
        by_trigger: dict[str, tuple[ContextRule, ...]] = {}
        for rule in rules:
            for trigger in rule.triggers:
                by_trigger[trigger] = (*by_trigger.get(trigger, ()), rule)
        self._automaton = Automaton(by_trigger)

    def find(self, text: Text) -> Iterator[Hit]:
        """Yield every mistake once, in the order of the triggers."""
        told: set[tuple[str, int]] = set()
        triggers = self._automaton.matches(text.plain)
        marks = [mark.start() for mark in _SENTENCE_END.finditer(text.plain)] if triggers else []
        for start, end, rules in triggers:
            first, sentence = _sentence(text.plain, marks, start, end)
            for rule in rules:
                for match in rule.mistakes(sentence):
                    place = rule.id, first + match.start(WRONG)
                    if place not in told:
                        told.add(place)
                        yield _hit(rule, match, first)


def _sentence(text: str, marks: Sequence[int], start: int, end: int) -> tuple[int, str]:
    """Return where the sentence around `start` to `end` begins, and the sentence, both no further off than allowed.

    `marks` are the places of all marks that end a sentence.
    """
    earliest, latest = max(start - _FURTHEST, 0), min(end + _FURTHEST, len(text))
    before, behind = bisect_left(marks, start), bisect_left(marks, end)
    first = max(marks[before - 1] + 1, earliest) if before else earliest
    return first, text[first : min(marks[behind], latest) if behind < len(marks) else latest]


def _hit(rule: ContextRule, match: re.Match[str], first: int) -> Hit:
    wrong, right = match[WRONG], match.expand(rule.right)
    return Hit(
        rule=RULE,
        severity=rule.severity,
        start=first + match.start(WRONG),
        end=first + match.end(WRONG),
        wrong=wrong,
        right=right,
        why=say("context.why", wrong=wrong, right=right, why=rule.why, source=rule.source),
        confidence=rule.confidence,
        review=rule.review,
    )
