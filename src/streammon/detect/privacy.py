"""Numbers of persons in a text that everybody can read."""

from __future__ import annotations

from collections.abc import Sequence

from streammon.detect import bank_card, mobile, resident_id
from streammon.detect.digits import Number, runs
from streammon.detect.masking import snippet
from streammon.detect.plain import Plain
from streammon.model.base import digest
from streammon.model.inspection import Finding, Severity
from streammon.words import say

RESIDENT_ID = "privacy/resident-id"
BANK_CARD = "privacy/bank-card"
MOBILE = "privacy/mobile"


def findings(original: str, plain: Plain) -> list[Finding]:
    """Return at most one finding per kind of number in `original`, `plain` being the same text normalised."""
    ids, left = resident_id.find(plain.text, runs(plain.text))
    cards, left = bank_card.find(plain.text, left)
    mobiles, _ = mobile.find(plain.text, left)
    leaked = mobile.leaks(plain.text, mobiles, [*ids, *cards])
    found = [
        _finding(RESIDENT_ID, Severity.VETO, ids, {number.digits for number in ids}, original, plain),
        _finding(BANK_CARD, Severity.VETO, cards, {number.digits for number in cards}, original, plain),
        _finding(MOBILE, Severity.SEVERE, leaked, {mobile.value(number) for number in leaked}, original, plain),
    ]
    return [finding for finding in found if finding is not None]


def _finding(
    rule: str, severity: Severity, numbers: Sequence[Number], values: set[str], original: str, plain: Plain
) -> Finding | None:
    """Return the finding of one rule. It is the same problem however many rows the leaking table has.

    So its evidence stands for the rule alone: another row opens no new incident, and one row taken away leaves the
    incident open. Nothing derived from the numbers leaves this function, not even a hash: they can be guessed through.
    """
    if not numbers:
        return None
    start, end = plain.span(numbers[0].start, numbers[0].end)
    return Finding(
        rule=rule,
        severity=severity,
        evidence=digest(rule),
        start=start,
        end=end,
        snippet=snippet(original, start, end),
        why=say(f"detect.{rule.replace('/', '.')}", count=len(values)),
        count=len(values),
    )
