"""Mobile numbers, and which of them are a leak: an office that prints how to reach it leaks nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from streammon.detect.digits import Number, Run, before, is_decimal, take

TABLE = 3
"""So many persons' numbers are a list of persons."""

_NUMBER = re.compile(r"(?:86)?(1[3-9][0-9]{9})")
_SHAPES = ((3, 4, 4), (3, 8), (7, 4))
_AMOUNT = re.compile(r" ?(元|万|亿|平方|立方|吨|公里|公斤|千克|米|件|%|％)")
_OTHER = re.compile(r"(代码|编码|编号|单号|订单号?|流水号?|索引号|文号|[¥￥])[^0-9\n]{0,4}$")
_OFFICE = re.compile(r"咨询|举报|监督|投诉|值班|热线|办公|服务|报名|客服|受理")
_TELLING = re.compile(r"电话|手机|联系|号码")
_BLANK = re.compile(r"\s")
_CONTACT = re.compile(r"联系|电话")
_DIRECTORY = re.compile(r"(咨询|举报|监督|投诉|值班|服务|办公)(电话|方式)|(电话|号码|联系方式)(一览)?表|热线|通讯录")
_REACH = 24


def find(text: str, among: Sequence[Run]) -> tuple[list[Number], list[Run]]:
    """Return every mobile number in the plain text, leak or not, and the runs without them."""

    def valid(number: Number) -> bool:
        return (
            _is_whole(text, number)
            and _NUMBER.fullmatch(number.digits) is not None
            and not is_decimal(text, number)
            and not _AMOUNT.match(text, number.end)
            and not _OTHER.search(before(text, number.start, 10))
        )

    return take(among, (11, 13), valid)


def leaks(text: str, numbers: Sequence[Number], persons: Sequence[Number]) -> list[Number]:
    """Return those of the mobile `numbers` that tell something of a person; `persons` are identity and card numbers.

    Beside such numbers it is every one that no office prints to be reached by. Without them it takes a list: at least
    `TABLE` different numbers that are not introduced as contacts, in a text whose first line announces no directory.
    """
    if persons:
        return [number for number in numbers if not _is_introduced(_OFFICE, text, number)]
    if _DIRECTORY.search(text.partition("\n")[0]):
        return []
    private = [number for number in numbers if not _is_introduced(_OFFICE, text, number)]
    private = [number for number in private if not _is_introduced(_CONTACT, text, number)]
    return private if len({value(number) for number in private}) >= TABLE else []


def value(number: Number) -> str:
    """Return the eleven digits, without the country's code."""
    return number.digits[-11:]


def _is_whole(text: str, number: Number) -> bool:
    """Tell whether the groups are one number: parted by hyphens, or by blanks after a telling word. Columns are not."""
    if len(number.groups) == 1:
        return True
    is_told = _TELLING.search(before(text, number.start, _REACH)) is not None
    return number.shape in _SHAPES and (is_told or not _BLANK.search(text, number.start, number.end))


def _is_introduced(words: re.Pattern[str], text: str, number: Number) -> bool:
    return words.search(before(text, number.start, _REACH)) is not None
