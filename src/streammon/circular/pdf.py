"""PDF files: the text of a page by where it stands, the tables that are drawn there as rows of cells.

The text layer gives the words of a table one by one, and quotation marks of another font beside their places.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import partial
from itertools import pairwise

from pypdfium2 import PdfDocument, PdfiumError, PdfPage, raw

from streammon.circular.grids import is_value
from streammon.circular.ruling import Drawn, Glyph, Rule, tables, written
from streammon.extract.document import Document, Writer
from streammon.extract.limits import apart
from streammon.words import say

_THIN = 4.0
"""Points: what is no wider than this is a rule, however it was drawn."""
_MOST_RULES = 5_000
"""A page with more is a drawing."""
_MOST_PAGES = 300
_LOST = 0.02


def with_tables(document: Document, data: bytes) -> Document:
    """Return the document that was read from a PDF file with the tables of its pages as rows. Raises Unreadable."""
    pages = apart(partial(drawn_pages, data))
    drawn = {say("extract.section.page", number=number): text for number, text in pages.items()}
    ends = [*(section.start for section in document.sections[1:]), len(document.text) + 1]
    texts = [document.text[section.start : end - 1] for section, end in zip(document.sections, ends, strict=False)]
    better = [drawn.get(section.name, "") for section in document.sections]
    chosen = [one if _has_all(one, text) else text for one, text in zip(better, texts, strict=True)]
    writer = Writer()
    for section, text in zip(document.sections, rejoined(chosen), strict=True):
        writer.section(section.name, line=section.line, cells=section.cells, hidden=section.hidden)
        writer.line(text)
    written = writer.document()
    return Document(written.text or document.text, written.sections, document.troubles)


def _has_all(drawn: str, text: str) -> bool:
    """Tell whether nothing was lost: of a page whose fonts do not say what they draw, the document knows more."""
    known = Counter("".join(text.split()))
    lost = known - Counter("".join(drawn.split()))
    return lost.total() <= known.total() * _LOST


def rejoined(pages: Iterable[str]) -> list[str]:
    """Return the pages with the rows that a page break tore in one piece, on the first of the two pages."""
    joined: list[str] = []
    for text in pages:
        first, _, rest = text.partition("\n")
        above, _, last = joined[-1].rpartition("\n") if joined else ("", "", "")
        row = _one_row(last.split("\t"), first.split("\t"))
        if row:
            joined[-1] = f"{above}\n{row}"
        joined.append(rest if row else text)
    return joined


def _one_row(upper: Sequence[str], lower: Sequence[str]) -> str:
    """Return the row that two rows are parts of; "" where the lower one is a row of its own.

    A part has no values, and goes on only with some of the cells that the upper part has.
    """
    both = len(upper) == len(lower) > 1 and list(zip(upper, lower, strict=True))
    if not both or any(below and (not above or is_value(below)) for above, below in both):
        return ""
    return "" if all(below for above, below in both if above) else "\t".join(above + below for above, below in both)


def drawn_pages(data: bytes) -> Mapping[int, str]:
    """Return the text of the pages, drawn tables as rows, by their number from 1."""
    found: dict[int, str] = {}
    with closing(PdfDocument(data)) as file:
        for number in range(1, min(len(file), _MOST_PAGES) + 1):
            try:
                with closing(file.get_page(number - 1)) as page:
                    found[number] = "\n".join(_lines(_glyphs(page), tables(*_rules(page))))
            except PdfiumError:
                continue  # what of the file can't be read, the reader of PDF files tells
    return found


def _rules(page: PdfPage) -> tuple[list[Rule], list[Rule]]:
    """Return the rules of a page: those across it, and those down."""
    across: list[Rule] = []
    down: list[Rule] = []
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=4):
        left, bottom, right, top = item.get_bounds()
        if top - bottom <= _THIN < right - left:
            across.append(Rule((top + bottom) / 2, left, right))
        elif right - left <= _THIN < top - bottom:
            down.append(Rule((left + right) / 2, bottom, top))
        elif right - left > _THIN and raw.FPDFPath_CountSegments(item) in (4, 5):
            across += [Rule(bottom, left, right), Rule(top, left, right)]
            down += [Rule(left, bottom, top), Rule(right, bottom, top)]
    return (across, down) if len(across) + len(down) <= _MOST_RULES else ([], [])


def _glyphs(page: PdfPage) -> Iterator[Glyph]:
    x, y = ctypes.c_double(), ctypes.c_double()
    with closing(page.get_textpage()) as layer:
        for index in range(layer.count_chars()):
            text = chr(raw.FPDFText_GetUnicode(layer, index))
            if text.isprintable() and raw.FPDFText_GetCharOrigin(layer, index, x, y):
                left, _, right, _ = layer.get_charbox(index)
                yield Glyph(text, (left + right) / 2, y.value)


def _lines(glyphs: Iterable[Glyph], drawn: list[Drawn]) -> Iterator[str]:
    """Yield the lines of a page from top to bottom, tables as rows."""
    outside: list[Glyph] = []
    inside: dict[int, list[Glyph]] = {at: [] for at in range(len(drawn))}
    for glyph in glyphs:
        at = next((at for at, table in enumerate(drawn) if table.holds(glyph)), None)
        (outside if at is None else inside[at]).append(glyph)
    bounds = [float("inf"), *(table.ys[0] for table in drawn), float("-inf")]
    for at, (above, below) in enumerate(pairwise(bounds)):
        yield from written(glyph for glyph in outside if below <= glyph.y < above)
        if at < len(drawn):
            yield from [""] * bool(at)
            yield from drawn[at].rows(inside[at])
