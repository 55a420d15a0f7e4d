"""A number, and the names that stand beside it: 优秀单位 3 家，分别是…; “A”“B”2 家."""

from __future__ import annotations

import re
from collections.abc import Iterator

from streammon.circular.checks.figures import stated
from streammon.circular.claims import Claim, claims_of
from streammon.circular.finding import Contradiction, Evidence, Kind, certain
from streammon.circular.reading import Circular
from streammon.words import say

_AFTER = re.compile(
    r"[^，,。；;：:]{0,12}[，,]?(?:分别是|分别为|分别有|依次为|它们是|名单为|是)[:：]?(?P<names>[^。；;：:（(]+)"
)
_QUOTED = re.compile(r"[“\"]([^“”\"]{2,30})[”\"]")
_QUOTED_LIST = re.compile(r"(?:[“\"][^“”\"]{2,30}[”\"][、和及]?){2,}(?P<more>等)?$")
_PARTED = re.compile("、|以及|和|及|与")
_ORGANISATION = re.compile(r"(?:[局镇乡办委院所站队厅部会区县社]|街道|中心|公司|政府|大队|平台)$")
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_CLAUSE = re.compile("[，,；;。：:]")
_NEXT = re.compile(r"[，,](?:合格|不合格|良好|较差|优秀|其[余中]|另|均|同时|并|总体|评|占|存在|对|共|未)")


def check(circular: Circular) -> Iterator[Contradiction]:
    """Yield the numbers that are not how many names stand there; of 等 N 家 there may be fewer."""
    for paragraph in circular.paragraphs:
        for claim in claims_of(paragraph):
            if not claim.counts_things:
                continue
            found = enumerated(claim)
            more = claim.before.endswith("等")
            if len(found) > 1 and (len(found) > claim.value if more else len(found) != claim.value):
                names = "、".join(found)
                words = say("circular.enumeration", stated=claim.shown, count=len(found), names=names)
                other = Evidence(str(len(found)), paragraph.place(claim.start), names[:80])
                yield Contradiction(Kind.ENUMERATION, certain(True), words, stated(claim), other)


def enumerated(claim: Claim) -> list[str]:
    """Return the names that the claim counts; none where what stands there is not surely a list of names."""
    text = claim.paragraph.text
    after = _AFTER.match(text, claim.end)
    if after and (found := list(_names_after(after["names"]))):
        return found
    start = max(
        (each.end() for each in _CLAUSE.finditer(text, claim.sentence[0], claim.start)), default=claim.sentence[0]
    )
    before = _BRACKETS.sub("", text[start : claim.start])
    if quoted := _QUOTED_LIST.search(before):
        return _QUOTED.findall(quoted[0])
    return _names_before(before.removesuffix("等"))


def _names_after(text: str) -> Iterator[str]:
    """Yield the names of a list that ends with its sentence, or where the next clause begins."""
    text = text[: end.start()] if (end := _NEXT.search(text)) else text
    if quoted := _QUOTED.findall(text):
        yield from quoted
        return
    for part in re.split(r"[、，,]|以及|和(?=[县市区])", _BRACKETS.sub("", text)):
        if not _ORGANISATION.search(part):
            return
        yield part


def _names_before(text: str) -> list[str]:
    parts = _PARTED.split(text)
    is_list = len(parts) > 1 and "、" in text and all(_ORGANISATION.search(part) for part in parts)
    return parts if is_list else []
