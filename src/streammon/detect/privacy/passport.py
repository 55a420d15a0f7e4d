"""Numbers of passports and travel permits: a letter or two and digits, beside a word that tells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from streammon.detect.privacy.leak import PASSPORT, Leak, Level
from streammon.detect.privacy.surroundings import Surroundings

_TELLING = re.compile(r"护照|通行证|回乡证|台胞证|旅行证")
_NUMBER = re.compile(
    r"[CDEGHKLMPSTWcdeghklmpstw1](?:(?<=1)[45][0-9]{7}|(?<![TLWtlw1])[A-Za-z]?[0-9]{7,8}|(?<=[TLWtlw])[0-9]{8})"
    r"(?:[0-9]{2})?(?![A-Za-z0-9])"
)
"""Ordinary (E, G, 14, 15), diplomatic (D), service (S) and public-affairs (P) passports, those of Hong Kong (H, K) and
Macao (M), and the travel permits to and from there and Taiwan (C, H, L, M, T, W)."""
_LABEL = re.compile(rf"(?:{_TELLING.pattern})(?:证件)?(?:号码?|编号|No\.?)")
_CALLED = re.compile(rf"{_LABEL.pattern}[：:为是 \u3000\t]{{0,4}}$")
_ANY_NUMBER = re.compile(r"[A-Za-z0-9](?:(?<=[A-Za-z])[A-Za-z]{0,2} ?[0-9]{6,9}|(?<=[0-9])[0-9]{7,8})(?![A-Za-z0-9])")
"""What a foreign passport or a permit of a resident of Taiwan may be, where nothing else can stand."""
_TOUCHING = re.compile(r"[A-Za-z0-9]")
_REACH = 24


def find(around: Surroundings) -> Iterator[Leak]:
    """Yield the passport numbers that a telling word or such a column's head introduces."""
    if not _TELLING.search(around.plain):
        return
    found = {number.start(): number for number in _led_by(around, _NUMBER, _TELLING)}
    if _LABEL.search(around.plain):
        found |= {number.start(): number for number in _led_by(around, _ANY_NUMBER, _CALLED)}
    for number in found.values():
        yield Leak(PASSPORT, Level.OPEN, number.start(), number.end(), number[0].upper())


def _led_by(around: Surroundings, form: re.Pattern[str], words: re.Pattern[str]) -> Iterator[re.Match[str]]:
    for number in form.finditer(around.plain):
        if _TOUCHING.match(around.plain, max(number.start() - 1, 0), number.start()):
            continue
        if words.search(around.lead(number.start(), _REACH)):
            yield number
