"""What templates may call: names in a row, rates, problems in words, and the ties of a typed number to the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from streammon.errors import ConfigError
from streammon.report.figure import Figure, Number
from streammon.report.incidents_view import IncidentsView
from streammon.report.rounding import percentage
from streammon.report.tied import tie, untie
from streammon.report.views import TableView
from streammon.words import say

_LEVELS = "省市县区旗州"
"""A unit's name begins with its level (县发改局), which is said once in a row of names."""
_CHINESE = "零一二三四五六七八九"
_ACCOUNT = "“{}”"


def names(found: TableView | Iterable[str], at_most: int = 0) -> str:
    """Return names in a row, the level said once: 县发改局、农业农村局; with `at_most`, 县住建局、交通局等10家."""
    return _row(_names(found), at_most, "、", abridge=True)


def titles(found: TableView | Iterable[str], at_most: int = 0) -> str:
    """Return names of accounts and columns in a row, each in quotation marks: “眉县招商”“眉县民政”."""
    return _row([_ACCOUNT.format(name) for name in _names(found)], at_most, "", abridge=False)


def _names(found: TableView | Iterable[str]) -> list[str]:
    return found.names if isinstance(found, TableView) else [str(name) for name in found]


def _row(texts: Sequence[str], at_most: int, between: str, *, abridge: bool) -> str:
    shown = texts[:at_most] if at_most else texts
    row = between.join(_abridged(shown) if abridge else shown)
    if len(shown) == len(texts):
        return row
    return say("report.and_others", names=row, count=Figure(len(texts)))


def _abridged(texts: Sequence[str]) -> list[str]:
    """Leave the level out of every name but the first that bears it."""
    found: list[str] = []
    said: set[str] = set()
    for text in texts:
        level = text[:1]
        if level in _LEVELS and level in said and len(text) > 3:
            found.append(text[1:])
        else:
            found.append(text)
        said.add(level)
    return found


def rate(part: Figure, whole: Figure, decimals: int = 1) -> Figure:
    """Return the share in percent: 42.8%. Nothing of nothing is 0%."""
    return Figure(float(percentage(_value(part), _value(whole))), decimals, "%")


def percent(value: Figure, decimals: int = 1) -> Figure:
    """Return a measure that is a rate already as it is printed: 95.28%."""
    return Figure(float(_value(value)), decimals, "%")


def _value(number: Figure | Number) -> Number:
    """Return the number; a typed one is none of the ledger's, and would not become one by dividing it."""
    if not isinstance(number, Figure):
        raise TypeError(number)
    return number.value


def problems(found: TableView) -> str:
    """Return who has which problem, one sentence: “眉县教育”“眉县反诈中心”应转载信息数量不足；“眉县公安”……."""
    told = [titles(group) + sentence for sentence, group in found.by_problem]
    return say("report.sentence_break").join(told)


def errors(found: IncidentsView) -> str:
    """Return the slips in words, each once: 将“风清气正”错写为“风情气正”，将……."""
    told = [
        say("report.wrong_for_right", wrong=each["wrong"], right=each["right"])
        for each in found
        if each["wrong"] and each["right"]
    ]
    return "，".join(dict.fromkeys(told))


def chinese(number: Figure | Number) -> str:
    """Return a whole number from 0 to 99 in Chinese numerals: 四, 十二. A number of the ledger stays tied."""
    value = number.value if isinstance(number, Figure) else number
    if not isinstance(value, int) or not 0 <= value <= 99:
        raise ValueError(value)
    text = _in_chinese(value)
    return tie(text) if isinstance(number, Figure) else text


def _in_chinese(value: int) -> str:
    tens, ones = divmod(value, 10)
    if not tens:
        return _CHINESE[ones]
    return ("" if tens == 1 else _CHINESE[tens]) + "十" + (_CHINESE[ones] if ones else "")


def quoted(text: str) -> str:
    """Return a text that is quoted from a rule or is a name: its numbers are not the ledger's to know."""
    return tie(text)


def day(text: str, *, year: bool = True) -> str:
    """Return a date that is none of the period's, such as a deadline: 2023年11月20日. Raises ConfigError."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise ConfigError("", say("report.template.date", text=text)) from None
    if year:
        return tie(say("report.date", year=found.year, month=found.month, day=found.day))
    return tie(say("report.month_day", month=found.month, day=found.day))


def length(found: object) -> Figure:
    """Return how many there are: the filter `length`, as a number of the ledger."""
    if isinstance(found, TableView | IncidentsView | list | tuple | dict):
        return Figure(len(found))
    raise TypeError(found)


class Ties:
    """`same(456, accounts.published)`: notes every number that was typed and is not the ledger's."""

    def __init__(self) -> None:
        self.differing: list[tuple[str, str]] = []

    def same(self, written: Number | str, known: Figure) -> str:
        """Return what was written, tied, where it is what the ledger says; else note both, and mark the place."""
        _value(known)
        says = untie(str(known))
        text = str(written) if isinstance(written, str) else untie(str(Figure(written, known.decimals)))
        if _normal(text) in (_normal(says), _normal(says.removesuffix("%"))) or text == _spelled(known):
            return tie(text if isinstance(written, str) else says)
        self.differing.append((text, says))
        return BROKEN + chr(FIRST_BROKEN + len(self.differing) - 1)


BROKEN = "\uf0ff"
"""In a rendered text: the next character says which tie is broken, counted from FIRST_BROKEN."""
FIRST_BROKEN = 0xF100


def _spelled(known: Figure) -> str:
    return _in_chinese(known.value) if isinstance(known.value, int) and 0 <= known.value <= 99 else ""


def _normal(text: str) -> str:
    return text.replace(",", "").replace("，", "").replace("％", "%").replace(" ", "")


CALLABLE = {
    "names": names,
    "titles": titles,
    "rate": rate,
    "percent": percent,
    "problems": problems,
    "errors": errors,
    "chinese": chinese,
    "quoted": quoted,
    "date": day,
}
"""What templates may call, and use as filters (`{{ accounts|titles }}`), besides `same` and `chart`."""
