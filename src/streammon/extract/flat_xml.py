"""Office 2003 documents that are one XML file: SpreadsheetML and WordprocessingML, often named .xls and .doc."""

from __future__ import annotations

from typing import Any

from lxml import etree

from streammon.extract.document import Document, Writer
from streammon.extract.package import attribute, local
from streammon.extract.unreadable import Unreadable
from streammon.words import say

_MOST_COLUMNS = 16_384


def read(data: bytes) -> Document:
    """Return the text: of workbooks a section for each sheet, of documents their paragraphs. Raises lxml's errors."""
    if b"<!DOCTYPE" in data:
        raise Unreadable(say("extract.unreadable.entities"))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    writer = Writer()
    for part in etree.fromstring(data, parser).iter("{*}Worksheet", "{*}body"):
        if local(part) == "Worksheet":
            _sheet(part, writer)
        else:
            _body(part, writer)
    return writer.document()


def _sheet(sheet: Any, writer: Writer) -> None:
    name, number = say("extract.section.sheet", name=attribute(sheet, "Name")), 0
    for row in sheet.iter("{*}Row"):
        last, number = number, _index(row) or number + 1
        if last == 0 or number != last + 1:
            writer.section(name, line=number, cells=True)
        cells: list[str] = []
        for cell in row.iterfind("{*}Cell"):
            cells += [""] * (min(_index(cell) - 1, _MOST_COLUMNS) - len(cells))
            cells.append(" ".join("".join(cell.itertext()).split()))
        writer.line("\t".join(cells))


def _index(element: Any) -> int:
    """Return which row or cell this is, counted from 1, where empty ones before it are left out; else 0."""
    index = attribute(element, "Index")
    return int(index) if index.isdecimal() else 0


def _body(body: Any, writer: Writer) -> None:
    writer.section(say("extract.section.text"))
    for paragraph in body.iter("{*}p"):
        writer.line("".join(text.text or "" for text in paragraph.iter("{*}t")))
