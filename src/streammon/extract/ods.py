"""Spreadsheets of OpenDocument (ISO/IEC 26300-1, chapter 9)."""

from __future__ import annotations

from typing import Any

from streammon.extract import opendocument, stories
from streammon.extract.cells import flat, number
from streammon.extract.document import Writer
from streammon.extract.opendocument import Text
from streammon.extract.package import Package, attribute, local
from streammon.extract.sheets import MOST_COLUMNS, Columns, Sheets, Visibility
from streammon.extract.stories import BOX, COMMENTS, MARGIN, SEEN

_UNSEEN = frozenset({"collapse", "filter"})
_LAST_ROW = 1_048_576
_Note = tuple[int, int, str]


def write(package: Package, writer: Writer) -> None:
    """Write the text of an ods file: every sheet with its comments and boxes, then what is printed around them."""
    text, sheets = Text(package), Sheets(writer)
    sheet = _Sheet(text, sheets)
    elements = package.elements(opendocument.CONTENT, "table-row", "table-column", "shapes", starting=("table",))
    for element in elements:
        match local(element):
            case "table":
                sheet.end()
                sheet = _Sheet(text, sheets)
                sheet.begin(element)
            case "table-column":
                sheet.column(element)
            case "table-row":
                sheet.row(element)
            case _:
                sheet.boxes.append(text.of(element, BOX))
    sheet.end()
    stories.write(writer, MARGIN, SEEN, "\n".join(opendocument.margins(package, text)))


class _Sheet:
    def __init__(self, text: Text, sheets: Sheets) -> None:
        self._text, self._sheets = text, sheets
        self._columns, self._hidden = 0, Columns()
        self._next = 1
        self._notes: list[_Note] = []
        self.boxes: list[str] = []

    def begin(self, table: Any) -> None:
        is_hidden = self._text.hides(attribute(table, "style-name"))
        visibility = Visibility.HIDDEN if is_hidden else Visibility.SEEN
        self._sheets.begin(attribute(table, "name"), visibility, self._hidden)

    def column(self, element: Any) -> None:
        count = _repeated(element, "number-columns-repeated", MOST_COLUMNS)
        if attribute(element, "visibility") in _UNSEEN:
            self._hidden.add(self._columns, self._columns + count - 1)
        self._columns += count

    def row(self, element: Any) -> None:
        first, count = self._next, _repeated(element, "number-rows-repeated", _LAST_ROW)
        self._next += count
        if cells := self._cells(element, first):
            for row in range(first, first + count):
                self._sheets.row(row, cells, hidden=attribute(element, "visibility") in _UNSEEN)

    def end(self) -> None:
        for row, column, comment in self._notes:
            self._sheets.note(row, column, comment)
        for box in self.boxes:
            self._sheets.box(box)
        self._sheets.end()

    def _cells(self, row: Any, number_of_row: int) -> dict[int, str]:
        cells: dict[int, str] = {}
        index = 0
        for cell in row.iterfind("{*}table-cell"):
            count = _repeated(cell, "number-columns-repeated", MOST_COLUMNS)
            if len(cell):
                self._aside(cell, number_of_row, index)
                if value := self._value(cell):
                    cells |= dict.fromkeys(range(index, index + count), value)
            index = min(index + count, MOST_COLUMNS)
        return cells

    def _aside(self, cell: Any, row: int, column: int) -> None:
        if any(local(child) not in ("p", "") for child in cell):
            self._notes.append((row, column, self._text.of(cell, COMMENTS)))
            self.boxes.append(self._text.of(cell, BOX))

    def _value(self, cell: Any) -> str:
        shown = flat(self._text.of(cell))
        match attribute(cell, "value-type"):
            case "float" | "currency" if "E" not in shown:
                return number(float(attribute(cell, "value")), "0")
            case "float" if abs(value := float(attribute(cell, "value"))) > 1:
                return number(value)
            case "date":
                return attribute(cell, "date-value").replace("T", " ").removesuffix(" 00:00:00")
        return shown


def _repeated(element: Any, name: str, most: int) -> int:
    return min(max(int(attribute(element, name) or 1), 1), most)
