"""Zip files (PKWARE APPNOTE 6.3) as archives, with the names that Chinese Windows gives them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from functools import partial
from io import BytesIO

from streammon.extract.nesting import Member
from streammon.extract.unreadable import Unreadable
from streammon.words import say

_UTF_8 = 0x800
_ENCRYPTED = 1


def members(data: bytes) -> Iterator[Member]:
    """Yield the files of a zip file, in order."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for info in archive.infolist():
            if not info.is_dir():
                yield Member(_name(info), partial(_read, archive, info))


def _name(info: zipfile.ZipInfo) -> str:
    """Return a name as it was meant: without the UTF-8 flag it is in the code page of whoever packed it."""
    if info.flag_bits & _UTF_8:
        return info.filename
    raw = info.filename.encode("cp437")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    if info.flag_bits & _ENCRYPTED:
        raise Unreadable(say("extract.unreadable.encrypted"))
    try:
        with archive.open(info) as stream:
            return stream.read(most + 1)
    except NotImplementedError as error:
        raise Unreadable(say("extract.unreadable.method")) from error
