"""Personal e-mail addresses in lists of persons. One that an office prints to be written to is no leak."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
_REACH = 20


def find(around: Surroundings, *, with_persons: bool) -> Iterator[Leak]:
    """Yield the personal addresses where they are a list, or where the text holds numbers of persons besides."""
    if "@" not in around.plain and "＠" not in around.plain:
        return
    found = [
        match for match in _PERSONAL.finditer(around.plain) if not _OFFICE.search(around.before(match.start(), _REACH))
    ]
    if with_persons or len({match[0].lower() for match in found}) >= LIST:
        for match in found:
            yield Leak(E_MAIL, Level.OPEN, *match.span(), match[0].lower())
