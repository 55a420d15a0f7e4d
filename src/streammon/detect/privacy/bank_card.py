"""Bank card numbers: 16 to 19 digits and a Luhn check digit (ISO/IEC 7812), with a known prefix or a telling word."""

from __future__ import annotations

import re
from collections.abc import Sequence

from streammon.detect.privacy.areas import is_area
from streammon.detect.privacy.digits import Number, Run, is_decimal, is_spelt, take
from streammon.detect.privacy.leak import BANK_CARD, Leak, Level
from streammon.detect.privacy.surroundings import ADDRESS, OTHER, Surroundings

CARD = re.compile(r"银行卡|卡号|一卡通|一折通|惠农卡|社保卡|信用卡|储蓄卡|借记卡|工资卡|存折")

_PREFIXES = (
    *(f"621{digit}" for digit in range(8)),
    *(f"622{digit}" for digit in range(10)),
    *(f"623{digit}" for digit in range(7)),
    *(f"625{digit}" for digit in range(10)),
    *("620", "6282", "6283", "9558", "9559", "60138", "436742", "436745"),
)
"""UnionPay's ranges that banks have issued from, and old debit cards of large banks: evidence without a word beside."""
_FORM = re.compile(r"[34569][0-9]{15,18}")
_USUAL = (16, 19)
"""How long credit and debit cards are."""
_ACCOUNT = re.compile(rf"{CARD.pattern}|[账帐][号户]|开户行")
"""These may introduce the account of an office, which is public and no card: one in ten passes Luhn all the same."""
_CALLED = re.compile(r"(?:银行|储蓄|信用|借记|社保|惠农|工资)?卡(?:号码?|编号)?[^0-9，。；,;\n]{0,4}$")
_FILE = re.compile(r"\.[A-Za-z]{2,5}\b")
_DOUBLES = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
"""The sum of the digits of twice the index."""


def find(around: Surroundings, among: Sequence[Run], *, with_persons: bool) -> tuple[list[Leak], list[Run]]:
    """Return the card numbers in the plain text, and the runs without them. Identity numbers are to be taken before.

    `with_persons`: the text holds identity numbers, which makes a number that may be a card one.
    """
    levels: dict[Number, Level] = {}

    def valid(number: Number) -> bool:
        level = _level(around, number, with_persons)
        if level is not None:
            levels[number] = level
        return level is not None

    numbers, left = take(among, _FORM, 19, valid)
    # Only then: the first four groups of a right number in five look like one with a slip of the pen.
    slips, left = take(left, _FORM, 19, lambda number: _is_slip(around, number))
    found = [*((number, levels[number]) for number in numbers), *((number, Level.DOUBTFUL) for number in slips)]
    return [Leak(BANK_CARD, level, number.start, number.end, number.digits) for number, level in found], left


def _level(around: Surroundings, number: Number, with_persons: bool) -> Level | None:
    if not _is_whole(around, number) or not is_card(number.digits):
        return None
    lead = around.lead(number.start, 40)
    if _CALLED.search(lead) or (CARD.search(lead) and not OTHER.search(lead)):
        return Level.OPEN
    if OTHER.search(lead) or not _is_evident(around, number, with_persons):
        return None
    return Level.OPEN if with_persons or _ACCOUNT.search(lead) else Level.DOUBTFUL


def _is_slip(around: Surroundings, number: Number) -> bool:
    """Tell whether it is called a card number, but for the check digit: a slip of the pen hides little."""
    if not number.digits.startswith(_PREFIXES) or not _is_whole(around, number):
        return False
    return _CALLED.search(around.lead(number.start, 40)) is not None


def _is_whole(around: Surroundings, number: Number) -> bool:
    if is_decimal(around.plain, number):
        return False
    if number.shape[-1] < 3 and "\n" in around.plain[number.groups[-2].end : number.groups[-1].start]:
        return False  # the next line begins with a number of its own
    return len(number.groups) <= 2 or set(number.shape[:-1]) == {4} or is_spelt(around.plain, number)


def _is_evident(around: Surroundings, number: Number, with_persons: bool) -> bool:
    """Tell whether a number that no word introduces is a card by its prefix and by how it stands there."""
    if not number.digits.startswith(_PREFIXES) or ADDRESS.search(around.before(number.start, 80)):
        return False
    if _FILE.match(around.plain, number.end):
        return False
    if is_area(number.digits[:6]) and not with_persons:
        return False  # a code of a place, or an identity number with a slip of the pen
    if len(number.groups) == 1:
        return with_persons or len(number.digits) in _USUAL
    return _is_parted(around.plain, number) and _ACCOUNT.search(around.plain) is not None


def is_card(digits: str) -> bool:
    """Tell whether the characters may be a card number: length, first digit and check digit."""
    return _FORM.fullmatch(digits) is not None and luhn(digits)


def luhn(digits: str) -> bool:
    """Tell whether the last digit is the check digit of those before it: ISO/IEC 7812-1, annex B."""
    backwards = [int(digit) for digit in reversed(digits)]
    return (sum(backwards[0::2]) + sum(_DOUBLES[digit] for digit in backwards[1::2])) % 10 == 0


def _is_parted(text: str, number: Number) -> bool:
    """Tell whether the groups are a card in fours, or one that a line's end broke, rather than columns of figures."""
    return len(number.groups) > 2 or "\n" in text[number.start : number.end]
