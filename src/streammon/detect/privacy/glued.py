"""An identity number and another number of a person with nothing between: two cells that lost the space."""

from __future__ import annotations

import re
from collections.abc import Sequence

from streammon.detect.privacy.areas import is_area
from streammon.detect.privacy.bank_card import is_card
from streammon.detect.privacy.digits import Group, Run
from streammon.detect.privacy.resident_id import is_resident_id

_ID = 18
_LENGTHS = (_ID + 11, _ID + 16, _ID + 19)
_MOBILE = re.compile(r"1[3-9][0-9]{9}")


def parted(run: Run) -> Run:
    """Return the run with every group that is surely two numbers in two."""
    return [part for group in run for part in _parts(group)]


def _parts(group: Group) -> Sequence[Group]:
    if len(group.digits) in _LENGTHS:
        for cut in (_ID, len(group.digits) - _ID):
            first, second = group.digits[:cut], group.digits[cut:]
            if _is_pair(first, second) or _is_pair(second, first):
                middle = group.start + cut
                return Group(first, group.start, middle), Group(second, middle, group.end)
    return (group,)


def _is_pair(number: str, other: str) -> bool:
    if not is_resident_id(number) or not is_area(number[:6]):
        return False
    return _MOBILE.fullmatch(other) is not None or is_card(other)
