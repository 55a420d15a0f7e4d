"""What a sentence breaks a number down into: 676 件，其中废弃 571 件，未受理 15 件，受理 90 件."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, permutations

from streammon.circular.checks.figures import stated
from streammon.circular.claims import Claim, claims_of
from streammon.circular.finding import Contradiction, Evidence, Kind, certain, printed
from streammon.circular.grading import grade_of
from streammon.circular.measures import core
from streammon.circular.paragraph import Paragraph
from streammon.circular.reading import Circular
from streammon.words import say

_AMONG = "其中"
_ALL = re.compile("共|合计|总计|累计")
_OPENING, _CLOSING = re.compile("[（(]"), re.compile("[）)]")
_NOT = re.compile("[不未非]")
_OPPOSITES = (("原创", "转载"), ("在办", "办结"), ("废弃", "受理"))
_MOSTLY = Decimal("0.8")
_FURTHEST = 30
"""So many numbers after a total may be its parts."""
_WHOLE = range(99, 102)
"""Per cent that rounded shares may add up to."""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A total, and the claims of the same unit that follow it; `later` are those behind the end of the sentence."""

    total: Claim
    parts: tuple[Claim, ...]
    later: tuple[Claim, ...]
    is_announced: bool

    @property
    def agrees(self) -> bool:
        """Whether the first parts, or all of them, or they and what follows, add up to the total."""
        sums = list(accumulate(part.value for part in (*self.parts, *self.later)))
        return self.total.value in sums[1:]

    @property
    def is_near(self) -> bool:
        """Whether the total may be that of the parts at all."""
        return self.is_announced or max(part.value for part in self.parts) <= self.total.value < 2 * self.added

    @property
    def added(self) -> Decimal:
        """The sum of the parts."""
        return sum((part.value for part in self.parts), Decimal())


def breakdowns(paragraph: Paragraph) -> Iterator[Breakdown]:
    """Yield the totals that a paragraph breaks down."""
    claims = claims_of(paragraph)
    for index, total in enumerate(claims):
        if total.unit == "%":
            continue
        following = _level(
            [claim for claim in claims[index + 1 : index + 1 + _FURTHEST] if claim.unit == total.unit], total
        )
        between = paragraph.text[total.end : following[0].start] if following else ""
        announced = _AMONG in between
        if announced or (following and following[0].sentence == total.sentence and not grade_of(total)):
            sentence = following[0].sentence
            parts = tuple(claim for claim in following if claim.sentence == sentence)
            yield Breakdown(total, parts, tuple(following[len(parts) :]), announced)


def check(circular: Circular) -> Iterator[Contradiction]:
    """Yield the totals that their parts do not add up to, where the parts leave nothing out, or exceed them."""
    for paragraph in circular.paragraphs:
        for each in breakdowns(paragraph):
            if len(each.parts) < 2 or each.agrees:
                continue
            opposites = _opposites(each.parts if each.is_announced else each.parts[:2])
            is_total = each.is_announced or _ALL.search(each.total.before)
            if (opposites and each.is_near) or (is_total and _shares_are_whole(each)):
                yield _wrong(each, opposites or each.parts, sure=True)
            elif each.is_announced and each.added >= _MOSTLY * each.total.value:
                yield _wrong(each, each.parts, sure=False)


def _level(claims: Sequence[Claim], total: Claim) -> list[Claim]:
    """Return the claims that stand within as many brackets as the first."""
    text = total.paragraph.text
    depths = [_depth(text[total.end : claim.start]) for claim in claims]
    return [claim for claim, depth in zip(claims, depths, strict=True) if depth == depths[0]]


def _depth(text: str) -> int:
    return len(_OPENING.findall(text)) - len(_CLOSING.findall(text))


def _wrong(each: Breakdown, parts: Sequence[Claim], *, sure: bool) -> Contradiction:
    terms = " + ".join(printed(part.value) for part in parts)
    added = printed(sum((part.value for part in parts), Decimal()))
    words = say("circular.sum", stated=each.total.shown, terms=terms, added=added)
    paragraph = parts[0].paragraph
    quote = paragraph.quote(parts[0].start, parts[-1].end)
    other = Evidence(added, paragraph.place(parts[0].start), quote)
    return Contradiction(Kind.SUM, certain(sure), words, stated(each.total), other)


def _opposites(parts: Sequence[Claim]) -> tuple[Claim, ...]:
    """Return the two parts of which one is what the other is not: 合格 and 不合格, 原创 and 转载."""
    for one, other in permutations(parts[:3], 2):
        said, opposite = core(one.before.removeprefix(_AMONG)), core(other.before.removeprefix(_AMONG))
        negated = _NOT.match(opposite) and len(said) > 1 and opposite[1:] == said
        if negated or any(left in said and right in opposite for left, right in _OPPOSITES):
            return tuple(sorted((one, other), key=lambda claim: claim.start)) if len(parts) == 2 else ()
    return ()


def _shares_are_whole(each: Breakdown) -> bool:
    """Tell whether each part is followed by its share and the shares add up to 100 %."""
    claims = claims_of(each.total.paragraph)
    starts = {part.start for part in each.parts}
    following = [claims[at + 1] for at, claim in enumerate(claims[:-1]) if claim.start in starts]
    shares = [claim.value for claim in following if claim.unit == "%"]
    return len(shares) == len(each.parts) and round(sum(shares, Decimal())) in _WHOLE
