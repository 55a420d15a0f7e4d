"""The circular as a document: red head, title, text, list of annexes, signature, annexes with their charts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from streammon.report import paper
from streammon.report.blocks import Block, Kind
from streammon.report.grid import Grid
from streammon.report.layout import Layout
from streammon.report.package import sealed
from streammon.report.paper import BODY, HEAVY, SCRIPT, TITLE, indented, spaced, write
from streammon.report.table import table_of
from streammon.words import say

RED = RGBColor(0xFF, 0, 0)
HEAD_SIZE, TITLE_LINE, NOTE_LINE = 46.0, 36.0, 18.0
_FONTS = {Kind.FIRST: HEAVY, Kind.SECOND: SCRIPT, Kind.THIRD: BODY, Kind.TEXT: BODY}


class Picture:
    """A chart as it is put on paper: `title` above it; `key` below it where names do not stand in it."""

    def __init__(self, chart_id: str, table: str, title: str, image: bytes, key: str) -> None:
        self.chart_id, self.table, self.title, self.image, self.key = chart_id, table, title, image, key


class Circular:
    """One document, written from its top to its end."""

    def __init__(self, layout: Layout, *, red_head: bool) -> None:
        self._layout, self._red_head = layout, red_head
        self._document: Docx = paper.sheet()

    def write(self, text: Sequence[Block], grids: Sequence[Grid], pictures: Sequence[Picture], day: date) -> bytes:
        """Return the docx. `day` is the date that the file bears; it says nothing of when it was written."""
        shown = {block.text for block in text if block.kind is Kind.CHART}
        charts = {picture.chart_id: picture for picture in pictures}
        if self._red_head and self._layout.head:
            self._head()
        self._body(text, charts)
        self._list([grid for grid in grids if not grid.continued])
        self._signature()
        tables = {annex.annex_id: annex.table for annex in self._layout.annexes}
        for position, grid in enumerate(grids):
            last = all(tables[later.annex_id] != tables[grid.annex_id] for later in grids[position + 1 :])
            own = [each for each in pictures if last and each.table == tables[grid.annex_id]]
            self._annex(grid, [each for each in own if each.chart_id not in shown])
        return self._saved(day)

    def _paragraph(self, text: str = "", font: str = BODY, size: float = paper.THIRD) -> Paragraph:
        paragraph = spaced(self._document.add_paragraph())
        if text:
            write(paragraph, text, font, size)
        return paragraph

    def _head(self) -> None:
        """Write who issues it in red, the document's number, and the red line below."""
        head = spaced(self._document.add_paragraph(), HEAD_SIZE + 14)
        head.alignment = WD_ALIGN_PARAGRAPH.CENTER
        room = 430 / len(self._layout.head)
        write(head, self._layout.head, TITLE, min(HEAD_SIZE, room)).font.color.rgb = RED
        self._paragraph()
        number = self._paragraph(self._layout.number)
        number.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _ruled(number)

    def _body(self, text: Sequence[Block], charts: dict[str, Picture]) -> None:
        after_title = False
        self._blank(2 if self._red_head and self._layout.head else 0)
        for block in text:
            if after_title and block.kind is not Kind.TITLE:
                self._blank(1)
                if self._layout.to:
                    self._paragraph(self._layout.to)
            after_title = block.kind is Kind.TITLE
            if after_title:
                self._title(block.text)
            elif block.kind is Kind.CHART:
                self._picture(charts.get(block.text))
            else:
                self._block(block)

    def _title(self, text: str) -> None:
        title = spaced(self._document.add_paragraph(), TITLE_LINE)
        title.alignment = WD_ALIGN_PARAGRAPH.CENTER
        title.paragraph_format.keep_with_next = True
        write(title, text, TITLE, paper.SECOND)

    def _block(self, block: Block) -> None:
        paragraph = indented(self._paragraph(), firstLine=2)
        heading = block.kind is not Kind.TEXT
        paragraph.paragraph_format.keep_with_next = heading or None
        for text, bold in block.runs:
            write(paragraph, text, _FONTS[block.kind], bold=bold or block.kind is Kind.THIRD)

    def _list(self, grids: Sequence[Grid]) -> None:
        """Write the list of annexes a line below the text; a single one has no number."""
        if not grids:
            return
        self._blank(1)
        for position, grid in enumerate(grids):
            item = say("report.annex_item", number=grid.number, title=grid.title) if len(grids) > 1 else grid.title
            if position == 0:
                paragraph = self._paragraph(say("report.annex_list") + item)
                indented(paragraph, left=6 if len(grids) > 1 else 5, hanging=4 if len(grids) > 1 else 3)
            else:
                indented(self._paragraph(item), left=6, hanging=1)

    def _signature(self) -> None:
        """Write who signs and when, flush right, four characters from the edge."""
        self._document.paragraphs[-1].paragraph_format.keep_with_next = True  # no page with a signature alone
        self._blank(2, together=True)
        day = self._layout.date
        when = say("report.date", year=day.year, month=day.month, day=day.day) if day else say("report.blank_date")
        for text in filter(None, (self._layout.office, when)):
            paragraph = indented(self._paragraph(text), right=4)
            paragraph.paragraph_format.keep_with_next = text != when or None
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if self._layout.contact:
            indented(self._paragraph(self._layout.contact), firstLine=2)

    def _annex(self, grid: Grid, pictures: Sequence[Picture]) -> None:
        if grid.continued:
            self._blank(1)
        else:
            mark = self._paragraph(say("report.annex", number=grid.number), HEAVY)
            mark.paragraph_format.page_break_before = True
            self._blank(1)
        self._title(grid.title)
        self._blank(1)
        self._document.element.body.insert_element_before(table_of(grid), "w:sectPr")
        if grid.note:
            note = spaced(self._document.add_paragraph(), NOTE_LINE)
            note.paragraph_format.space_before = Pt(4)
            write(note, grid.note, BODY, paper.FIFTH)
        for picture in pictures:
            self._picture(picture)

    def _picture(self, picture: Picture | None) -> None:
        if picture is None:
            return
        title = spaced(self._document.add_paragraph())
        title.alignment = WD_ALIGN_PARAGRAPH.CENTER
        title.paragraph_format.keep_with_next = True
        title.paragraph_format.space_before = Pt(12)
        write(title, picture.title, HEAVY, paper.FOURTH)
        place = self._document.add_paragraph()
        place.alignment = WD_ALIGN_PARAGRAPH.CENTER
        place.add_run().add_picture(BytesIO(picture.image), width=Mm(156))
        if picture.key:
            write(spaced(self._document.add_paragraph(), NOTE_LINE), picture.key, BODY, paper.FIFTH)

    def _blank(self, count: int, *, together: bool = False) -> None:
        for _ in range(count):
            self._paragraph().paragraph_format.keep_with_next = together or None

    def _saved(self, day: date) -> bytes:
        properties = self._document.core_properties
        properties.author, properties.comments = self._layout.office, ""
        target = BytesIO()
        self._document.save(target)
        return sealed(target.getvalue(), day)


def _ruled(paragraph: Paragraph) -> None:
    """Draw the red line below a paragraph, 4 mm away."""
    borders: Any = OxmlElement("w:pBdr")
    line = OxmlElement("w:bottom")
    for name, value in {"val": "single", "sz": "18", "space": "11", "color": "FF0000"}.items():
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, "w:spacing", "w:ind", "w:jc", "w:rPr")  # noqa: SLF001 -- python-docx has no borders
