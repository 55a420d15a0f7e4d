"""Personal e-mail addresses in lists of persons. One that an office prints to be written to is no leak."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from streammon.detect.privacy.leak import E_MAIL, Leak, Level
from streammon.detect.privacy.surroundings import Surroundings

LIST = 3
"""So many different personal addresses that nobody introduces are a list of persons."""

_PERSONAL = re.compile(
    r"(?<![A-Za-z0-9._%+\-])[A-Za-z0-9][A-Za-z0-9._%+\-]{1,63}[@＠]"
    r"(?i:(?:vip\.)?(?:qq|163|126|sina|sohu|foxmail|gmail|hotmail|outlook|yeah|139|189|21cn|aliyun|tom|wo|live|icloud)"
    r"\.(?:com|cn|net|com\.cn))(?![A-Za-z0-9])"
)
_OFFICE = re.compile(r"邮箱|邮件|电邮|信箱|投稿|联系|(?i:e-?mail)")
_HEAD = re.compile(r"邮箱|邮件|信箱|(?i:e-?mail)")
_OFFICES = re.compile(r"职务|科室|部门|单位|企业|公司|机构|学校|办公")
_PERSON = re.compile(r"姓名|户主|申请人|学生|考生")
_REACH = 20


def find(around: Surroundings, persons: Sequence[Leak]) -> Iterator[Leak]:
    """Yield the personal addresses of a list, and those in a text that holds `persons`: identity and card numbers.

    One that is called a mail address is an office's, unless its row or line tells of a person.
    """
    if "@" not in around.plain and "＠" not in around.plain:
        return
    lines = {around.line_start(leak.start) for leak in persons}
    sure, unsure = [], []
    for match in _PERSONAL.finditer(around.plain):
        if around.line_start(match.start()) in lines or _is_in_column_of_persons(around, match.start()):
            sure.append(match)
        elif not _OFFICE.search(around.before(match.start(), _REACH)):
            unsure.append(match)
    is_list = persons or len({match[0].lower() for match in (*sure, *unsure)}) >= LIST
    for match in (*sure, *unsure) if is_list else sure:
        yield Leak(E_MAIL, Level.OPEN, *match.span(), match[0].lower())


def _is_in_column_of_persons(around: Surroundings, position: int) -> bool:
    heads = "\t".join(around.heads(position))
    if not _PERSON.search(heads) or _OFFICES.search(heads):
        return False
    return _HEAD.search(around.heading(position)) is not None
