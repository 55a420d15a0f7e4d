"""Workbooks of Office Open XML (ISO/IEC 29500-1, chapter 18)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from streammon.extract.cells import GENERAL, column, flat, format_code, literal
from streammon.extract.document import Writer
from streammon.extract.drawing import boxes
from streammon.extract.package import Package, attribute, is_on, local
from streammon.extract.sheets import Columns, Sheets, Visibility
from streammon.extract.unreadable import Unreadable
from streammon.words import say

MAIN = "xl/workbook.xml"
_VISIBILITY = {"hidden": Visibility.HIDDEN, "veryHidden": Visibility.VERY_HIDDEN}
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_MARGIN_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-F]{6}|K\d\d[+-]\d{3}|\d{1,3}|[BIUESXYOHPNDTZFAG])')
_MARGINS = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
_BOOLEAN = {"0": "FALSE", "1": "TRUE"}


def write(package: Package, writer: Writer) -> None:
    """Write the text of an xlsx file: every sheet with its notes, margins and boxes, and the caches of pivot tables."""
    _Workbook(package, writer).write()


def margin(code: str) -> str:
    """Return what a header or footer prints: its three parts, without fonts, page numbers and dates (18.3.1.46)."""
    parts = re.split("&[LCR]", code.replace("&&", "\0"))
    return "\n".join(text for part in parts if (text := _MARGIN_CODE.sub("", part).replace("\0", "&").strip()))


class _Workbook:
    def __init__(self, package: Package, writer: Writer) -> None:
        self._package = package
        self._sheets = Sheets(writer)
        root = package.xml(MAIN)
        self._list = [
            (sheet.get("name", ""), _VISIBILITY.get(sheet.get("state", ""), Visibility.SEEN), attribute(sheet, "id"))
            for sheet in root.iterfind("{*}sheets/{*}sheet")
        ]
        self._since_1904 = any(is_on(each.get("date1904")) for each in root.iterfind("{*}workbookPr"))
        self._formats = self._read_formats()
        strings = (each for part in package.related(MAIN, "sharedStrings") for each in package.elements(part, "si"))
        self._strings = [flat(_rich(element)) for element in strings]

    def write(self) -> None:
        relations = self._package.relations(MAIN)
        for name, visibility, key in self._list:
            relation = relations.pop(key, None)  # a part that two sheets name is read once
            if relation is None:
                self._sheets.begin(name, visibility)
            elif relation.target not in self._package:
                raise Unreadable(say("office.unreadable.broken"))
            else:
                self._sheet(name, visibility, relation.target)
        for part in self._package.related(MAIN, "pivotCacheDefinition"):
            self._cache(part, "pivot")
            for records in self._package.related(part, "pivotCacheRecords"):
                self._cache(records, "pivot")
        for part in self._package.related(MAIN, "externalLink"):
            self._cache(part, "link")
        self._sheets.end()

    def _cache(self, part: str, name: str) -> None:
        """Write the copies of cells that are kept: of a pivot table's source (s, n), of another workbook (v)."""
        elements = self._package.elements(part, "s", "n", "v")
        values = (element.get("v") or element.text or "" for element in elements)
        self._sheets.concealed(say(f"office.sheet.{name}"), "\n".join(filter(None, map(str.strip, values))))

    def _read_formats(self) -> list[str]:
        """Return the code of the number format of every cell style."""
        for part in self._package.related(MAIN, "styles"):
            root = self._package.xml(part)
            found = root.iterfind("{*}numFmts/{*}numFmt")
            own = {int(each.get("numFmtId", "0")): each.get("formatCode", "") for each in found}
            styles = root.iterfind("{*}cellXfs/{*}xf")
            return [format_code(int(each.get("numFmtId", "0")), own) for each in styles]
        return []

    def _sheet(self, name: str, visibility: Visibility, part: str) -> None:
        hidden, margins, number, rows_hidden = Columns(), list[str](), 0, False
        self._sheets.begin(name, visibility, hidden)
        for element in self._package.elements(part, "row", "col", *_MARGINS, starting=("sheetFormatPr",)):
            match local(element):
                case "sheetFormatPr":
                    rows_hidden = is_on(element.get("zeroHeight"))
                case "col" if _is_hidden(element, "width"):
                    hidden.add(int(element.get("min", "1")) - 1, int(element.get("max", "1")) - 1)
                case "row":
                    number = int(element.get("r", number + 1))
                    unseen = _is_hidden(element, "ht") or (rows_hidden and element.get("hidden") is None)
                    self._sheets.row(number, self._cells(element), hidden=unseen)
                case _:
                    margins.append(margin(element.text or ""))
        self._around(part, margins)

    def _around(self, sheet: str, margins: list[str]) -> None:
        """Write what belongs to a sheet and is in no row of it."""
        noted = set()
        for kind, tag in (("threadedComment", "threadedComment"), ("comments", "comment")):
            for part in self._package.related(sheet, kind):
                new = [element for element in self._notes(part, tag) if element[0] not in noted]
                noted |= {place for place, _ in new} if kind == "threadedComment" else set()
                for (row, index), text in new:
                    self._sheets.note(row, index, text)
        for text in margins:
            self._sheets.margin(text)
        for part in self._package.related(sheet, "drawing"):
            for text, hidden in boxes(self._package.xml(part)):
                self._sheets.box(text, hidden=hidden)

    def _notes(self, part: str, tag: str) -> Iterator[tuple[tuple[int, int], str]]:
        for element in self._package.elements(part, tag):
            place = element.get("ref", "A1")
            row = int(re.sub(r"\D", "", place.partition(":")[0]) or 1)
            yield (row, column(place)), _rich(element)

    def _cells(self, row: Any) -> dict[int, str]:
        cells, index = {}, -1
        for cell in row:
            if local(cell) == "c":
                place = cell.get("r")
                index = column(place) if place else index + 1
                if len(cell):
                    cells[index] = self._text(cell)
        return cells

    def _text(self, cell: Any) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return flat("".join(map(_rich, cell.iterfind("{*}is"))))
        value = next((child.text for child in cell if local(child) == "v"), None) or ""
        match kind:
            case "s":
                return self._strings[int(value)] if value else ""
            case "b":
                return _BOOLEAN.get(value, value)
            case "n" if value:
                return literal(value, self._format(cell), since_1904=self._since_1904)
            case "d":
                return value.replace("T", " ").removesuffix("Z").removesuffix(" 00:00:00")
        return flat(_unescaped(value))

    def _format(self, cell: Any) -> str:
        style = int(cell.get("s", "0"))
        return self._formats[style] if 0 <= style < len(self._formats) else GENERAL


def _is_hidden(element: Any, size: str) -> bool:
    return is_on(element.get("hidden")) or float(element.get(size) or 1) == 0


def _rich(element: Any) -> str:
    """Return the text of a string or comment: its runs, without the reading aid (rPh) of East Asian text."""
    texts = (each for each in element.iter("{*}t", "{*}text") if local(each.getparent()) != "rPh")
    return _unescaped("".join(each.text or "" for each in texts))


def _unescaped(text: str) -> str:
    """Return text with characters that XML cannot hold, as `_x000D_`, put back; control characters are dropped."""

    def character(escape: re.Match[str]) -> str:
        code = int(escape[1], 16)
        return chr(code) if code in (9, 10) or 32 <= code < 0xD800 or code > 0xDFFF else ""

    return _ESCAPE.sub(character, text) if "_x" in text else text
