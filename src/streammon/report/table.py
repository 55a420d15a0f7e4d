"""A grid as a table of a document: header repeated on each page, no row torn in two."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement

from streammon.report.grid import Grid, Merge, wide
from streammon.report.paper import BODY, FIFTH, HEAVY, LATIN, SMALL

WIDTH = 8844
"""Of the type area, 156 mm, in twentieths of a point."""
CROWDED = 8
"""From so many columns on, letters are small."""
SHORT = 5
"""Characters: a cell of so many is not broken."""
WHOLE = 20
"""Rows: a subject with more may be parted by the end of a page."""
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def table_of(grid: Grid) -> BaseOxmlElement:
    """Return the table. It is written as XML: python-docx takes seconds for the cells of a county's columns."""
    widths = _widths(grid)
    size = SMALL if len(widths) >= CROWDED else FIFTH
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    down = {(merge.row, merge.column): merge for merge in grid.merges}
    covered = grid.covered()
    titles = [_cell(text, width, size, HEAVY) for text, width in zip(grid.header, widths, strict=True)]
    rows = [_row(list(_cells(grid, number, widths, size, down, covered))) for number in range(len(grid.rows))]
    for number in _together(grid):
        rows[number] = rows[number].replace("<w:pPr>", "<w:pPr><w:keepNext/>")
    return parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{WIDTH}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{_row(titles, header=True)}{''.join(rows)}</w:tbl>"
    )


def _together(grid: Grid) -> set[int]:
    """Return the rows that stay on the page of the next one: those of one subject, unless they are too many for it."""
    return {merge.row + offset for merge in grid.merges if merge.rows <= WHOLE for offset in range(merge.rows - 1)}


def _widths(grid: Grid) -> list[int]:
    """Return the columns' widths, which fill the type area: what a short cell needs, and of the rest a share."""
    size = SMALL if len(grid.widths) >= CROWDED else FIFTH
    longest = [max((wide(row[column].text) for row in grid.rows), default=0) for column in range(len(grid.widths))]
    needed = [max(min(length, SHORT), 2) + 1 for length in longest]
    wanted = [max(width - need, 0) + 1 for width, need in zip(grid.widths, needed, strict=True)]
    room = min(size * 20, WIDTH / sum(needed))
    rest = WIDTH - room * sum(needed)
    widths = [int(need * room + rest * want / sum(wanted)) for need, want in zip(needed, wanted, strict=True)]
    widths[-1] += WIDTH - sum(widths)
    return widths


def _cells(
    grid: Grid,
    number: int,
    widths: list[int],
    size: float,
    down: dict[tuple[int, int], Merge],
    covered: set[tuple[int, int]],
) -> Iterator[str]:
    for column, (cell, width) in enumerate(zip(grid.rows[number], widths, strict=True)):
        place = (number, column)
        merge = '<w:vMerge w:val="restart"/>' if place in down else "<w:vMerge/>" if place in covered else ""
        text = "" if place in covered else cell.text
        yield _cell(text, width, size, BODY, merge, flush=grid.is_prose(column))


def _cell(text: str, width: int, size: float, font: str, merge: str = "", *, flush: bool = False) -> str:
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    letters = (
        f'<w:rPr><w:rFonts w:hint="eastAsia" w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:cs="{LATIN}" w:eastAsia="{font}"/>'
        f'<w:snapToGrid w:val="0"/><w:sz w:val="{round(size * 2)}"/></w:rPr>'
    )
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merge}<w:vAlign w:val="center"/></w:tcPr>'
        '<w:p><w:pPr><w:snapToGrid w:val="0"/><w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>'
        f'<w:jc w:val="{"left" if flush else "center"}"/>{letters}</w:pPr><w:r>{letters}{lines}</w:r></w:p></w:tc>'
    )


def _row(cells: list[str], *, header: bool = False) -> str:
    repeat = "<w:tblHeader/>" if header else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeat}</w:trPr>{''.join(cells)}</w:tr>"
