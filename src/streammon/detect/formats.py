"""Form of documents: document numbers, ranges of numbers, title marks, dates, and pairs and series of punctuation.

Sources: GB/T 9704-2012 (form of official documents), GB/T 15834-2011 (punctuation), GB/T 15835-2011 (numerals).
The patterns begin with a character that is rare, and look behind only after it, or they are tried only in lines that
have one: that is several times as fast.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from functools import lru_cache

from streammon.detect.hit import Hit
from streammon.detect.text import Text
from streammon.model.inspection import Severity
from streammon.words import say

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_SERIAL = r"\s?第?\s?(?P<serial>\d{1,5})\s?号(?!楼|地块|线|院|机|馆|厂|井|桥|门|库|公路|病)"
_NUMBERS = (
    re.compile(rf"(?P<wrong>[\[【［]\s?{_YEAR}\s?[\]】］]{_SERIAL})"),
    re.compile(
        rf"(?P<wrong>[(（](?<=[发函办字令政财教人社建交农水林环卫医审复规通党委组宣纪监价税商法司安民]\S)\s?{_YEAR}\s?[)）]{_SERIAL})"
    ),
    re.compile(r"(?P<wrong>〔(?P<year>\d{4})〕(?:\s?第\s?(?P<serial>\d{1,5})|\s?(?P<padded>0\d{0,4}))\s?号)"),
    re.compile(rf"发(?<=[^印下转签颁制核开分公散群自]发)(?P<wrong>{_YEAR}年?第?(?P<serial>\d{{1,4}})号)"),
)
_LONGEST_NUMBER = 18
_SEEN_BEHIND = 3
"""Characters of a document number, and of what stands behind its 号, that the patterns look at."""
_PERCENT = re.compile(
    r"(?P<wrong>(?P<low>\d(?<![\d.%％\-—~～年月日号第:/]\d)\d*(?:\.\d+)?)(?P<dash>[-—~～－至])"
    r"(?P<high>\d+(?:\.\d+)?)(?P<unit>[%％‰万亿]))"
)
_SPAN = re.compile(
    r"(?P<wrong>(?P<low>\d(?<![\w.%\-—~～/:]\d)\d?)-(?P<high>\d{1,2}))"
    r"(?=年内|年(?!\d)|天|个|人(?!民)|名|岁|周|小时|分钟|米|公里|倍|元|次)"
)
_YEARS = re.compile(r"(?P<wrong>(?P<low>[12](?<![\w.\-—~～/:]\d)[09]\d\d)-(?P<high>(?:19|20)\d\d))(?=年|学年)")
_TITLES = re.compile(r"(?P<wrong>》、《)")
_DATE = re.compile(r"(?P<wrong>(?P<month>\d(?<!\d\d)\d?)月(?P<day>\d{1,2})日)")
_MONTH = re.compile(r"年(?<=\d{4}年)(?P<wrong>(?:1[3-9]|[2-9]\d|00?)月)")
_CHINESE_YEAR = re.compile(r"年(?<=(?P<wrong>[一二][\dOo○〇零一二三四五六七八九]{3})年)")
_MIXED = re.compile(r"年(?<=[12]\d\d\d年)(?P<wrong>(?P<month>十[一二]?|[一二三四五六七八九])月)")
_DOUBLED = re.compile(r"(?P<wrong>。。+|，[，。、]+|、[、，。]+|；[；。，]+|：：+)")
_LATIN = re.compile(r"(?P<wrong>[,;:?!](?<=[\u4e00-\u9fff].))(?=[\u4e00-\u9fff])")
_MARKS = re.compile(r"(?P<wrong>[《》（）()〔〕\n])")

_CLOSING = {"《": "》", "（": "）", "(": "）", "〔": "〕"}
_ALIKE = {")": "）"}
_BALANCE = (("《", "》"), ("（(", "）)"), ("〔", "〕"))
_FULL_WIDTH = dict(zip(",;:?!", "，；：？！", strict=True))
_ENUMERATION = re.compile(r"(?:^|[\s，。；、：:;,])[0-9a-zA-Z一二三四五六七八九十①-⑳]{1,3}$")
"""1） and 一） open an item: nothing is to be closed there."""
_NUMERALS = {ord(character): "〇" for character in "0Oo○零"} | {
    ord(digit): word for digit, word in zip("123456789", "一二三四五六七八九", strict=True)
}
_MONTHS = {
    word: month
    for month, word in enumerate(["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"], 1)
}
_YEAR_BEFORE = re.compile(r"(\d{4})年$")
_A_LEAP_YEAR = 2024


def find(text: Text) -> Iterator[Hit]:
    """Yield what is wrong with the form of the plain text, rule by rule."""
    for look in (_numbers, _ranges, _titles, _dates, _chinese_years, _signs, _pairs):
        yield from look(text.plain)


def _numbers(text: str) -> Iterator[Hit]:
    """Yield document numbers not written like 国发〔2021〕5号: hexagonal brackets, neither 第 nor leading zeros."""
    for at in _places(text, "号"):
        for pattern in _NUMBERS:
            for match in pattern.finditer(text, max(at - _LONGEST_NUMBER, 0), at + _SEEN_BEHIND):
                if match.end() == at + 1:
                    serial = match["serial"] or match["padded"]
                    right = f"〔{match['year']}〕{serial.lstrip('0') or serial}号"
                    yield _hit("document-number", Severity.ORDINARY, match, right)


def _ranges(text: str) -> Iterator[Hit]:
    """Yield ranges whose first number lacks the unit (4-6%, 5-10万), and spans with a hyphen for a dash."""
    lines = list(_lines_with(text, "-—~～－至"))
    for match in _found(_PERCENT, text, lines):
        if float(match["low"]) < float(match["high"]) < 10_000:
            right = f"{match['low']}{match['unit']}{match['dash']}{match['high']}{match['unit']}"
            yield _hit("range", Severity.HINT, match, right)
    for pattern, dash in ((_SPAN, "~"), (_YEARS, "—")):
        for match in _found(pattern, text, lines):
            if int(match["low"]) < int(match["high"]):
                yield _hit("range", Severity.HINT, match, f"{match['low']}{dash}{match['high']}", confidence=0.6)


def _titles(text: str) -> Iterator[Hit]:
    for match in _TITLES.finditer(text):
        yield _hit("title-marks", Severity.HINT, match, "》《")


def _dates(text: str) -> Iterator[Hit]:
    """Yield days and months that no calendar has; 29 February is one only in a year that stands before it."""
    for match in _found(_DATE, text, _lines_with(text, "月")):
        year = _YEAR_BEFORE.search(text, max(match.start() - 5, 0), match.start())
        if not _exists(int(year[1]) if year else _A_LEAP_YEAR, int(match["month"]), int(match["day"])):
            yield _hit("date", Severity.ORDINARY, match, "")
    for match in _MONTH.finditer(text):
        yield _hit("date", Severity.ORDINARY, match, "")
    for match in _MIXED.finditer(text):
        yield _hit("date-digits", Severity.HINT, match, f"{_MONTHS[match['month']]}月")


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= monthrange(max(year, 1), month)[1]


def _chinese_years(text: str) -> Iterator[Hit]:
    """Yield years in Chinese numerals whose naught or other digits are of another kind (二0二三, 二零二三)."""
    for match in _CHINESE_YEAR.finditer(text):
        right = match["wrong"].translate(_NUMERALS)
        if right != match["wrong"]:
            yield _hit("date-digits", Severity.HINT, match, right)


def _signs(text: str) -> Iterator[Hit]:
    """Yield punctuation in a row, of which one sign is too many, and Latin signs that strayed among Chinese ones.

    A text that has them throughout was made so by a machine; no author would mend it.
    """
    for match in _DOUBLED.finditer(text):
        signs = match["wrong"]
        yield _hit("punctuation", Severity.HINT, match, "……" if signs.startswith("。。。") else signs[0])
    latin = list(_LATIN.finditer(text)) if any(sign in text for sign in _FULL_WIDTH) else []
    usual = sum(text.count(sign) for sign in _FULL_WIDTH.values()) > len(latin)
    for match in latin if usual else ():
        yield _hit("latin-punctuation", Severity.HINT, match, _FULL_WIDTH[match["wrong"]])


def _pairs(text: str) -> Iterator[Hit]:
    """Yield the marks of a line that open or close nothing. Brackets of either width close each other.

    A text with as many that open as close has at most a pair that a line break parts.
    """
    if all(sum(map(text.count, opening)) == sum(map(text.count, closing)) for opening, closing in _BALANCE):
        return
    opened: list[re.Match[str]] = []
    for match in _MARKS.finditer(text):
        mark = match["wrong"]
        if mark == "\n":
            yield from _left_open(opened)
            opened = []
        elif mark in _CLOSING:
            opened.append(match)
        elif opened and _CLOSING[opened[-1]["wrong"]] == _ALIKE.get(mark, mark):
            opened.pop()
        elif not _ENUMERATION.search(text, max(match.start() - 5, 0), match.start()):
            yield _hit("pairs", Severity.HINT, match, "", confidence=0.6)
    yield from _left_open(opened)


def _left_open(opened: list[re.Match[str]]) -> Iterator[Hit]:
    for match in opened:
        yield _hit("pairs", Severity.HINT, match, "", confidence=0.6)


def _places(text: str, sign: str) -> Iterator[int]:
    at = text.find(sign)
    while at >= 0:
        yield at
        at = text.find(sign, at + 1)


def _lines_with(text: str, signs: str) -> Iterator[tuple[int, int]]:
    """Yield where each line begins and ends that has a digit before one of the signs."""
    end = -1
    for at in sorted(at for sign in signs for at in _places(text, sign)):
        if at > end and text[at - 1].isdecimal():
            end = text.find("\n", at)
            end = len(text) if end < 0 else end
            yield text.rfind("\n", 0, at) + 1, end


def _found(pattern: re.Pattern[str], text: str, lines: Iterable[tuple[int, int]]) -> Iterator[re.Match[str]]:
    """Yield the matches of a pattern that does not go over the end of a line."""
    return (match for line in lines for match in pattern.finditer(text, *line))


def _hit(kind: str, severity: Severity, match: re.Match[str], right: str, confidence: float = 0.9) -> Hit:
    """Return the hit on the group `wrong`; `kind` names the rule and its sentence in the catalogue."""
    wrong = match["wrong"]
    return Hit(
        rule=f"format/{kind}",
        severity=severity,
        start=match.start("wrong"),
        end=match.end("wrong"),
        wrong=wrong,
        right=right,
        why=_why(kind, wrong, right),
        confidence=confidence,
    )


@lru_cache(1_000)
def _why(kind: str, wrong: str, right: str) -> str:
    """Return the sentence of the catalogue; the same few slips stand in a text thousands of times."""
    return say(f"formats.{kind}", wrong=wrong, right=right)
