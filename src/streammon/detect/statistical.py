"""Words that no list knows: a character that its neighbours make unlikely, where one that sounds or looks alike fits.

It knows no grammar and no meaning, so it alarms nobody: every hit waits for a person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set

from streammon.detect.hit import Hit
from streammon.detect.ngrams import ORDER, NGrams, runs
from streammon.detect.text import Text
from streammon.model.inspection import Severity
from streammon.words import say

RULE = "text/statistical"

THRESHOLD = 7.0
"""How much likelier, as a natural logarithm, the text must become. Measured: docs/detection.md."""
_USUAL = 3
"""A character that has stood so often beside both neighbours is not looked at."""
_CERTAIN = 14.0


class Statistical:
    """Finds what the site's own archive makes unlikely; `alike` returns what sounds or looks like a character."""

    def __init__(self, model: NGrams, alike: Callable[[str], Set[str]]) -> None:
        self._model, self._alike = model, alike

    def find(self, text: Text) -> Iterator[Hit]:
        """Yield the unlikely characters with their neighbours, one hit for each cluster of them."""
        for start, run in runs(text.plain):
            end = 0
            for place in range(1, len(run) - 1):
                if place > end and not self._is_usual(run, place):
                    gain, instead = self._best(run, place)
                    if gain > THRESHOLD:
                        end = place
                        yield _hit(run, place, instead, start - 1, gain)

    def _is_usual(self, run: str, place: int) -> bool:
        counts = self._model.counts
        return counts.get(run[place - 1 : place + 1], 0) > _USUAL and counts.get(run[place : place + 2], 0) > _USUAL

    def _best(self, run: str, place: int) -> tuple[float, str]:
        """Return how much likelier the text becomes with the best other character at `place`, and that character."""
        alike = self._alike(run[place])
        fitting = alike & self._model.after[run[place - 1]] | alike & self._model.before[run[place + 1]]
        if not fitting:
            return 0.0, ""
        first, last = max(place - ORDER + 1, 0), min(place + ORDER, len(run))
        around = run[first:place], run[place + 1 : last]
        likeliest = max((self._likelihood(*around, other), other) for other in fitting)
        return likeliest[0] - self._likelihood(*around, run[place]), likeliest[1]

    def _likelihood(self, ahead: str, behind: str, character: str) -> float:
        """Return the logarithm of the probability of `character` and of what follows it, after what stands ahead."""
        window = ahead + character + behind
        ends = range(len(ahead) + 1, len(window) + 1)
        return sum(self._model.log_probability(window[max(end - ORDER, 0) : end]) for end in ends)


def _hit(run: str, place: int, instead: str, offset: int, gain: float) -> Hit:
    """Return the hit on the character with one neighbour on each side, as a word is easier to read."""
    first, last = max(place - 1, 1), min(place + 2, len(run) - 1)
    wrong, right = run[first:last], run[first:place] + instead + run[place + 1 : last]
    return Hit(
        rule=RULE,
        severity=Severity.HINT,
        start=offset + first,
        end=offset + last,
        wrong=wrong,
        right=right,
        why=say("detect.statistical", wrong=wrong, right=right),
        confidence=round(min(gain / _CERTAIN, 0.9), 2),
        review=True,
    )
