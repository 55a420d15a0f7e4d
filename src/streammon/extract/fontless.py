"""Pages of a PDF whose fonts are neither in the file nor on this machine.

PDFium leaves out characters whose shape it can't find when each is drawn for itself: the page seems to have none. pypdf
looks at the codes alone. It is much slower, and is asked for such pages only.
"""

from __future__ import annotations

from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdfium2 import PdfiumError, PdfPage, PdfTextObj, raw

_MOST_DEPTH = 3
_NO_WIDTH = 0.01


def is_lossy(page: PdfPage) -> bool:
    """Return True if PDFium does not see all text of `page`."""
    texts = page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=_MOST_DEPTH)
    try:
        return any(_is_lost(text) for text in texts)
    except PdfiumError:
        return True


def _is_lost(text: PdfTextObj) -> bool:
    left, _, right, _ = text.get_bounds()
    return right - left < _NO_WIDTH and not text.get_font().is_embedded


def text_of(data: bytes, index: int) -> str:
    """Return the text of the page `index`, counted from 0; "" where pypdf can't read the file."""
    try:
        reader = PdfReader(BytesIO(data))
        return str(reader.pages[index].extract_text()) if not reader.is_encrypted or reader.decrypt("") else ""
    except PyPdfError:
        return ""
