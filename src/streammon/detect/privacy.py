"""Numbers of persons in a text that everybody can read."""

from __future__ import annotations

from collections.abc import Sequence

from streammon.detect import bank_card, mobile, resident_id
from streammon.detect.digits import Number, runs
from streammon.detect.text import Text
from streammon.model.inspection import Finding, Severity
from streammon.words import say

RESIDENT_ID = "privacy/resident-id"
BANK_CARD = "privacy/bank-card"
MOBILE = "privacy/mobile"


def findings(text: Text) -> list[Finding]:
    """Return at most one finding per kind of number in the text."""
    ids, left = resident_id.find(text.plain, runs(text.plain))
    cards, left = bank_card.find(text.plain, left)
    mobiles, _ = mobile.find(text.plain, left)
    leaked = mobile.leaks(text.plain, mobiles, [*ids, *cards])
    found = [
        _finding(RESIDENT_ID, Severity.VETO, ids, {number.digits for number in ids}, text),
        _finding(BANK_CARD, Severity.VETO, cards, {number.digits for number in cards}, text),
        _finding(MOBILE, Severity.SEVERE, leaked, {mobile.value(number) for number in leaked}, text),
    ]
    return [finding for finding in found if finding is not None]


def _finding(rule: str, severity: Severity, numbers: Sequence[Number], values: set[str], text: Text) -> Finding | None:
    """Return the finding of one rule. It is the same problem however many rows the leaking table has.

    So its evidence stands for the rule alone: another row opens no new incident, and one row taken away leaves the
    incident open. Nothing derived from the numbers leaves this function, not even a hash: they can be guessed through.
    """
    if not numbers:
        return None
    why = say(f"detect.{rule.replace('/', '.')}", count=len(values))
    first = numbers[0]
    return text.finding(rule, severity, first.start, first.end, evidence=rule, why=why, count=len(values))
