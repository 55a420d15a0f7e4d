"""Binary workbooks of Excel 2007 and later ([MS-XLSB]): a ZIP package like xlsx, its parts made of records."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from struct import unpack_from

from streammon.extract.cells import GENERAL, constant, flat, format_code, number, rk
from streammon.extract.document import Writer
from streammon.extract.drawing import boxes
from streammon.extract.package import Package
from streammon.extract.sheets import Columns, Sheets, Visibility
from streammon.extract.xlsx import margin

MAIN = "xl/workbook.bin"

_NONE = 0xFFFFFFFF
"""The length of a string that is absent."""
_Record = tuple[int, bytes]


class Kind(IntEnum):
    """The records that we read, by their names in [MS-XLSB] 2.3.1."""

    ROW = 0
    RK = 2
    ERROR = 3
    BOOL = 4
    REAL = 5
    STRING = 6
    SHARED = 7
    FORMULA_STRING = 8
    FORMULA_NUMBER = 9
    FORMULA_BOOL = 10
    FORMULA_ERROR = 11
    SST_ITEM = 19
    FORMAT = 44
    XF = 47
    COLUMN = 60
    RICH_STRING = 62
    WORKBOOK = 153
    SHEET = 156
    HEADER_FOOTER = 479
    SHEET_FORMAT = 485
    BEGIN_CELL_STYLES = 617
    END_CELL_STYLES = 618
    COMMENT = 635
    COMMENT_TEXT = 637


def write(package: Package, writer: Writer) -> None:
    """Write the text of an xlsb file: every sheet with its notes, margins and boxes."""
    _Workbook(package, writer).write()


def _records(data: bytes) -> Iterator[_Record]:
    """Yield the records of a part, up to one that is cut short; kind and size are of variable length (2.1.4)."""
    at = 0
    while at < len(data):
        kind, at = _variable(data, at, 2)
        size, at = _variable(data, at, 4)
        yield kind, data[at : at + size]
        at += size


def _variable(data: bytes, at: int, most: int) -> tuple[int, int]:
    value = 0
    for index in range(most):
        byte = data[at + index]
        value |= (byte & 0x7F) << 7 * index
        if not byte & 0x80:
            return value, at + index + 1
    return value, at + most


def _string(data: bytes, at: int) -> tuple[str, int]:
    """Return the string at the byte `at`, "" for one that is absent, and where it ends."""
    count = unpack_from("<I", data, at)[0]
    end = at + 4 + (0 if count == _NONE else 2 * count)
    return data[at + 4 : end].decode("utf-16-le", "replace"), end


class _Workbook:
    def __init__(self, package: Package, writer: Writer) -> None:
        self._package, self._sheets = package, Sheets(writer)
        self._since_1904 = False
        self._list: list[tuple[str, Visibility, str]] = []
        for kind, data in _records(package.read(MAIN)):
            if kind == Kind.WORKBOOK:
                self._since_1904 = bool(data[0] & 1)
            elif kind == Kind.SHEET:
                key, end = _string(data, 8)
                self._list.append((_string(data, end)[0], Visibility(min(data[0], 2)), key))
        shared = _records(package.joined(MAIN, "sharedStrings"))
        self._strings = [flat(_string(data, 1)[0]) for kind, data in shared if kind == Kind.SST_ITEM]
        self._formats = self._read_formats()

    def _read_formats(self) -> list[str]:
        """Return the code of the number format of every cell style."""
        own, styles, is_cells = dict[int, str](), list[int](), False
        for kind, data in _records(self._package.joined(MAIN, "styles")):
            match kind:
                case Kind.FORMAT:
                    own[unpack_from("<H", data)[0]] = _string(data, 2)[0]
                case Kind.BEGIN_CELL_STYLES | Kind.END_CELL_STYLES:
                    is_cells = kind == Kind.BEGIN_CELL_STYLES
                case Kind.XF if is_cells:
                    styles.append(unpack_from("<H", data, 2)[0])
        return [format_code(style, own) for style in styles]

    def write(self) -> None:
        relations = self._package.relations(MAIN)
        for name, visibility, key in self._list:
            relation = relations.pop(key, None)  # a part that two sheets name is read once
            self._sheets.begin(name, visibility, hidden := Columns())
            if relation is not None and relation.target in self._package:
                self._sheet(relation.target, hidden)
        self._sheets.end()

    def _sheet(self, part: str, hidden: Columns) -> None:
        row, is_hidden, by_default, cells, margins = 0, False, False, dict[int, str](), list[str]()
        for kind, data in _records(self._package.read(part)):
            match kind:
                case Kind.ROW:
                    self._sheets.row(row + 1, cells, hidden=is_hidden)
                    row, is_hidden, cells = unpack_from("<I", data)[0], by_default or bool(data[11] & 0x10), {}
                case Kind.SHEET_FORMAT:
                    by_default = bool(data[8] & 2)
                case Kind.COLUMN:
                    first, last, width, _, flags = unpack_from("<IIIIH", data)
                    if flags & 1 or width == 0:
                        hidden.add(first, last)
                case Kind.HEADER_FOOTER:
                    margins = _margins(data)
                case _ if text := self._text(kind, data):
                    cells[unpack_from("<I", data)[0]] = text
        self._sheets.row(row + 1, cells, hidden=is_hidden)
        self._around(part, margins)

    def _text(self, kind: int, data: bytes) -> str:
        match kind:
            case Kind.SHARED:
                index: int = unpack_from("<I", data, 8)[0]
                return self._strings[index]
            case Kind.STRING | Kind.FORMULA_STRING | Kind.RICH_STRING:
                return flat(_string(data, 8 + (kind == Kind.RICH_STRING))[0])
            case Kind.RK:
                return self._number(rk(unpack_from("<I", data, 8)[0]), data)
            case Kind.REAL | Kind.FORMULA_NUMBER:
                return self._number(unpack_from("<d", data, 8)[0], data)
            case Kind.BOOL | Kind.FORMULA_BOOL | Kind.ERROR | Kind.FORMULA_ERROR:
                return constant(data[8], is_error=kind in (Kind.ERROR, Kind.FORMULA_ERROR))
        return ""

    def _number(self, value: float, data: bytes) -> str:
        style = int.from_bytes(data[4:7], "little")
        code = self._formats[style] if style < len(self._formats) else GENERAL
        return number(value, code, since_1904=self._since_1904)

    def _around(self, sheet: str, margins: list[str]) -> None:
        """Write what belongs to a sheet and is in no row of it."""
        row = column = 0
        comments = (
            record for part in self._package.related(sheet, "comments") for record in _records(self._package.read(part))
        )
        for kind, data in comments:
            if kind == Kind.COMMENT:
                row, column = unpack_from("<I4xI", data, 4)
            elif kind == Kind.COMMENT_TEXT:
                self._sheets.note(row + 1, column, _string(data, 1)[0])
        for text in margins:
            self._sheets.margin(text)
        for part in self._package.related(sheet, "drawing"):
            for text, is_hidden in boxes(self._package.xml(part)):
                self._sheets.box(text, hidden=is_hidden)


def _margins(data: bytes) -> list[str]:
    """Return the six headers and footers (odd, even, first), those that are absent being empty."""
    found, at = list[str](), 2
    while len(found) < 6 and at + 4 <= len(data):
        code, at = _string(data, at)
        found.append(margin(code))
    return found
