"""Office files of every kind: which reader is the right one, and what lies embedded in them.

A file is known by what is in it, not by its name: Office Open XML and OpenDocument are ZIP packages, the files of
Office 97 to 2003 and of WPS Office (.et, .wps, .dps) are compound files.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Protocol

from streammon.extract import doc, docx, embedded, ods, odt, ppt, pptx, properties, xls, xlsb, xlsx
from streammon.extract.compound import MAGIC, Compound
from streammon.extract.document import Document, Writer
from streammon.extract.nesting import Nesting
from streammon.extract.package import Package
from streammon.extract.unreadable import Unreadable, explained
from streammon.words import say

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_Write = Callable[[Package, Writer], None]
_BY_PART: tuple[tuple[str, _Write], ...] = (
    (xlsx.MAIN, xlsx.write),
    (xlsb.MAIN, xlsb.write),
    ("word/document.xml", docx.write),
    ("word/document2.xml", docx.write),
    (pptx.MAIN, pptx.write),
)
_BY_MEDIA_TYPE: tuple[tuple[bytes, _Write], ...] = (
    (b"application/vnd.oasis.opendocument.spreadsheet", ods.write),
    (b"application/vnd.oasis.opendocument.text", odt.write_text),
    (b"application/vnd.oasis.opendocument.presentation", odt.write_slides),
)
_MEDIA_TYPE = "mimetype"


class Reader(Protocol):
    """Reads an office file; `nesting` reads the files that are embedded in it, which without it are left out."""

    def __call__(self, data: bytes, nesting: Nesting | None = None) -> Document:
        """Return the text. Raises Unreadable."""
        ...


def reader_of(data: bytes) -> Reader | None:
    """Return the reader for an office file, whatever its name is; None for bytes that are none."""
    return read if data.startswith(MAGIC) or (data.startswith(_ZIP) and _is_package(data)) else None


def read(data: bytes, nesting: Nesting | None = None) -> Document:
    """Return the text of an office file, what is hidden and what is embedded included. Raises Unreadable."""
    writer = Writer()
    with explained():
        if data.startswith(MAGIC):
            file = Compound.of(data)
            _write_compound(file, writer)
            members = embedded.in_compound(file)
        else:
            package = Package(data)
            _write_package(package, writer)
            members = embedded.in_package(package, is_blank=not writer.size)
    if nesting is not None and members:
        nesting.add(writer, members)
    return writer.document()


def _write_compound(file: Compound, writer: Writer) -> None:
    if doc.MAIN in file:
        doc.write(file, writer)
    elif book := next((path for path in xls.MAIN if path in file), None):
        xls.write(file, book, writer)
    elif ppt.MAIN in file:
        ppt.write(file, writer)
    elif not embedded.is_object(file):
        raise Unreadable(say("office.unreadable.compound"))
    for folder in file.folders():
        _write_embedded(file.folder(folder), writer)
    properties.write_all(file.properties(), writer)


def _write_embedded(file: Compound, writer: Writer) -> None:
    """Write a document that lies in another as a folder of it."""
    inner = Writer()
    try:
        with explained():
            _write_compound(file, inner)
    except Unreadable as error:
        writer.trouble(str(error))
    writer.add(inner.document(), say("office.embedded", name=""))


def _write_package(package: Package, writer: Writer) -> None:
    media_type = package.read(_MEDIA_TYPE).strip() if _MEDIA_TYPE in package else b""
    by_part = (write for name, write in _BY_PART if name in package)
    by_type = (write for name, write in _BY_MEDIA_TYPE if media_type.startswith(name))
    if (write := next(by_part, None) or next(by_type, None)) is None:
        raise Unreadable(say("office.unreadable.archive"))
    write(package, writer)
    properties.write(package, writer)


def _is_package(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = {name.replace("\\", "/").lower() for name in archive.namelist()}
    except zipfile.BadZipFile:
        return False
    return {_MEDIA_TYPE, "content.xml"} <= names or any(name in names for name, _ in _BY_PART)
