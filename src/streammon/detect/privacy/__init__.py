"""Numbers of persons in a text that everybody can read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from streammon.detect.privacy import (
    address,
    bank_card,
    e_mail,
    landline,
    masks,
    mobile,
    passport,
    persons_table,
    plate,
    resident_id,
    spreadsheet,
)
from streammon.detect.privacy.digits import Run, narrow, runs
from streammon.detect.privacy.glued import parted
from streammon.detect.privacy.leak import (
    ADDRESS,
    BANK_CARD,
    E_MAIL,
    LANDLINE,
    LICENCE_PLATE,
    MOBILE,
    PASSPORT,
    RESIDENT_ID,
    TABLE,
    Leak,
    Level,
)
from streammon.detect.privacy.surroundings import Surroundings
from streammon.detect.text import Text
from streammon.model.inspection import Finding, Severity
from streammon.words import say


@dataclass(frozen=True, slots=True)
class _Grade:
    severity: Severity
    confidence: float
    review: bool = False


_GRADES = {
    (RESIDENT_ID, Level.OPEN): _Grade(Severity.VETO, 1.0),
    (RESIDENT_ID, Level.DOUBTFUL): _Grade(Severity.VETO, 0.6, review=True),
    (RESIDENT_ID, Level.WEAK): _Grade(Severity.ORDINARY, 0.9),
    (RESIDENT_ID, Level.LINKED): _Grade(Severity.ORDINARY, 0.7),
    (RESIDENT_ID, Level.ROUNDED): _Grade(Severity.HINT, 0.5, review=True),
    (BANK_CARD, Level.OPEN): _Grade(Severity.VETO, 1.0),
    (BANK_CARD, Level.DOUBTFUL): _Grade(Severity.VETO, 0.6, review=True),
    (BANK_CARD, Level.WEAK): _Grade(Severity.ORDINARY, 0.8),
    (BANK_CARD, Level.ROUNDED): _Grade(Severity.HINT, 0.5, review=True),
    (TABLE, Level.DOUBTFUL): _Grade(Severity.VETO, 0.7, review=True),
    (PASSPORT, Level.OPEN): _Grade(Severity.VETO, 0.9),
    (MOBILE, Level.OPEN): _Grade(Severity.SEVERE, 0.9),
    (MOBILE, Level.WEAK): _Grade(Severity.ORDINARY, 0.7),
    (MOBILE, Level.ROUNDED): _Grade(Severity.HINT, 0.5, review=True),
    (MOBILE, Level.CONTACT): _Grade(Severity.HINT, 0.3, review=True),
    (ADDRESS, Level.OPEN): _Grade(Severity.SEVERE, 0.8),
    (ADDRESS, Level.DOUBTFUL): _Grade(Severity.ORDINARY, 0.5, review=True),
    (E_MAIL, Level.OPEN): _Grade(Severity.ORDINARY, 0.7),
    (LANDLINE, Level.OPEN): _Grade(Severity.ORDINARY, 0.7, review=True),
    (LICENCE_PLATE, Level.OPEN): _Grade(Severity.ORDINARY, 0.6, review=True),
    (LICENCE_PLATE, Level.CONTACT): _Grade(Severity.HINT, 0.3, review=True),
}
"""What each kind of leak weighs, the gravest first."""
_SIGN_OF_ONE = re.compile(r"[\d\u2460-\u2468@＠号室户]")
"""A digit, the sign of a mail address, the end of a home's: every leak has one of them, most lines have none."""


def findings(text: Text) -> list[Finding]:
    """Return at most one finding per rule and level, at the first place, with the number of different values."""
    if not _SIGN_OF_ONE.search(text.plain):
        return []
    kinds: dict[tuple[str, Level], list[Leak]] = {}
    for leak in leaks_of(text.plain):
        kinds.setdefault((leak.rule, leak.level), []).append(leak)
    return [_finding(text, kinds[kind], grade) for kind, grade in _GRADES.items() if kind in kinds]


def leaks_of(plain: str) -> list[Leak]:
    """Return every value of a person in the plain text, in the text's order."""
    around = Surroundings(narrow(plain))
    ids, left = resident_id.find(around, [parted(run) for run in runs(around.plain)])
    cards, left = bank_card.find(around, left, with_persons=bool(ids))
    with_persons = bool(ids or cards)
    mobiles, left = mobile.find(around, left, with_persons=with_persons)
    numbers = [*ids, *cards, *mobiles]
    taken = {leak.start for leak in numbers}
    return sorted((*numbers, *_others(around, left, taken, (*ids, *cards))), key=lambda leak: leak.start)


def _others(around: Surroundings, left: Sequence[Run], taken: set[int], persons: Sequence[Leak]) -> Iterator[Leak]:
    rounded = list(spreadsheet.find(around, left))
    yield from rounded
    yield from persons_table.find(around, taken | {leak.start for leak in rounded})
    yield from masks.find(around)
    yield from passport.find(around)
    yield from landline.find(around)
    yield from plate.find(around)
    yield from e_mail.find(around, persons)
    yield from address.find(around)


def _finding(text: Text, leaks: Sequence[Leak], grade: _Grade) -> Finding:
    """Return the finding of one rule and level. It is the same problem however many rows the leaking table has.

    So its evidence stands for the rule and the level alone: another row opens no new incident, and one row taken away
    leaves the incident open. Nothing derived from the values leaves, not even a hash: they can be guessed through.
    """
    first, count = leaks[0], len({leak.value for leak in leaks})
    return text.finding(
        first.rule,
        grade.severity,
        first.start,
        first.end,
        evidence=first.rule if first.level is Level.OPEN else f"{first.rule}\n{first.level}",
        why=say(f"{first.rule.replace('/', '.')}.{first.level}", count=count),
        count=count,
        confidence=grade.confidence,
        review=grade.review,
    )
