"""Identity numbers that a spreadsheet took for amounts: it keeps fifteen digits and rounds away the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from streammon.detect.privacy.areas import is_area
from streammon.detect.privacy.digits import Run
from streammon.detect.privacy.leak import RESIDENT_ID, Leak, Level
from streammon.detect.privacy.resident_id import is_birth, looks_like_one
from streammon.detect.privacy.surroundings import OTHER, Surroundings

_SCIENTIFIC = re.compile(r"([1-8])\.([0-9]{9,17})[Ee]\+?17(?![0-9])")
_EXPONENT = re.compile(r"[Ee]\+?17(?![0-9])")
_FRACTION = re.compile(r"\.0+(?![A-Za-z0-9.])")
_YEAR = re.compile(r"19|20")


def find(around: Surroundings, among: Sequence[Run]) -> Iterator[Leak]:
    """Yield what spreadsheets left of identity numbers; `among` are the digits that no other detector took.

    With the whole date of birth it is as good as masked weakly; with less, only the file behind it holds the number.
    """
    if _EXPONENT.search(around.plain):
        yield from _scientific(around.plain)
    for group in (group for run in among for group in run if len(group.digits) == 18):
        fraction = _FRACTION.match(around.plain, group.end)
        if OTHER.search(around.lead(group.start, 20)):
            continue
        if _is_rounded(group.digits, has_fraction=fraction is not None):
            yield Leak(RESIDENT_ID, Level.WEAK, group.start, fraction.end() if fraction else group.end, group.digits)


def _scientific(text: str) -> Iterator[Leak]:
    for match in _SCIENTIFIC.finditer(text):
        digits = match[1] + match[2]
        if is_area(digits[:6]) and _YEAR.match(digits, 6):
            shows_birth = len(digits) >= 14 and is_birth(digits[6:14])
            yield Leak(RESIDENT_ID, Level.WEAK if shows_birth else Level.ROUNDED, *match.span(), digits)


def _is_rounded(digits: str, *, has_fraction: bool) -> bool:
    return looks_like_one(digits) and is_area(digits[:6]) and (has_fraction or digits.endswith("000"))
