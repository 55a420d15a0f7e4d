"""The one place where numbers become text: what the text says and what a table says can't differ by a rounding."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

DECIMALS = 1
"""Of a rate, where nobody asks for another number: 42.8%."""


def printed(value: float, decimals: int = DECIMALS, suffix: str = "") -> str:
    """Return a number as it is printed: whole ones without decimals, others rounded half up. A 0 bears no suffix."""
    if isinstance(value, int):
        return f"{value}{suffix}"
    return f"{rounded(value, decimals)}{suffix}"


def rounded(value: float, decimals: int = DECIMALS) -> Decimal:
    """Return `value` rounded half up, as people round (0.125 becomes 0.13)."""
    return Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def percentage(part: float, whole: float) -> float:
    """Return `part` in percent of `whole`; 0 of nothing."""
    return 100.0 * part / whole if whole else 0.0
