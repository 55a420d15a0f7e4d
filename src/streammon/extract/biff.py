"""Records of binary workbooks ([MS-XLS] 2.1.4), of Excel 5.0 (BIFF5) to 2003 (BIFF8)."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from struct import unpack_from


class Kind(IntEnum):
    """The records that we read, by their names in [MS-XLS]."""

    FORMULA = 0x0006
    EOF = 0x000A
    HEADER = 0x0014
    FOOTER = 0x0015
    NOTE = 0x001C
    DATE_1904 = 0x0022
    FILEPASS = 0x002F
    CONTINUE = 0x003C
    CODEPAGE = 0x0042
    OBJ = 0x005D
    COLINFO = 0x007D
    BOUNDSHEET = 0x0085
    MULRK = 0x00BD
    SXSTRING = 0x00CD
    RSTRING = 0x00D6
    XF = 0x00E0
    SST = 0x00FC
    LABELSST = 0x00FD
    TXO = 0x01B6
    NUMBER = 0x0203
    LABEL = 0x0204
    BOOLERR = 0x0205
    STRING = 0x0207
    ROW = 0x0208
    DEFAULT_ROW_HEIGHT = 0x0225
    RK = 0x027E
    FORMAT = 0x041E
    BOF = 0x0809


_HEADER = 4
_WIDE, _EXTENDED, _RICH = 1, 4, 8


@dataclass(frozen=True, slots=True)
class Record:
    """A record and those that continue it, without their headers."""

    kind: int
    parts: list[bytes]

    @property
    def data(self) -> bytes:
        """The record's own bytes."""
        return self.parts[0]


def records(stream: bytes, start: int, stop: int) -> Iterator[Record]:
    """Yield the records from the byte `start` on, up to `stop` or a record that is cut short."""
    current: Record | None = None
    while start + _HEADER <= stop:
        kind, size = unpack_from("<HH", stream, start)
        body = stream[start + _HEADER : start + _HEADER + size]
        start += _HEADER + size
        if kind == Kind.CONTINUE and current is not None:
            current.parts.append(body)
            continue
        if current is not None:
            yield current
        current = Record(kind, [body])
    if current is not None:
        yield current


class Strings:
    """Reads strings out of a record; BIFF8 has them in Unicode, BIFF5 in the code page of the workbook."""

    def __init__(self, *, unicode: bool) -> None:
        self._unicode = unicode
        self._codec = "gb18030"

    def code_page(self, number: int) -> None:
        """Take note of the workbook's code page; an unknown one is taken to be Chinese."""
        try:
            self._codec = "gb18030" if number == 936 else codecs.lookup(f"cp{number}").name
        except LookupError:
            self._codec = "gb18030"

    def read(self, parts: list[bytes], at: int, *, short: bool = False) -> str:
        """Return the string at the byte `at`; the number of its characters is one byte (`short`) or two."""
        data = parts[0]
        if at >= len(data):
            return ""
        count = data[at] if short else unpack_from("<H", data, at)[0]
        at += 1 if short else 2
        if not self._unicode:
            return data[at : at + count].decode(self._codec, "replace")
        return _Cursor(parts, at).string(count)

    def continued(self, parts: list[bytes], count: int) -> str:
        """Return a text of `count` characters that begins with the second of `parts`, as drawn boxes have it."""
        if not self._unicode:
            return b"".join(parts[1:])[:count].decode(self._codec, "replace")
        return _Cursor(parts, 0, 1).string(count)


def shared_strings(record: Record) -> list[str]:
    """Return the table of strings (SST); of one that is cut short, what there is."""
    cursor = _Cursor(record.parts, 8)
    count = unpack_from("<I", record.data, 4)[0]
    found: list[str] = []
    while len(found) < count and not cursor.is_at_end:
        found.append(cursor.string(cursor.number(2)))
    return found


class _Cursor:
    """A position in a record and its continuations."""

    def __init__(self, parts: list[bytes], at: int, part: int = 0) -> None:
        self._parts, self._at, self._part = parts, at, part

    @property
    def is_at_end(self) -> bool:
        self._settle()
        return self._part >= len(self._parts)

    def number(self, size: int) -> int:
        return int.from_bytes(self._bytes(size), "little")

    def string(self, count: int) -> str:
        """Return the string of `count` characters whose flags come next (XLUnicodeRichExtendedString)."""
        flags = self.number(1)
        trailing = (self.number(2) * 4 if flags & _RICH else 0) + (self.number(4) if flags & _EXTENDED else 0)
        pieces: list[str] = []
        while count > 0 and not self.is_at_end:
            if pieces and self._at == 0:
                flags = self.number(1)  # a continuation says anew how wide its characters are
            width = 1 + (flags & _WIDE)
            raw = self._parts[self._part][self._at : self._at + count * width]
            pieces.append(raw.decode("utf-16-le" if width == 2 else "latin-1", "replace"))
            self._at += len(raw)
            count -= -(-len(raw) // width)
        self._bytes(trailing)
        return "".join(pieces)

    def _settle(self) -> None:
        while self._part < len(self._parts) and self._at >= len(self._parts[self._part]):
            self._part, self._at = self._part + 1, 0

    def _bytes(self, size: int) -> bytes:
        found = b""
        while size > 0 and not self.is_at_end:
            piece = self._parts[self._part][self._at : self._at + size]
            self._at += len(piece)
            size -= len(piece)
            found += piece
        return found
