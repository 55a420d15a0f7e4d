"""Numbers of passports and travel permits: a letter or two and digits, beside a word that tells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from streammon.detect.privacy.leak import PASSPORT, Leak, Level
from streammon.detect.privacy.surroundings import Surroundings

_TELLING = re.compile(r"护照|通行证|回乡证|台胞证|旅行证")
_NUMBER = re.compile(
    r"[CDEGHKMPSTcdeghkmpst1](?:(?<=1)[45][0-9]{7}|(?<![CTct1])[A-Za-z]?[0-9]{7,8}|(?<=[CTct])[0-9]{8})"
    r"(?:[0-9]{2})?(?![A-Za-z0-9])"
)
"""Ordinary (E, G, 14, 15), diplomatic (D), service (S) and public-affairs (P) passports, those of Hong Kong (H, K) and
Macao (M), and the travel permits to and from there and Taiwan (C, H, M, T)."""
_TOUCHING = re.compile(r"[A-Za-z0-9]")
_REACH = 24


def find(around: Surroundings) -> Iterator[Leak]:
    """Yield the passport numbers that a telling word or such a column's head introduces."""
    for number in _NUMBER.finditer(around.plain):
        if _TOUCHING.match(around.plain, max(number.start() - 1, 0), number.start()):
            continue
        if _TELLING.search(around.lead(number.start(), _REACH)):
            yield Leak(PASSPORT, Level.OPEN, number.start(), number.end(), number[0].upper())
