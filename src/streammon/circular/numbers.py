"""Numbers as circulars print them, in cells and in sentences."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

_CELL = re.compile(r"-?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?")
_PERCENT = re.compile(r"(-?\d+(?:\.\d+)?)[%％]")
_DIGITS = dict(zip("零一二三四五六七八九", range(10), strict=True)) | {"〇": 0, "两": 2}
_UNITS = re.compile(r"(?<=\d)(?:家|个|件|条|次|篇|人|户|项|天)$")

CHINESE = "[一二两三四五六七八九十百]+"


def figure(cell: str) -> Decimal | None:
    """Return the number in a cell (621, 3,844, 12件); None where it holds anything else, a percentage too."""
    bare = _UNITS.sub("", cell)
    return number(bare) if _CELL.fullmatch(bare) else None


def percentage(cell: str) -> Decimal | None:
    """Return the number before the sign in a cell that is a percentage; None for anything else."""
    match = _PERCENT.fullmatch(cell)
    return Decimal(match[1]) if match else None


def number(text: str) -> Decimal:
    """Return the value of digits, with or without commas between thousands, or of Chinese numerals below 1,000."""
    if text[-1].isdigit():
        return Decimal(re.sub("[,，]", "", text))
    return Decimal(_chinese(text))


def rounds_to(share: Decimal, shown: Decimal) -> bool:
    """Tell whether `share` is `shown` when rounded, or cut, to the digits that are shown."""
    exponent = shown.as_tuple().exponent
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    return share.quantize(step, ROUND_HALF_UP) == shown or shown <= share < shown + step


def _chinese(text: str) -> int:
    total, digit = 0, 0
    for character in text:
        if character in "十百":
            total += max(digit, 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit
