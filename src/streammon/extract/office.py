"""Office Open XML (ISO/IEC 29500): the text of workbooks and documents."""

from __future__ import annotations

import contextlib
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import IO, Any
from xml.parsers import expat

import openpyxl
from lxml import etree

from streammon.extract.unreadable import Unreadable
from streammon.words import say

MOST_UNPACKED = 100_000_000
MOST_PARTS = 5_000
MOST_CELLS = 2_000_000

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STORIES = re.compile(r"word/(document|header|footer|footnotes|endnotes|comments)\d*\.xml")
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_SILENT = frozenset(
    {f"{_W}delText", f"{_W}instrText", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
)
"""What nobody sees: deleted text that is tracked, instructions of fields, the second copy of a text box."""


def text_of_office(data: bytes) -> str:
    """Return the text of an xlsx or docx file. Raises Unreadable for other archives and for bombs."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        _check(archive)
        names = archive.namelist()
        if "xl/workbook.xml" in names:
            return "\n".join(_sheets(data))
        if stories := sorted(filter(_STORIES.fullmatch, names)):
            return "\n".join(_story(archive.read(name)) for name in stories)
    raise Unreadable(say("detect.unreadable.archive"))


def _check(archive: zipfile.ZipFile) -> None:
    """Refuse an archive that says it is too large (zipfile reads no more than what it says), or whose XML has a DTD."""
    parts = archive.infolist()
    if len(parts) > MOST_PARTS:
        raise Unreadable(say("detect.unreadable.parts", limit=MOST_PARTS))
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Unreadable(say("detect.unreadable.unpacked", limit=MOST_UNPACKED // 1_000_000))
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable(say("detect.unreadable.encrypted"))
    for part in parts:
        with archive.open(part) as stream:
            _refuse_dtd(stream)


class _PrologEnds(Exception):
    """The root element has begun."""


def _refuse_dtd(stream: IO[bytes]) -> None:
    """Read a part up to its root element and refuse a document type: without one there are no entities to expand.

    openpyxl parses sheets with the standard library, which expands them; the format allows none (ISO/IEC 29500-2).
    """

    def refuse(*_: object) -> None:
        raise Unreadable(say("detect.unreadable.entities"))

    def end(*_: object) -> None:
        raise _PrologEnds

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = end
    with contextlib.suppress(_PrologEnds, expat.ExpatError):  # what is no XML (an image) has no entities either
        parser.ParseFile(stream)


def _sheets(data: bytes) -> Iterator[str]:
    """Yield the lines of every sheet, hidden ones too: a title, then the rows."""
    workbook = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
    cells = 0
    for sheet in workbook.worksheets:
        yield sheet.title
        sheet.reset_dimensions()  # what the file says of its own size is not believed
        for row in sheet.iter_rows(values_only=True):
            cells += len(row) + 1
            if cells > MOST_CELLS:
                raise Unreadable(say("detect.unreadable.cells", limit=MOST_CELLS))
            if line := "\t".join(_cell(value) for value in row).rstrip():
                yield line


def _cell(value: object) -> str:
    """Return a value as it reads: an account number that is kept as a number has no exponent and no `.0`."""
    if value is None:
        return ""
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f").removesuffix(".0") if value - value == 0 else ""
    if isinstance(value, datetime):
        return value.isoformat(" ").removesuffix(" 00:00:00")
    return str(value).replace("\n", " ")


def _story(xml: bytes) -> str:
    """Return the text of one part of a document: body, header, footer, notes, comments."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return _shown(etree.fromstring(xml, parser)).strip("\n")


def _shown(element: Any) -> str:
    """Return the text of an element and of all in it; a paragraph and a row are a line, cells part by tabulators."""
    if element.tag in _SILENT or not isinstance(element.tag, str):
        return ""
    if element.tag == f"{_W}t":
        return element.text or ""
    if element.tag in _SIGNS:
        return _SIGNS[element.tag]
    inner = "".join(_shown(child) for child in element)
    if element.tag == f"{_W}tc":
        return inner.strip().replace("\n", " ") + "\t"
    if element.tag == f"{_W}tr":
        return inner.rstrip("\t") + "\n"
    return inner + "\n" if element.tag == f"{_W}p" else inner
