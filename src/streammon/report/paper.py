"""The sheet of an official document: page, fonts and page numbers of GB/T 9704—2012 (党政机关公文格式)."""

from __future__ import annotations

from typing import Any

from docx import Document
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import _Footer
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

TITLE, BODY, HEAVY, SCRIPT, PLAIN = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
LATIN = "Times New Roman"
_INSTEAD = {
    TITLE: "方正小标宋_GBK,FZXiaoBiaoSong-B05S,华文中宋,宋体,SimSun,Noto Serif CJK SC",
    BODY: "仿宋,FangSong,FangSong_GB2312,华文仿宋,Noto Serif CJK SC",
    HEAVY: "SimHei,Noto Sans CJK SC",
    SCRIPT: "楷体,KaiTi,KaiTi_GB2312,华文楷体,Noto Serif CJK SC",
    PLAIN: "SimSun,Noto Serif CJK SC",
}
"""What a reader's machine may take where it has not the font: the first of these that it has."""
SECOND, THIRD, FOURTH, FIFTH, SMALL = 22.0, 16.0, 14.0, 10.5, 9.0
"""Sizes in points: 2号, 3号, 4号, 5号, 小5号."""
LINE = 28.0
"""Points from line to line: 22 lines on a page, 28 characters in a line."""
TIGHT = -5
"""Twentieths of a point between characters of 3号: 28 of them fill a line of 156 mm."""
_MARGINS = {"top_margin": 37, "bottom_margin": 35, "left_margin": 28, "right_margin": 26}
_NUMBER_BELOW = 7
"""The page number stands 7 mm below the type area."""


def sheet() -> Docx:
    """Return an empty document on A4 with the margins, the grid and the page numbers of an official document."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for name, width in _MARGINS.items():
        setattr(section, name, Mm(width))
    section.footer_distance = Mm(_MARGINS["bottom_margin"] - _NUMBER_BELOW) - Pt(FOURTH)
    _grid(document)
    _fonts(document)
    normal = document.styles["Normal"]
    normal.font.size = Pt(THIRD)
    _name(normal.element.get_or_add_rPr(), BODY)
    document.settings.odd_and_even_pages_header_footer = True
    _numbered(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
    _numbered(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)
    return document


def write(paragraph: Paragraph, text: str, font: str, size: float = THIRD, *, bold: bool = False) -> Run:
    """Add text in a font: its own for Chinese, LATIN for all else."""
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(size), bold or None
    properties: Any = run._element.get_or_add_rPr()  # noqa: SLF001 -- python-docx can neither name a Chinese font nor space
    _name(properties, font)
    if size == THIRD:
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), str(TIGHT))
        properties.insert_element_before(spacing, "w:w", "w:kern", "w:position", "w:sz", "w:szCs")
    return run


def spaced(paragraph: Paragraph, points: float = LINE) -> Paragraph:
    """Set the lines of a paragraph exactly so far apart, and nothing above or below it."""
    form = paragraph.paragraph_format
    form.line_spacing, form.space_before, form.space_after = Pt(points), Pt(0), Pt(0)
    return paragraph


def indented(paragraph: Paragraph, **characters: float) -> Paragraph:
    """Indent by characters: `firstLine`, `left`, `right`, `hanging`; in points too, for readers without characters."""
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()  # noqa: SLF001 -- indents in characters are unknown to python-docx
    for name, count in characters.items():
        indent.set(qn(f"w:{name}Chars"), str(round(count * 100)))
        indent.set(qn(f"w:{name}"), str(round(count * THIRD * 20)))
    return paragraph


def field(paragraph: Paragraph, instruction: str) -> None:
    """Add a field that the reader's program fills in, such as PAGE."""
    for kind in ("begin", "separate", "end"):
        run = write(paragraph, "", PLAIN, FOURTH)
        if kind == "separate":
            code = OxmlElement("w:instrText")
            code.text = instruction
            run._element.append(code)  # noqa: SLF001 -- python-docx has no fields
            run = write(paragraph, "", PLAIN, FOURTH)
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        run._element.append(mark)  # noqa: SLF001


def _name(properties: object, font: str) -> None:
    fonts = properties.get_or_add_rFonts()  # type: ignore[attr-defined]
    for attribute in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(attribute), LATIN)
    fonts.set(qn("w:eastAsia"), font)
    fonts.set(qn("w:hint"), "eastAsia")


def _numbered(footer: _Footer, side: WD_ALIGN_PARAGRAPH) -> None:
    """Put — 1 — at the outer side, a character away from the edge."""
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.alignment = side
    indented(paragraph, **{"right" if side is WD_ALIGN_PARAGRAPH.RIGHT else "left": 1})
    write(paragraph, "— ", PLAIN, FOURTH)
    field(paragraph, "PAGE")
    write(paragraph, " —", PLAIN, FOURTH)


def _grid(document: Docx) -> None:
    """Set 22 lines on a page. `TIGHT` makes the 28 characters of a line: readers differ over a grid of characters."""
    properties = document.sections[0]._sectPr  # noqa: SLF001 -- python-docx has no document grid
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    grid = OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), "579")
    properties.append(grid)


def _fonts(document: Docx) -> None:
    """Name in the font table what may stand for each font."""
    part = next(each for each in document.part.package.iter_parts() if str(each.partname) == "/word/fontTable.xml")
    names = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{instead}"/><w:charset w:val="86"/></w:font>'
        for name, instead in _INSTEAD.items()
    )
    _replace(part, part.blob.replace(b"</w:fonts>", names.encode() + b"</w:fonts>"))


def _replace(part: Part, blob: bytes) -> None:
    part._blob = blob  # noqa: SLF001 -- a part that python-docx does not know has no setter
