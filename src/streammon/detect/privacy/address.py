"""Where somebody lives, down to the door. Addresses of offices are none of its business."""

from __future__ import annotations

import re
from collections.abc import Iterator

from streammon.detect.privacy.leak import ADDRESS, Leak, Level
from streammon.detect.privacy.surroundings import Surroundings

_NUMERAL = r"(?:[0-9]{1,5}|[A-Z]|[一二三四五六七八九十百]{1,4})"
_HOUSE = (
    rf"(?:{_NUMERAL}\s?(?:号楼|号院|栋|幢|座|单元|楼|层)[\s\-—]?){{1,3}}"
    rf"(?:{_NUMERAL}\s?(?:室|号|户)|(?<=[元栋幢座楼层])[0-9]{{3,4}}(?![0-9]))"
)
_DOOR = re.compile(
    rf"(?:{_HOUSE}"
    rf"|(?:路|街|巷|弄|道|里|胡同){_NUMERAL}\s?号(?:院|附[0-9]{{1,4}}号)?"
    rf"|(?:村|组|队|屯|社区|小区|苑|园){_NUMERAL}\s?(?:组|社|队)?\s?[0-9]{{1,5}}\s?号(?!楼)"
    rf"|[0-9]{{1,3}}-[0-9]{{1,2}}-[0-9]{{3,4}})"
)
"""A flat in a house, a number in a street, a number in a village, or house-entrance-flat in figures."""
_HOME = re.compile(
    r"家庭(?:住址|地址)|现住址|住址|户籍(?:所在)?地(?:址)?|户籍住址|现住地?|居住地(?:址)?|经常居住地|，住|,住|、住"
)
_END = re.compile(
    r"[号室户0-9](?:(?<=[0-9A-Z一二三四五六七八九十\s][号室户])|(?<=[0-9]-[0-9]-[0-9]{3})|(?<=[元栋幢座楼层][0-9]{3}))"
)
_LONGEST = 80
_CALLED = re.compile(rf"(?:{_HOME.pattern})[：: \u3000\t为在于是]{{0,4}}([^\s，。；;：]{{4,60}})")
_OFFICE = re.compile(r"政府|政务|大厅|机关|办公|公司|委员会|中心|法院|医院|学校|派出所|[局所厅馆]\b")
_ADDRESS_HEAD = re.compile(r"住址|地址|住所|户籍地|居住地")
_PERSON_HEAD = re.compile(r"姓名|户主|申请人|受益人|身份证")


def find(around: Surroundings) -> Iterator[Leak]:
    """Yield the addresses with a door behind a word for a home, or in such a column of a table of persons."""
    for match in _called(around):
        if door := _door(match[1]):
            spoken = Level.DOUBTFUL if match[0][0] in "，,、" else Level.OPEN
            yield Leak(ADDRESS, spoken, match.start(1), match.start(1) + door, match[1][:door])
    for cell in around.columns(_ADDRESS_HEAD, beside=_PERSON_HEAD):
        if door := _door(cell.text):
            yield Leak(ADDRESS, Level.OPEN, cell.start, cell.start + door, cell.text[:door])


def _called(around: Surroundings) -> Iterator[re.Match[str]]:
    """Yield what stands behind a word for a home, wherever a door ends: there are fewer doors than such words."""
    seen = -1
    for end in _END.finditer(around.plain):
        start = max(
            end.start() - _LONGEST, around.plain.rfind("\n", max(end.start() - _LONGEST, 0), end.start()) + 1, seen
        )
        match = _CALLED.search(around.plain, start, end.end() + _LONGEST) if end.end() > seen else None
        if match:
            seen = match.end()
            yield match


def _door(words: str) -> int:
    """Return where the address ends behind its door; 0 if it has none or is an office's."""
    if _OFFICE.search(words):
        return 0
    return max((door.end() for door in _DOOR.finditer(words)), default=0)
