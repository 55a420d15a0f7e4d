"""Tables of persons: what stands in a column of numbers is one, even where a digit was typed wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator

from streammon.detect.privacy.leak import TABLE, Leak, Level
from streammon.detect.privacy.surroundings import Surroundings

_RESIDENT_ID = re.compile(r"身份证|身份号|证件号")
_ACCOUNT = re.compile(r"银行卡|卡号|[账帐][号户]|一卡通|一折通|存折")
_PERSON = re.compile(r"姓名|户主|申请人|受益人|学生|村民|收款人|持卡人|身份证|身份号")
_PARTING = re.compile(r"[ \-.\u00a0\u2010-\u2015]|^[`'’]")
_ID_DIGITS = re.compile(r"[0-9]{14,19}[0-9Xx]")
_ACCOUNT_DIGITS = re.compile(r"[0-9]{12,24}")


def find(around: Surroundings, taken: set[int]) -> Iterator[Leak]:
    """Yield the numbers in columns of identity numbers and accounts that no other detector took (`taken`: starts)."""
    for head, digits in ((_RESIDENT_ID, _ID_DIGITS), (_ACCOUNT, _ACCOUNT_DIGITS)):
        for cell in around.columns(head, beside=_PERSON):
            value = _PARTING.sub("", cell.text)
            if digits.fullmatch(value) and not taken.intersection(range(cell.start, cell.end)):
                yield Leak(TABLE, Level.DOUBTFUL, cell.start, cell.end, value)
