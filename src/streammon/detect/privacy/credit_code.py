"""Unified social credit codes of organisations (GB 32100-2015): public, and as long as an identity number."""

from __future__ import annotations

from streammon.detect.privacy.areas import is_area

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""No I, O, S, V, Z."""
_KINDS = frozenset(
    (
        *("11", "12", "13", "19", "21", "29", "31", "32", "33", "34", "35", "39", "41", "49", "51", "52", "53", "54"),
        *("55", "59", "61", "62", "69", "71", "72", "79", "81", "89", "91", "92", "93", "A1", "A9", "N1", "N2", "N3"),
        *("N9", "Y1"),
    )
)
"""The registering authority and the kind of organisation: the first two characters."""


def is_credit_code(code: str) -> bool:
    """Tell whether 18 characters are a credit code: kind, place of registration and check character."""
    if len(code) != 18 or not set(code) <= set(_ALPHABET) or code[:2] not in _KINDS:
        return False
    if not is_area(code[2:8]) and code[2:8] != "100000":
        return False
    total = sum(_ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(code[:17]))
    return _ALPHABET[-total % 31] == code[17]
