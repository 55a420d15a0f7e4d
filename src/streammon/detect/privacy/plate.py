"""Licence plates (GA 36-2018), and whether they are said to be somebody's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from streammon.detect.privacy.leak import LICENCE_PLATE, Leak, Level
from streammon.detect.privacy.surroundings import Surroundings

_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Za-hj-np-z][·•. \-]?"
    r"(?:[A-HJ-NP-Za-hj-np-z0-9]{5,6}|[A-HJ-NP-Za-hj-np-z0-9]{4}[学警港澳挂])(?![A-Za-z0-9\-])"
)
_FEWEST_DIGITS = 3
_OWNER = re.compile(r"车主|驾驶人|驾驶员|司机|当事人|所有人|姓名|违法人")


def find(around: Surroundings) -> Iterator[Leak]:
    """Yield every plate: laid open where its line or the table's head speaks of a person, as a contact otherwise."""
    for match in _PLATE.finditer(around.plain):
        if sum(map(str.isdigit, match[0])) >= _FEWEST_DIGITS:
            words = around.line(match.start()) + "".join(around.heads(match.start()))
            level = Level.OPEN if _OWNER.search(words) else Level.CONTACT
            yield Leak(LICENCE_PLATE, level, *match.span(), re.sub(r"[·•. \-]", "", match[0]).upper())
