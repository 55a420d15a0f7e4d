"""Cells of spreadsheets: what stands in one, as a reader sees it, and what the cell is called."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from struct import pack, unpack

GENERAL = "General"

_BUILT_IN = {
    **dict.fromkeys((9, 10), "0%"),
    **dict.fromkeys((1, 2, 3, 4, 37, 38, 39, 40, 41, 42, 43, 44), "0"),
    **dict.fromkeys((11, 48), "0E+0"),
    **dict.fromkeys((*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)), "yyyy-m-d"),
}
"""Number formats without a code of their own (ISO/IEC 29500-1, 18.8.30), 27 to 36 and 50 to 58 being Chinese dates."""
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_GENERAL = frozenset({"", "@", "general", "standard", "g/通用格式"})
_LITERAL = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]')
_DATE = re.compile("[dmyhs]|aaa|e(?![+-])")
_MOST_DIGITS = 10.0**15
"""A spreadsheet keeps 15 digits; of a longer number it has lost the rest."""
_EXACT = 2.0**53
"""Below, a float keeps every digit of a whole number."""
_LONGEST = 20
_LARGEST, _SMALLEST = 1e20, 1e-9
_LAST_DAY = 2_958_466
_DAYS_1904 = 1_462


def format_code(number: int, own: dict[int, str]) -> str:
    """Return the code of the number format `number`, `own` being those that the file defines."""
    return own.get(number) or _BUILT_IN.get(number, GENERAL)


def number(value: float, code: str = GENERAL, *, since_1904: bool = False) -> str:
    """Return a number as it reads under the number format `code`: dates as ISO 8601, percentages with their sign.

    Whole numbers have neither an exponent nor `.0`, except where digits are lost and the reader sees 6.10326E+17.
    """
    match _kind(code):
        case "date" if 0 <= value < _LAST_DAY:
            return _date(value + _DAYS_1904 * since_1904)
        case "percent" if abs(value) < _LARGEST:
            return _plain(Decimal(f"{value:.15g}") * 100) + "%"
        case "general" if abs(value) >= _MOST_DIGITS and not _is_exact(value):
            return _exponential(value)
        case "exponent":
            return _exponential(value)
    if value and not _SMALLEST <= abs(value) < _LARGEST:  # infinity and "not a number" too
        return _exponential(value)
    return _plain(Decimal(value) if _is_exact(value) else Decimal(f"{value:.15g}"))


def literal(text: str, code: str = GENERAL, *, since_1904: bool = False) -> str:
    """Return a number that is kept as text, as it reads. One whose digits are all written out has lost none."""
    if text.isdigit() and len(text) <= _LONGEST and _kind(code) in ("general", "plain"):
        return text
    return number(float(text), code, since_1904=since_1904)


def rk(value: int) -> float:
    """Return a number kept in 32 bits (RkNumber): a whole one or half a float, perhaps a hundred times as large."""
    if value & 2:
        whole = value >> 2
        kept = float(whole - (1 << 30) if whole & (1 << 29) else whole)
    else:
        kept = float(unpack("<d", pack("<II", 0, value & 0xFFFFFFFC))[0])
    return kept / 100 if value & 1 else kept


def constant(value: int, *, is_error: bool) -> str:
    """Return the name of a truth value or of an error, by its number in binary workbooks."""
    return _ERRORS.get(value, "") if is_error else ("FALSE", "TRUE")[bool(value)]


def flat(text: str) -> str:
    """Return the text of a cell without the characters that part cells and rows."""
    return " ".join(re.split(r"[\t\r\n\v\f]+", text)).strip(" ") if re.search(r"[\t\r\n\v\f]", text) else text


def column(letters: str) -> int:
    """Return the index from 0 of the column at the beginning of a reference (A, AB7). -1 without one."""
    index = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z":
            break
        index = index * 26 + ord(letter) - 64
    return index - 1


def reference(row: int, index: int) -> str:
    """Return the name of the cell in row `row` (from 1) and column `index` (from 0): B7."""
    letters, rest = "", index + 1
    while rest > 0:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row}"


@lru_cache(maxsize=512)
def _kind(code: str) -> str:
    bare = _LITERAL.sub("", code.lower()).partition(";")[0]
    if code.lower() in _GENERAL or bare in _GENERAL:
        return "general"
    if re.search("e[+-]", bare):
        return "exponent"
    if _DATE.search(bare):
        return "date"
    return "percent" if "%" in bare else "plain"


def _date(serial: float) -> str:
    """Return a day number as a date; the fraction is the time. Day 60 is the 29th of February 1900, which never was."""
    moment = datetime(1899, 12, 30) + timedelta(days=serial < 60, seconds=round(serial * 86_400))  # noqa: DTZ001 -- no zone
    if serial < 1:
        return f"{moment:%H:%M:%S}"
    return f"{moment:%Y-%m-%d %H:%M:%S}".removesuffix(" 00:00:00")


def _is_exact(value: float) -> bool:
    """Return whether a whole number has 16 digits that a program wrote: what is typed in has but 15, and a zero."""
    return value.is_integer() and abs(value) < _EXACT and value != float(f"{value:.15g}")


def _exponential(value: float) -> str:
    mantissa, _, exponent = f"{value:.5E}".partition("E")
    return f"{mantissa.rstrip('0').rstrip('.')}E{exponent}" if exponent else ""


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
