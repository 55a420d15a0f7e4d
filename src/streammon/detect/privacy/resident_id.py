"""Resident identity numbers: 18 digits by GB 11643-1999, or the 15 digits of before 1999 beside a word that tells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from streammon.detect.privacy.areas import is_area
from streammon.detect.privacy.credit_code import is_credit_code
from streammon.detect.privacy.digits import ROW_SIGNS, Number, Run, is_dotted, is_spelt, take
from streammon.detect.privacy.leak import RESIDENT_ID, Leak, Level
from streammon.detect.privacy.surroundings import OTHER, Surroundings

PROVINCES = (
    *("11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43"),
    *("44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83"),
)
"""The first two digits, GB/T 2260; 81 to 83 stand on residence permits of people from Hong Kong, Macao and Taiwan."""
TELLING = re.compile(r"身份证|身份号|证件号|证号|(?i:sfz|idcard)")

_NEW = re.compile(r"[1-8][0-9]{5}(?:18|19|20)[0-9]{2}[01][0-9][0-3][0-9]{4}[0-9X]")
_OLD = re.compile(r"[1-8][0-9]{7}[01][0-9][0-3][0-9]{4}")
_MISCOUNTED = re.compile(r"[1-8][0-9]{5}(?:19|20)[0-9]{2}[01][0-9][0-3][0-9](?:[0-9]{0,3}|[0-9]{5})")
"""A digit too many, or up to four too few, behind a whole date of birth."""
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_SHAPES = ((6, 8, 4), (6, 4, 4, 4), (6, 4, 2, 2, 4), (3, 3, 4, 4, 4), (4, 4, 4, 4, 2), (6, 4, 4, 3, 1), (6, 8, 3, 1))
"""How people part the number. Two parts of any length are what a line's end makes; more are columns of figures."""
_CALLED = re.compile(r"(?:身份证|身份号|证件号)[^0-9，。；,;\n]{0,8}$")
_OTHER_PAPER = re.compile(r"(?:[账帐][号户]|电话|注册号|信用代码)[^0-9\n]{0,4}$")
_WEB = re.compile(r"(?:://|www\.)[^\s，。；、]*$")
_WITH_DATES_SINCE = "2010"
"""Numbers of contracts and orders begin with a place and a day: one that says so and was made since is no birth."""
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
    miscounted, left = take(left, _MISCOUNTED, 19, lambda number: _is_miscounted(around, number))
    found = [
        *((number, levels[number]) for number in numbers),
        *((number, Level.OPEN) for number in old),
        *((number, Level.DOUBTFUL) for number in miscounted),
    ]
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
    if is_other and (is_code or not is_known or number.digits[6:10] >= _WITH_DATES_SINCE):
        return None
    is_sure = is_known and not is_other and not is_code and not _WEB.search(around.before(number.start, 120))
    return Level.OPEN if is_sure else Level.DOUBTFUL


def _is_parted_well(around: Surroundings, number: Number) -> bool:
    if is_dotted(around.plain, number) and len(number.groups) < 3:
        return False
    if len(number.groups) <= 2 or number.shape in _SHAPES or is_spelt(around.plain, number):
        return True
    return _CALLED.search(around.before(number.start, _REACH)) is not None


def _is_old(around: Surroundings, number: Number) -> bool:
    lead = around.lead(number.start, _REACH)
    is_called = _CALLED.search(lead) is not None
    if len(number.groups) > 1 and not _is_old_parted_well(around, number, is_called):
        return False
    if not is_old(number.digits) or not TELLING.search(lead) or _OTHER_PAPER.search(lead):
        return False
    return is_called or not OTHER.search(lead)


def _is_old_parted_well(around: Surroundings, number: Number, is_called: bool) -> bool:
    if len(number.groups) == 2 and "\n" in around.plain[number.start : number.end]:
        return is_called
    return number.shape == (6, 6, 3) and not is_dotted(around.plain, number)


def _is_miscounted(around: Surroundings, number: Number) -> bool:
    """Tell whether it is called an identity number, but for how many digits it has: a slip hides little."""
    if len(number.groups) > 1 or around.plain[number.end : number.end + 1] in ROW_SIGNS:
        return False
    if not is_area(number.digits[:6]) or not is_birth(number.digits[6:14]):
        return False
    return _CALLED.search(around.lead(number.start, _REACH)) is not None


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
