"""Resident identity numbers: 18 digits by GB 11643-1999, or the 15 digits of before 1999 beside a word that tells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from streammon.detect.digits import Number, Run, before, take

PROVINCES = (
    *("11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43"),
    *("44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83"),
)
"""The first two digits, GB/T 2260; 81 to 83 stand on residence permits of people from Hong Kong, Macao and Taiwan."""

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_SHAPES = ((6, 8, 4), (6, 4, 4, 4), (6, 4, 2, 2, 4), (3, 3, 4, 4, 4), (4, 4, 4, 4, 2))
"""How people part the number. Two parts of any length are what a line's end makes; more are columns of figures."""
_OTHER = re.compile(r"(信用代码|订单号?|订单编号|单号|流水号)[^0-9\n]{0,4}$")
_TELLING = re.compile(r"身份证|证件号|证号")


def find(text: str, among: Sequence[Run]) -> tuple[list[Number], list[Run]]:
    """Return the identity numbers in the plain text, and the runs without them."""

    def valid(number: Number) -> bool:
        lead = before(text, number.start, 30)
        if len(number.digits) == 15:
            return len(number.groups) == 1 and is_old(number.digits) and bool(_TELLING.search(lead))
        if len(number.groups) > 2 and number.shape not in _SHAPES:
            return False
        return is_resident_id(number.digits) and not _OTHER.search(lead)

    return take(among, (15, 18), valid)


def is_resident_id(digits: str) -> bool:
    """Tell whether 18 characters are an identity number: province, date of birth and check digit."""
    return looks_like_one(digits) and digits[17] == check_digit(digits)


def looks_like_one(digits: str) -> bool:
    """Tell whether 18 characters are an identity number but for the check digit."""
    return digits[:17].isdigit() and digits.startswith(PROVINCES) and _is_birth(digits[6:14])


def is_old(digits: str) -> bool:
    """Tell whether 15 characters may be an identity number of before 1999, which has no check digit."""
    return digits.isdigit() and digits.startswith(PROVINCES) and _is_birth("19" + digits[6:12])


def check_digit(digits: str) -> str:
    """Return the 18th character that belongs to the first 17: ISO 7064 MOD 11-2."""
    return _CHECK[sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=False)) % 11]


def _is_birth(digits: str) -> bool:
    if digits[:2] not in ("19", "20"):
        return False
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True
