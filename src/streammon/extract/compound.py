"""Compound files ([MS-CFB]): the streams of Office 97 to 2003 and WPS Office documents."""

from __future__ import annotations

import re
from io import BytesIO

import olefile

from streammon.extract.unreadable import Unreadable
from streammon.words import say

MAGIC = olefile.MAGIC
_ENCRYPTED = ("EncryptionInfo", "EncryptedPackage", "EncryptedSummary", "encryption")
_OBJECT = re.compile(r"(?:ObjectPool/_\d+|MBD[0-9A-F]+)/", re.IGNORECASE)
"""The folders of the objects in a document of Word, and in a workbook."""
_PROPERTIES = {
    "title": "title",
    "subject": "subject",
    "author": "creator",
    "last_saved_by": "lastModifiedBy",
    "keywords": "keywords",
    "comments": "description",
    "category": "category",
    "manager": "Manager",
    "company": "Company",
}
"""The names in olefile's metadata, and those of the core properties."""


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
        metadata = self._file.get_metadata()
        return [(key, _text(getattr(metadata, name))) for name, key in _PROPERTIES.items()]


def _text(value: bytes | str | None) -> str:
    """Return a property: what is no UTF-8 is in the code page of a Chinese Windows."""
    if not isinstance(value, bytes):
        return value or ""
    try:
        return value.rstrip(b"\0").decode("utf-8")
    except UnicodeDecodeError:
        return value.rstrip(b"\0").decode("gb18030", "replace")
