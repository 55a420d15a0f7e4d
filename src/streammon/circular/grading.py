"""Grades: which the text gives to how many, and how many have them in a table."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from streammon.circular.claims import Claim
from streammon.circular.table import Table

_GRADE = "优秀|良好|(?:基本|不)?合格|(?:不|未)?达标|较好|一般|较差"
_BEFORE = re.compile(
    rf"(?:^|[^不未])(?P<grade>{_GRADE})[”\"]?(?:等[次级])?的?(?:单位|账号|网站|平台|栏目|部门)?(?:有|共|为|共有)?$"
)
_VERDICT = re.compile(
    rf"(?:为|评[为定]|等次)[“\"](?P<grade>{_GRADE})[”\"]|评[为定](?P<bare>{_GRADE})(?:等[次级])?(?=[；;。，,）)])"
)
_NEXT = re.compile(r"[；;。]|\d+[家个]")


def grade_of(claim: Claim) -> str:
    """Return the grade that so many have, "" for other claims: 优秀单位 4 家, 3 家…总体评价为“优秀”."""
    if not claim.counts_things:
        return ""
    if match := _BEFORE.search(claim.before):
        return match["grade"]
    text = claim.paragraph.text
    end = _NEXT.search(text, claim.end, claim.sentence[1])
    verdict = _VERDICT.search(text, claim.end, end.start() if end else claim.sentence[1])
    return (verdict["grade"] or verdict["bare"]) if verdict else ""


@lru_cache(maxsize=64)
def _counted(table: Table) -> tuple[Counter[str], Counter[str]]:
    at = table.grade
    if at is None:
        return Counter(), Counter()
    by_row = Counter(row.cells[at] for row in table.rows if row.cells[at])
    by_subject: Counter[str] = Counter()
    for _, rows in table.groups():
        by_subject.update(list(dict.fromkeys(row.cells[at] for row in rows if row.cells[at]))[:1])
    return by_row, by_subject


def counts(table: Table, grade: str) -> tuple[int, ...]:
    """Return how many have a grade: subjects, whose rows stand together, and rows; nothing without grades."""
    by_row, by_subject = _counted(table)
    return (by_subject[grade], by_row[grade]) if by_row else ()
