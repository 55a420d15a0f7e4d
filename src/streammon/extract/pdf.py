"""PDF files (ISO 32000): the text layer of the pages, and all that is kept beside it."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from functools import partial

from pypdfium2 import PdfAttachment, PdfDocument, PdfiumError, PdfPage, raw

from streammon.extract import fontless, images
from streammon.extract.document import Document, Writer
from streammon.extract.lines import unwrapped
from streammon.extract.nesting import Member, Nesting
from streammon.extract.textless import Textless
from streammon.extract.unreadable import Unreadable
from streammon.words import say

MOST_PAGES = 5_000

_PROPERTIES = ("Title", "Author", "Subject", "Keywords")
_STAMP = 40
"""A text no longer than this on a page that is an image is what the scanner put there, or a page number."""
_UPRIGHT = re.compile(r"^(?:[\u4e00-\u9fff，。、；：（）]\n){3,}[\u4e00-\u9fff，。、；：（）]$", re.MULTILINE)
"""Text that is written from top to bottom comes as a line for each character."""


def read(data: bytes, nesting: Nesting) -> Document:
    """Return the text of all pages, comments, fields, properties and embedded files.

    Raises Unreadable for scans without text recognition, and for locked files.
    """
    writer = Writer()
    with closing(_opened(data)) as pdf:
        pdf.init_forms()
        pages = _Pages(data, pdf, writer, nesting)
        pages.read()
        attachments = (pdf.get_attachment(index) for index in range(pdf.count_attachments()))
        nesting.add(writer, _members(attachments))
        pages.textless.tell(writer)
        if properties := list(filter(None, map(pdf.get_metadata_value, _PROPERTIES))):
            writer.section(say("extract.section.properties"), hidden=True)
            writer.line("\n".join(properties))
    return writer.document()


def _opened(data: bytes) -> PdfDocument:
    try:
        return PdfDocument(data)
    except PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise Unreadable(say("extract.unreadable.encrypted")) from error
        raise


class _Pages:
    """Writes the pages down, and keeps count of those that are `textless`."""

    def __init__(self, data: bytes, pdf: PdfDocument, writer: Writer, nesting: Nesting) -> None:
        self._data, self._pdf, self._writer, self._nesting = data, pdf, writer, nesting
        self.textless = Textless()

    def read(self) -> None:
        """Write all pages down."""
        for number in range(1, min(len(self._pdf), MOST_PAGES) + 1):
            try:
                with closing(self._pdf.get_page(number - 1)) as page:
                    self._page(number, page)
            except PdfiumError:
                self.textless.lost.append(number)
        if len(self._pdf) > MOST_PAGES:
            self._writer.trouble(say("extract.unreadable.pages", limit=MOST_PAGES))

    def _page(self, number: int, page: PdfPage) -> None:
        text = self._text(number, page)
        self._write(say("extract.section.page", number=number), [text])
        if _is_scan(page, text):
            if images.can_recognise() and self._nesting.may_recognise():
                scale = images.scale_of(*page.get_size())
                words = images.recognised(page.render(scale=scale).to_pil())
                self._write(say("extract.section.recognised", number=number), words)
            else:
                self.textless.scans.append(number)
        notes, fields = _annotations(self._pdf, page)
        self._write(say("extract.section.notes", number=number), notes)
        self._write(say("extract.section.fields", number=number), fields)

    def _text(self, number: int, page: PdfPage) -> str:
        """Return the text layer of a page, with what is written in white, invisibly, or beside the paper."""
        with closing(page.get_textpage()) as layer:
            text = layer.get_text_range().replace("\r\n", "\n").replace("\0", "")
        if fontless.is_lossy(page):
            text = max(text, fontless.text_of(self._data, number - 1), key=lambda read: len("".join(read.split())))
        text = text.replace("\ufffe", "-")  # how PDFium marks a hyphen at the end of a line, which it drops
        return unwrapped(_UPRIGHT.sub(lambda column: column[0].replace("\n", ""), text.strip("\n")))

    def _write(self, section: str, lines: Sequence[str]) -> None:
        if filled := [line for line in lines if line.strip()]:
            self._writer.section(section)
            self._writer.line("\n".join(filled))


def _is_scan(page: PdfPage, text: str) -> bool:
    """Return True if what can be read on a page is in an image of it (or, without any text, in curves)."""
    if not text.strip():
        return bool(raw.FPDFPage_CountObjects(page))
    if len(text) > _STAMP:
        return False
    paper = page.get_width() * page.get_height()
    for image in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = image.get_bounds()
        if (right - left) * (top - bottom) > paper / 2:
            return True
    return False


def _annotations(pdf: PdfDocument, page: PdfPage) -> tuple[list[str], list[str]]:
    """Return the comments on a page, and what its form fields hold."""
    notes, fields = [], []
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        if raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_WIDGET and pdf.formenv:
            fields.append(_string(raw.FPDFAnnot_GetFormFieldValue, pdf.formenv, annotation))
        else:
            notes.append(_string(raw.FPDFAnnot_GetStringValue, annotation, b"Contents"))
        raw.FPDFPage_CloseAnnot(annotation)
    return notes, fields


def _string(function: Callable[..., int], *place: object) -> str:
    """Return the string of a PDFium function, which is to be asked for its size first; sizes are in bytes of UTF-16."""
    size = function(*place, None, 0)
    buffer = (raw.FPDF_WCHAR * (size // 2 + 1))()
    function(*place, buffer, size)
    return ctypes.string_at(buffer, size).decode("utf-16-le", "replace").rstrip("\0").replace("\r", "\n")


def _members(attachments: Iterable[PdfAttachment]) -> Iterator[Member]:
    for attachment in attachments:
        yield Member(_name(attachment.get_name()), partial(_embedded, attachment))


def _name(name: str) -> str:
    """Return a file name that PDFium has read byte by byte where it is UTF-16 (ISO 32000-1, 7.9.2)."""
    if not name.startswith("þÿ"):
        return name
    return name.encode("latin-1", "replace").decode("utf-16", "replace")


def _embedded(attachment: PdfAttachment, most: int) -> bytes:
    return bytes(attachment.get_data())[: most + 1]
