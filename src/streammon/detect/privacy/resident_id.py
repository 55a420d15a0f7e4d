"""Resident identity numbers: 18 digits by GB 11643-1999, or the 15 digits of before 1999 beside a word that tells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from streammon.detect.privacy.areas import is_area
from streammon.detect.privacy.credit_code import is_credit_code
from streammon.detect.privacy.digits import Number, Run, is_dotted, is_spelt, take
from streammon.detect.privacy.leak import RESIDENT_ID, Leak, Level
from streammon.detect.privacy.surroundings import OTHER, Surroundings

PROVINCES = (
    *("11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43"),
    *("44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83"),
)
"""The first two digits, GB/T 2260; 81 to 83 stand on residence permits of people from Hong Kong, Macao and Taiwan."""
TELLING = re.compile(r"身份证|证件号|证号|(?i:sfz|idcard)")

_NEW = re.compile(r"[1-8][0-9]{5}(?:18|19|20)[0-9]{2}[01][0-9][0-3][0-9]{4}[0-9X]")
_OLD = re.compile(r"[1-8][0-9]{7}[01][0-9][0-3][0-9]{4}")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_SHAPES = ((6, 8, 4), (6, 4, 4, 4), (6, 4, 2, 2, 4), (3, 3, 4, 4, 4), (4, 4, 4, 4, 2), (6, 4, 4, 3, 1), (6, 8, 3, 1))
"""How people part the number. Two parts of any length are what a line's end makes; more are columns of figures."""
_CALLED = re.compile(r"(?:身份证|证件号)[^0-9，。；,;\n]{0,8}$")
_OTHER_PAPER = re.compile(r"(?:[账帐][号户]|电话|注册号|信用代码)[^0-9\n]{0,4}$")
_REACH = 30


def find(around: Surroundings, among: Sequence[Run]) -> tuple[list[Leak], list[Run]]:
    """Return the identity numbers in the plain text, and the runs without them."""
    levels: dict[Number, Level] = {}

    def valid(number: Number) -> bool:
        level = _level(around, number)
        if level is not None:
            levels[number] = level
        return level is not None

    numbers, left = take(among, _NEW, 18, valid)
    # Only then: what a line's end cuts off a new number may pass for an old one.
    old, left = take(left, _OLD, 15, lambda number: _is_old(around, number))
    found = [*((number, levels[number]) for number in numbers), *((number, Level.OPEN) for number in old)]
    return [Leak(RESIDENT_ID, level, number.start, number.end, number.digits) for number, level in found], left


def _level(around: Surroundings, number: Number) -> Level | None:
    if not looks_like_one(number.digits) or not _is_parted_well(around, number):
        return None
    lead = around.lead(number.start, _REACH)
    is_called = _CALLED.search(lead) is not None
    is_known = is_area(number.digits[:6])
    if number.digits[17] != check_digit(number.digits):
        return Level.DOUBTFUL if is_called and is_known else None  # a slip of the pen hides little
    if is_called or (TELLING.search(lead) and not OTHER.search(lead)):
        return Level.OPEN
    is_other = OTHER.search(lead) is not None
    is_code = is_credit_code(number.digits)  # one in thirty-one passes by chance, so alone it decides nothing
    if is_other and (is_code or not is_known):
        return None
    return Level.OPEN if is_known and not is_other and not is_code else Level.DOUBTFUL


def _is_parted_well(around: Surroundings, number: Number) -> bool:
    if is_dotted(around.plain, number) and len(number.groups) < 3:
        return False
    if len(number.groups) <= 2 or number.shape in _SHAPES or is_spelt(around.plain, number):
        return True
    return _CALLED.search(around.before(number.start, _REACH)) is not None


def _is_old(around: Surroundings, number: Number) -> bool:
    if len(number.groups) > 1 and (number.shape != (6, 6, 3) or is_dotted(around.plain, number)):
        return False
    lead = around.lead(number.start, _REACH)
    if not is_old(number.digits) or not TELLING.search(lead) or _OTHER_PAPER.search(lead):
        return False
    return _CALLED.search(lead) is not None or not OTHER.search(lead)


def is_resident_id(digits: str) -> bool:
    """Tell whether 18 characters are an identity number: province, date of birth and check digit."""
    return looks_like_one(digits) and digits[17] == check_digit(digits)


def looks_like_one(digits: str) -> bool:
    """Tell whether 18 characters are an identity number but for the check digit."""
    return digits[:17].isdigit() and digits.startswith(PROVINCES) and is_birth(digits[6:14])


def is_old(digits: str) -> bool:
    """Tell whether 15 characters may be an identity number of before 1999, which has no check digit."""
    return digits.isdigit() and digits.startswith(PROVINCES) and is_birth("19" + digits[6:12])


def check_digit(digits: str) -> str:
    """Return the 18th character that belongs to the first 17: ISO 7064 MOD 11-2."""
    return _CHECK[sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=False)) % 11]


def is_birth(digits: str) -> bool:
    """Tell whether eight digits are a date on which a holder of an identity number may have been born."""
    if not "1880" <= digits[:4] < "2050":
        return False
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True
