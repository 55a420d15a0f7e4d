"""Workbooks of Excel 5.0 to 2003 and of WPS Office, .xls and .et ([MS-XLS])."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from struct import unpack_from

from streammon.extract.biff import Kind, Record, Strings, records, shared_strings
from streammon.extract.cells import GENERAL, constant, flat, format_code, number, rk
from streammon.extract.compound import Compound
from streammon.extract.document import Writer
from streammon.extract.sheets import Columns, Sheets, Visibility
from streammon.extract.unreadable import Unreadable
from streammon.extract.xlsx import margin
from streammon.words import say

MAIN = ("Workbook", "Book")
_CACHES = "_SX_DB_CUR/"
_BIFF5, _BIFF8 = 0x0500, 0x0600


def write(file: Compound, path: str, writer: Writer) -> None:
    """Write the text of the workbook in the stream `path`: every sheet with its notes, margins, boxes; pivot caches."""
    write_sheets(file.read(path), sheets := Sheets(writer))
    for each in file.paths:
        if each.startswith(_CACHES):
            sheets.concealed(say("office.sheet.pivot"), "\n".join(_cached(file.read(each))))
    sheets.end()


def write_sheets(stream: bytes, sheets: Sheets) -> None:
    """Write the sheets of a workbook's stream. Raises Unreadable for one that is encrypted or too old."""
    book = _Book(stream)
    for name, visibility, start, stop in book.sheets():
        sheets.begin(name, visibility, hidden := Columns())
        _Sheet(book, hidden).write(records(stream, start, stop), sheets)


def _cached(stream: bytes) -> Iterator[str]:
    """Yield the texts that a pivot table keeps of its source."""
    strings = Strings(unicode=True)
    return (strings.read(each.parts, 0) for each in records(stream, 0, len(stream)) if each.kind == Kind.SXSTRING)


class _Book:
    """What all sheets of a workbook share: the records before the first sheet."""

    def __init__(self, stream: bytes) -> None:
        self._end = len(stream)
        version = unpack_from("<H", stream, 4)[0] if stream[:2] == b"\x09\x08" else 0
        if version not in (_BIFF5, _BIFF8):
            raise Unreadable(say("office.unreadable.old-sheet"))
        self.is_biff8 = version == _BIFF8
        self.strings = Strings(unicode=self.is_biff8)
        self.since_1904 = False
        self.shared: list[str] = []
        self._own_formats: dict[int, str] = {}
        self._styles: list[int] = []
        self._bounds: list[tuple[str, Visibility, int]] = []
        for record in records(stream, 0, self._end):
            if record.kind == Kind.EOF:
                break
            self._note(record)

    def sheets(self) -> Iterator[tuple[str, Visibility, int, int]]:
        """Yield name, visibility, first byte and end of every sheet. Bytes that two sheets claim are read once."""
        starts = sorted({start for _, _, start in self._bounds})
        ends = dict(zip(starts, [*starts[1:], self._end], strict=True))
        for name, visibility, start in self._bounds:
            yield name, visibility, start, ends.pop(start, start)

    def code(self, style: int) -> str:
        """Return the code of the number format of a cell style."""
        return format_code(self._styles[style], self._own_formats) if style < len(self._styles) else GENERAL

    def _note(self, record: Record) -> None:
        data = record.data
        match record.kind:
            case Kind.FILEPASS:
                raise Unreadable(say("office.unreadable.encrypted"))
            case Kind.CODEPAGE:
                self.strings.code_page(unpack_from("<H", data)[0])
            case Kind.DATE_1904:
                self.since_1904 = data[:1] == b"\x01"
            case Kind.FORMAT:
                self._own_formats[unpack_from("<H", data)[0]] = self.strings.read(
                    record.parts, 2, short=not self.is_biff8
                )
            case Kind.XF:
                self._styles.append(unpack_from("<H", data, 2)[0])
            case Kind.SST:
                self.shared = [flat(text) for text in shared_strings(record)]
            case Kind.BOUNDSHEET:
                start, state = unpack_from("<IB", data)
                name = self.strings.read(record.parts, 6, short=True)
                self._bounds.append((name, Visibility(min(state & 3, 2)), start))


