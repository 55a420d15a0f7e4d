"""Mobile numbers, and which of them are a leak: an office that prints how to reach it leaks nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from streammon.detect.privacy.digits import Number, Run, is_decimal, is_dotted, is_spelt, take
from streammon.detect.privacy.leak import MOBILE, Leak, Level
from streammon.detect.privacy.surroundings import ADDRESS, OTHER, Surroundings

TABLE = 3
"""So many persons' numbers are a list of persons."""

_NUMBER = re.compile(r"(?:(?:00)?86)?0?(1[3-9][0-9]{9})")
_GIVEN_OUT = re.compile(r"(?:(?:00)?86)?1(?:3|4[014-9]|5[0-35-9]|6[2567]|7[0-8]|8|9[0-35-9])")
"""The ranges of China's networks. The others are believed beside a telling word only."""
_COUNTRY = re.compile(r"(?:\+ ?(?:86[ \-)）]{0,2})?|0086[ \-]?)$")
_SHAPES = ((3, 4, 4), (4, 3, 4), (3, 8), (7, 4))
_AMOUNT = re.compile(r" ?(元|万|亿|平方|立方|吨|公里|公斤|千克|米|件|次|株|%|％|[/／][0-9]{4}-)")
_OFFICE = re.compile(r"咨询|举报|监督|投诉|值班|热线|办公|服务|报名|客服|受理")
_TELLING = re.compile(r"电话|手机|联系|号码|(?i:tel|phone|mobile|shouji|sjh)")
_CALLED = re.compile(r"(?:电话|手机|联系方式|号码?)[^0-9\n，。；]{0,6}$")
_BLANK = re.compile(r"\s")
_CONTACT = re.compile(r"联系|电话|手机|微信")
_DIRECTORY = re.compile(r"(咨询|举报|监督|投诉|值班|服务|办公)(电话|方式)|(电话|号码|联系方式)(一览)?表|热线|通讯录")
_OFFICES = re.compile(
    r"职务|科室|部门|岗位|职责|单位|企业|公司|机构|学校|医院|门店|酒店|网格|河长|林长|路长|包抓|包保|责任人"
)
_CITIZENS = re.compile(r"补助|补贴|低保|脱贫|贫困|残疾|户主|监护人|家长|申领|受助|救助|养老金|抚恤|优抚|住址")
_FILE = re.compile(r"\.(?!0)[A-Za-z]{2,5}\b")
_REACH = 24


def find(around: Surroundings, among: Sequence[Run], *, with_persons: bool) -> tuple[list[Leak], list[Run]]:
    """Return every mobile number in the plain text, and the runs without them.

    `with_persons`: the text holds identity or card numbers. Beside such numbers, every number is laid open that no
    office prints to be reached by. Without them it takes a list: at least `TABLE` different numbers that are not
    introduced as contacts, in a text that is no directory. The others are contacts.
    """
    numbers, left = take(among, _NUMBER, 15, lambda number: _is_mobile(around, number))
    laid_open = {number.start for number in _laid_open(around, numbers, with_persons)}
    return [
        Leak(MOBILE, Level.OPEN if number.start in laid_open else Level.CONTACT, *_span(around, number), value(number))
        for number in numbers
    ], left


def value(number: Number) -> str:
    """Return the eleven digits, without the country's code."""
    return number.digits[-11:]


def _is_mobile(around: Surroundings, number: Number) -> bool:
    if is_decimal(around.plain, number):
        return False
    if OTHER.search(around.before(number.start, 16)):
        return False
    is_told = _TELLING.search(around.lead(number.start, _REACH)) is not None
    if not is_told and not _may_stand_alone(around, number):
        return False
    return len(number.groups) == 1 or _is_parted_well(around, number, is_told)


def _may_stand_alone(around: Surroundings, number: Number) -> bool:
    """Tell whether digits that no word introduces are of a network, and no amount, web address or file's name."""
    if not _GIVEN_OUT.match(number.digits) or _AMOUNT.match(around.plain, number.end):
        return False
    return not (ADDRESS.search(around.before(number.start, 80)) or _FILE.match(around.plain, number.end))


def _is_parted_well(around: Surroundings, number: Number, is_told: bool) -> bool:
    """Tell whether the groups are one number: after a telling word, or parted by hyphens. Columns are not."""
    shape = number.shape[1:] if len(number.digits) > 11 and number.groups[0].digits in {"86", "0086"} else number.shape
    if is_spelt(around.plain, number):
        return is_told
    if len(shape) == 2 and "\n" in around.plain[number.start : number.end]:
        return _CALLED.search(around.lead(number.start, _REACH)) is not None
    if len(shape) > 1 and shape not in _SHAPES:
        return False
    text = around.plain
    if is_told or is_dotted(text, number) or text[max(number.start - 1, 0) : number.start] == "+":
        return True
    return not _BLANK.search(text, number.start, number.end) or _stands_alone(around, number)


def _stands_alone(around: Surroundings, number: Number) -> bool:
    """Tell whether a number that blanks part has no other figures on its line."""
    return number.shape == (3, 4, 4) and sum(map(str.isdigit, around.line(number.start))) == 11


def _laid_open(around: Surroundings, numbers: Sequence[Number], with_persons: bool) -> list[Number]:
    if not numbers:
        return []
    private = [number for number in numbers if not _OFFICE.search(around.before(number.start, _REACH))]
    if with_persons:
        return private
    if _DIRECTORY.search(around.plain.partition("\n")[0]):
        return []
    private = [number for number in private if not _is_contact(around, number)]
    return private if len({value(number) for number in private}) >= TABLE else []


def _is_contact(around: Surroundings, number: Number) -> bool:
    if heads := around.heads(number.start):
        return _OFFICES.search("\t".join(heads)) is not None
    if _CITIZENS.search(around.line(number.start)):
        return False
    return _CONTACT.search(around.before(number.start, _REACH)) is not None


def _span(around: Surroundings, number: Number) -> tuple[int, int]:
    """Return where the number stands, with the country's code before it."""
    code = _COUNTRY.search(around.plain, max(number.start - 8, 0), number.start)
    return code.start() if code else number.start, number.end
