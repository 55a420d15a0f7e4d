"""Bank card numbers: 16 to 19 digits and a Luhn check digit (ISO/IEC 7812), with a known prefix or a telling word."""

from __future__ import annotations

import re
from collections.abc import Sequence

from streammon.detect.digits import Number, Run, before, is_decimal, take
from streammon.detect.resident_id import looks_like_one

_PREFIXES = ("62", "9558", "9559", "60138")
"""UnionPay, and the old debit cards of three large banks: enough without a word beside them."""
_CARD = re.compile(r"银行卡|卡号|一卡通|一折通|惠农卡|社保卡|信用卡|储蓄卡")
_ACCOUNT = re.compile(rf"{_CARD.pattern}|[账帐][号户]|开户行")
"""These may introduce the account of an office, which is public and no card: one in ten passes Luhn all the same."""
_OTHER = re.compile(r"(代码|编码|编号|单号|订单号?|流水号?|索引号|文号|条码)[^0-9\n]{0,4}$")
_DOUBLES = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
"""The sum of the digits of twice the index."""


def find(text: str, among: Sequence[Run]) -> tuple[list[Number], list[Run]]:
    """Return the card numbers in the plain text, and the runs without them. Identity numbers are to be taken before."""
    spoken_of = bool(_ACCOUNT.search(text))

    def valid(number: Number) -> bool:
        if not is_card(number.digits) or is_decimal(text, number):
            return False
        if len(number.groups) > 2 and set(number.shape[:-1]) != {4}:
            return False
        lead = before(text, number.start, 40)
        if _OTHER.search(lead):
            return False
        if _CARD.search(lead):
            return True
        return number.digits.startswith(_PREFIXES) and (
            len(number.groups) == 1 or (spoken_of and _is_parted(text, number))
        )

    return take(among, range(16, 20), valid)


def is_card(digits: str) -> bool:
    """Tell whether 16 to 19 characters may be a card number, and are no identity number with a slip of the pen."""
    return digits.isdigit() and digits[0] in "34569" and luhn(digits) and not looks_like_one(digits)


def luhn(digits: str) -> bool:
    """Tell whether the last digit is the check digit of those before it: ISO/IEC 7812-1, annex B."""
    backwards = [int(digit) for digit in reversed(digits)]
    return (sum(backwards[0::2]) + sum(_DOUBLES[digit] for digit in backwards[1::2])) % 10 == 0


def _is_parted(text: str, number: Number) -> bool:
    """Tell whether the groups are a card in fours, or one that a line's end broke, rather than columns of figures."""
    return len(number.groups) > 2 or "\n" in text[number.start : number.end]