class _Sheet:
    """Collects the cells of one sheet, for what hides a row may come after it."""

    def __init__(self, book: _Book, hidden: Columns) -> None:
        self._book, self._hidden_columns = book, hidden
        self._rows: defaultdict[int, dict[int, str]] = defaultdict(dict)
        self._is_hidden: dict[int, bool] = {}
        self._hidden_by_default = False
        self._formula = 0, 0
        self._object = 0
        self._notes: list[tuple[int, int, int | str]] = []
        self._drawn: dict[int, str] = {}
        self._margins: list[str] = []

    def write(self, found: Iterator[Record], sheets: Sheets) -> None:
        """Read the records from the sheet's BOF to its EOF and write what they hold."""
        depth = 0  # a chart on the sheet is a stream of records within it, whose cells are the chart's own
        for record in found:
            depth += (record.kind == Kind.BOF) - (record.kind == Kind.EOF)
            if depth < 1:
                break
            if depth == 1 and not self._cell(record):
                self._layout(record)
        for row, cells in sorted(self._rows.items()):
            sheets.row(row + 1, cells, hidden=self._is_hidden.get(row, self._hidden_by_default))
        for row, column, note in self._notes:
            sheets.note(row + 1, column, note if isinstance(note, str) else self._drawn.pop(note, ""))
        for text in self._margins:
            sheets.margin(text)
        for text in self._drawn.values():
            sheets.box(text)

    def _cell(self, record: Record) -> bool:
        """Take the record's cells; return whether it has any."""
        data, strings = record.data, self._book.strings
        row, column, style = unpack_from("<HHH", data) if len(data) > 6 else (0, 0, 0)
        match record.kind:
            case Kind.LABELSST:
                text = self._book.shared[unpack_from("<I", data, 6)[0]]
            case Kind.LABEL | Kind.RSTRING:
                text = flat(strings.read(record.parts, 6))
            case Kind.NUMBER:
                text = self._number(unpack_from("<d", data, 6)[0], style)
            case Kind.RK:
                text = self._number(rk(unpack_from("<I", data, 6)[0]), style)
            case Kind.BOOLERR:
                text = constant(data[6], is_error=data[7] == 1)
            case Kind.FORMULA:
                self._formula, text = (row, column), self._result(data, style)
            case Kind.STRING:
                (row, column), text = self._formula, flat(strings.read(record.parts, 0))
            case Kind.MULRK:
                for index in range((len(data) - 6) // 6):
                    style, value = unpack_from("<HI", data, 4 + index * 6)
                    self._rows[row][column + index] = self._number(rk(value), style)
                return True
            case _:
                return False
        self._rows[row][column] = text
        return True

    def _layout(self, record: Record) -> None:
        data, strings = record.data, self._book.strings
        match record.kind:
            case Kind.ROW:
                self._is_hidden[unpack_from("<H", data)[0]] = bool(data[12] & 0x20)
            case Kind.DEFAULT_ROW_HEIGHT:
                self._hidden_by_default = bool(data[0] & 2)
            case Kind.COLINFO:
                first, last, width, _, flags = unpack_from("<HHHHH", data)
                if flags & 1 or width == 0:
                    self._hidden_columns.add(first, last)
            case Kind.HEADER | Kind.FOOTER:
                self._margins.append(margin(strings.read(record.parts, 0, short=not self._book.is_biff8)))
            case Kind.OBJ if self._book.is_biff8:
                self._object = unpack_from("<H", data, 6)[0]
            case Kind.TXO:
                self._drawn[self._object] = strings.continued(record.parts, unpack_from("<H", data, 10)[0])
            case Kind.NOTE:
                self._notes.append(self._note(record))

    def _note(self, record: Record) -> tuple[int, int, int | str]:
        """Return row, column, and the text (BIFF5) or the object that is drawn with it."""
        row, column, _, key = unpack_from("<HHHH", record.data)
        return (row, column, key) if self._book.is_biff8 else (row, column, self._book.strings.read(record.parts, 4))

    def _number(self, value: float, style: int) -> str:
        return number(value, self._book.code(style), since_1904=self._book.since_1904)

    def _result(self, data: bytes, style: int) -> str:
        """Return a formula's last result; a text is not in it but in the next record."""
        if data[12:14] != b"\xff\xff":
            return self._number(unpack_from("<d", data, 6)[0], style)
        return constant(data[8], is_error=data[6] == 2) if data[6] in (1, 2) else ""
