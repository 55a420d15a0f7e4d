"""What persons have dismissed is not found again in the same words: exceptions to any rule, by what stands around."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from streammon.detect.hit import Hit, evidence_of
from streammon.detect.masking import one_line
from streammon.detect.text import Text
from streammon.model.base import digest
from streammon.model.exemption import AROUND, Exemption

_WITH_BLANKS = 4 * AROUND
"""Characters looked at on each side, so that enough are left when blanks have become one."""


class Exemptions:
    """Contexts by the problem that is none in them."""

    def __init__(self, exemptions: Iterable[Exemption]) -> None:
        self._contexts: dict[str, set[tuple[str, str]]] = {}
        for one in exemptions:
            self._contexts.setdefault(one.evidence, set()).add((one.before, one.after))

    def without(self, text: Text, hits: Iterable[Hit]) -> Iterator[Hit]:
        """Yield the hits that no person has dismissed in these surroundings."""
        return (hit for hit in hits if not self._exempt(text, hit)) if self._contexts else iter(hits)

    def _exempt(self, text: Text, hit: Hit) -> bool:
        contexts = self._contexts.get(digest(evidence_of(hit)))
        if not contexts:
            return False
        start, end = text.span(hit.start, hit.end)
        before = one_line(text.original[max(start - _WITH_BLANKS, 0) : start]).lstrip()
        after = one_line(text.original[end : end + _WITH_BLANKS]).rstrip()
        return any(before.endswith(left) and after.startswith(right) for left, right in contexts)
