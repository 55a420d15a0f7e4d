"""Numbers of persons that a spreadsheet took for amounts: it keeps fifteen digits and shows fewer still."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from streammon.detect.privacy.areas import is_area
from streammon.detect.privacy.digits import Run
from streammon.detect.privacy.leak import BANK_CARD, MOBILE, RESIDENT_ID, Leak, Level
from streammon.detect.privacy.resident_id import is_birth, looks_like_one
from streammon.detect.privacy.surroundings import OTHER, Surroundings

_SCIENTIFIC = re.compile(r"([1-8])\.([0-9]{9,17})[Ee]\+?17(?![0-9])")
_EXPONENT = re.compile(r"[Ee]\+?1[0-9](?![0-9])")
_FRACTION = re.compile(r"\.0+(?![A-Za-z0-9.])")
_YEAR = re.compile(r"19|20")
_PERSON = re.compile(r"姓名|户主|申请人|受益人|收款人|持卡人")
_COLUMNS = (
    (RESIDENT_ID, re.compile(r"身份证|身份号|证件号"), re.compile(r"[1-8](?:\.[0-9]{1,8})?[Ee]\+?1[47]")),
    (
        BANK_CARD,
        re.compile(r"银行卡|卡号|[账帐][号户]|一卡通|一折通"),
        re.compile(r"[3-9](?:\.[0-9]{1,14})?[Ee]\+?1[5-8]"),
    ),
    (MOBILE, re.compile(r"电话|手机|联系方式"), re.compile(r"1\.[3-9][0-9]{0,9}[Ee]\+?10")),
)
"""What is left of a column of numbers; without the column's head it may be any amount."""


def find(around: Surroundings, among: Sequence[Run]) -> Iterator[Leak]:
    """Yield what spreadsheets left of identity numbers; `among` are the digits that no other detector took.

    With the whole date of birth it is as good as masked weakly; with less, only the file behind it holds the number.
    """
    if _EXPONENT.search(around.plain):
        yield from _scientific(around.plain)
        yield from _columns(around)
    for group in (group for run in among for group in run if len(group.digits) == 18):
        fraction = _FRACTION.match(around.plain, group.end)
        if OTHER.search(around.lead(group.start, 20)):
            continue
        if _is_rounded(group.digits, has_fraction=fraction is not None):
            yield Leak(RESIDENT_ID, Level.WEAK, group.start, fraction.end() if fraction else group.end, group.digits)


def _scientific(text: str) -> Iterator[Leak]:
    for match in _SCIENTIFIC.finditer(text):
        digits = match[1] + match[2]
        if is_area(digits[:6]) and _YEAR.match(digits, 6):
            shows_birth = len(digits) >= 14 and is_birth(digits[6:14])
            yield Leak(RESIDENT_ID, Level.WEAK if shows_birth else Level.ROUNDED, *match.span(), digits)


def _columns(around: Surroundings) -> Iterator[Leak]:
    for rule, head, form in _COLUMNS:
        for cell in around.columns(head, beside=_PERSON):
            if form.fullmatch(cell.text):
                yield Leak(rule, Level.ROUNDED, cell.start, cell.end, cell.text)


def _is_rounded(digits: str, *, has_fraction: bool) -> bool:
    return looks_like_one(digits) and is_area(digits[:6]) and (has_fraction or digits.endswith("000"))
