"""Shares and rates of the text, worked out again from the numbers beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from streammon.circular.checks.figures import stated
from streammon.circular.claims import Claim, claims_of
from streammon.circular.finding import Confidence, Contradiction, Evidence, Kind, printed
from streammon.circular.numbers import rounds_to
from streammon.circular.reading import Circular
from streammon.words import say

_SHARE = re.compile("(?:占比?|占总数|占全[县市区部]的?|比例|占[^，。]{1,8}的)(?:为|达|约为?|是|[:：])?$")
_RATE = re.compile(
    r"(?P<of>办结|合格|回复|答复|达标|转载|采用|采纳|发布|整改|更新|完成|按时办结|及时办结|满意)率(?:为|达到?|是|均为)?$"
)
_COMPARED = re.compile("增长|上升|下降|提高|提升|降低|同比|环比|增加|减少")
_HUNDRED = Decimal(100)
_FURTHEST = 30
"""So many numbers before a percentage may be what it was worked out from."""


def check(circular: Circular) -> Iterator[Contradiction]:
    """Yield the percentages that no two numbers before them give, if it is plain which number is the part."""
    for paragraph in circular.paragraphs:
        claims = claims_of(paragraph)
        for at, claim in enumerate(claims):
            if claim.unit != "%" or _COMPARED.search(claim.before):
                continue
            earlier = [other for other in claims[max(at - _FURTHEST, 0) : at] if other.unit != "%"]
            part = _part(claim, earlier)
            wholes = [other for other in earlier if part and other.unit == part.unit and other.value > part.value]
            if part and wholes and not _fits(claim, [part], [*wholes, part] if _RATE.search(claim.before) else wholes):
                yield _wrong(claim, part, wholes)


def _part(claim: Claim, earlier: Sequence[Claim]) -> Claim | None:
    """Return the number whose share it is: the one just before, or, of a rate, the one that is called so."""
    same = [other for other in earlier if other.sentence == claim.sentence]
    if _SHARE.search(claim.before):
        return same[-1] if same else None
    rate = _RATE.search(claim.before)
    of = re.compile(rf"(?<![不未非]){rate['of'][-2:]}") if rate else None
    named = [other for other in same if of and of.search(other.before)]
    return named[-1] if named else None


def _fits(claim: Claim, parts: Sequence[Claim], wholes: Sequence[Claim]) -> bool:
    return any(
        rounds_to(part.value / whole.value * _HUNDRED, claim.value) for part in parts for whole in wholes if whole.value
    )


def _wrong(claim: Claim, part: Claim, wholes: Sequence[Claim]) -> Contradiction:
    whole = min(wholes, key=lambda each: abs(part.value / each.value * _HUNDRED - claim.value))
    share = f"{part.value / whole.value * _HUNDRED:.2f}%"
    words = say(
        "circular.percentage", stated=claim.shown, part=printed(part.value), whole=printed(whole.value), share=share
    )
    place = whole.paragraph.place(whole.start)
    other = Evidence(share, place, whole.paragraph.quote(whole.start, whole.end))
    return Contradiction(Kind.PERCENTAGE, Confidence.CERTAIN, words, stated(claim), other)
