"""Compound files ([MS-CFB]): the streams of Office 97 to 2003 and WPS Office documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from struct import error, unpack_from

import olefile

from streammon.extract.unreadable import Unreadable
from streammon.words import say

MAGIC = olefile.MAGIC
_ENCRYPTED = ("EncryptionInfo", "EncryptedPackage", "EncryptedSummary", "encryption")
_OBJECT = re.compile(r"(?:ObjectPool/_\d+|MBD[0-9A-F]+)/", re.IGNORECASE)
"""The folders of the objects in a document of Word, and in a workbook."""
_PROPERTIES = {
    "\x05SummaryInformation": {
        2: "title",
        3: "subject",
        4: "creator",
        5: "keywords",
        6: "description",
        8: "lastModifiedBy",
    },
    "\x05DocumentSummaryInformation": {2: "category", 14: "Manager", 15: "Company"},
}
"""The names of the core properties, by stream and number ([MS-OLEPS] 2.25)."""
_MOST_PROPERTIES = 100
_SECTION = 44
_BYTES, _WIDE = 0x1E, 0x1F


class Compound:
    """The streams in one folder of a compound file, by path; upper and lower case are one."""

    def __init__(self, file: olefile.OleFileIO[str], folder: str) -> None:
        self._file, self._folder = file, folder
        paths = ("/".join(path) for path in file.listdir())
        self.paths = tuple(path.removeprefix(folder) for path in paths if path.startswith(folder))
        self._names = frozenset(path.lower() for path in self.paths)

    @classmethod
    def of(cls, data: bytes) -> Compound:
        """Open a file. Raises Unreadable for one with a password, and olefile's errors."""
        file = cls(olefile.OleFileIO(BytesIO(data)), "")
        if any(path in _ENCRYPTED for path in file.paths):
            raise Unreadable(say("office.unreadable.encrypted"))
        return file

    def __contains__(self, path: str) -> bool:
        return path.lower() in self._names

    def read(self, path: str) -> bytes:
        """Return the bytes of a stream. Raises OSError without it."""
        with self._file.openstream(self._folder + path) as stream:
            return bytes(stream.read())

    def folders(self) -> list[str]:
        """Return the folders of embedded objects."""
        return sorted({found[0] for path in self.paths if (found := _OBJECT.match(path))})

    def folder(self, path: str) -> Compound:
        """Return what is in a folder."""
        return Compound(self._file, self._folder + path)

    def properties(self) -> list[tuple[str, str]]:
        """Return what the file says of itself, by the names of the core properties."""
        found: list[tuple[str, str]] = []
        for path, names in _PROPERTIES.items():
            if path in self:
                with suppress(error):  # a damaged set of properties is no reason not to read the text
                    found += _set(self.read(path), names)
        return found


def _set(stream: bytes, names: dict[int, str]) -> Iterator[tuple[str, str]]:
    """Yield the texts of a property set; olefile's own reader believes any number of values that it is told."""
    start = unpack_from("<I", stream, _SECTION)[0]
    count = unpack_from("<I", stream, start + 4)[0]
    for index in range(min(count, _MOST_PROPERTIES)):
        number, offset = unpack_from("<II", stream, start + 8 + 8 * index)
        if number in names:
            yield names[number], _text(stream, start + offset)


def _text(stream: bytes, at: int) -> str:
    """Return a value that is a text; bytes that are no UTF-8 are in the code page of a Chinese Windows."""
    kind, size = unpack_from("<II", stream, at)
    at += 8
    if kind == _WIDE:
        return stream[at : at + 2 * size].decode("utf-16-le", "replace").strip("\0")
    if kind != _BYTES:
        return ""
    raw = stream[at : at + size].strip(b"\0")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")
