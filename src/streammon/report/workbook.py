"""The annexes as a workbook: a sheet each, the charts with their numbers, and what every number rests on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from streammon.model.ledger import Ledger
from streammon.report import evidence, sheet_charts
from streammon.report.fitting import fit
from streammon.report.grid import Cell, Grid, wide
from streammon.report.package import sealed
from streammon.report.series import Drawn
from streammon.words import say

_THIN = Side(style="thin", color="000000")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_FLUSH = Alignment(horizontal="left", vertical="center", wrap_text=True)
_BODY, _BOLD, _TITLE = (
    Font(name="仿宋_GB2312", size=11),
    Font(name="黑体", size=11),
    Font(name="方正小标宋简体", size=16),
)
UPRIGHT = 90
"""Units of width: a wider sheet is printed lying on its side."""
ROW, TITLE_ROW = 16.0, 30.0
"""Points that a line of text needs."""


def workbook(grids: Sequence[Grid], charts: Sequence[Drawn], ledger: Ledger, day: date) -> bytes:
    """Return the xlsx: the annexes, trend and comparison, all numbers, all evidence."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for grid in grids:
        if grid.continued:
            _write(book.worksheets[-1], grid, book.worksheets[-1].max_row + 2)
        else:
            _write(book.create_sheet(say("report.annex", number=grid.number)), grid, 1)
    sheet_charts.add(book, charts)
    evidence.add(book, ledger)
    target = BytesIO()
    book.save(target)
    return sealed(target.getvalue(), day)


def put(sheet: Worksheet, row: int, column: int, value: str | float | None) -> SheetCell:
    """Write a value; a text that begins like a formula stays a text."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, SheetCell)  # noqa: S101 -- cells are merged after they are written
    cell.value = value
    if cell.data_type == "f":
        cell.data_type = "s"
    return cell


def _write(sheet: Worksheet, grid: Grid, top: int) -> None:
    """Write a grid from row `top` on: its title over all columns, the header, the rows, the note."""
    width = len(grid.header)
    room = _page(sheet, grid)
    put(sheet, top, 1, grid.title).font = _TITLE
    _across(sheet, top, width, _CENTRE)
    sheet.row_dimensions[top].height = TITLE_ROW * _lines(grid.title, sum(room[:width]) / 1.5)
    for column, text in enumerate(grid.header, 1):
        _style(put(sheet, top + 1, column, text), _BOLD, _CENTRE)
    _high(sheet, top + 1, grid.header, room)
    covered, merged = grid.covered(), {(merge.row, merge.column) for merge in grid.merges}
    for number, cells in enumerate(grid.rows, 0):
        for column, cell in enumerate(cells):
            shown = Cell(None, "") if (number, column) in covered else cell
            _place(sheet, top + 2 + number, column + 1, shown, flush=grid.is_prose(column))
        free = ["" if (number, column) in covered | merged else cell.text for column, cell in enumerate(cells)]
        _high(sheet, top + 2 + number, free, room)
    for merge in grid.merges:
        row, column = top + 2 + merge.row, merge.column + 1
        sheet.merge_cells(
            start_row=row, start_column=column, end_row=row + merge.rows - 1, end_column=column + merge.columns - 1
        )
    if grid.note:
        last = top + 2 + len(grid.rows)
        put(sheet, last, 1, grid.note).font = _BODY
        _across(sheet, last, width, _FLUSH)
        sheet.row_dimensions[last].height = ROW * _lines(grid.note, sum(room[:width])) + 4


def _place(sheet: Worksheet, row: int, column: int, cell: Cell, *, flush: bool) -> None:
    made = put(sheet, row, column, cell.value)
    _style(made, _BODY, _FLUSH if flush else _CENTRE)
    if isinstance(cell.value, float) or cell.suffix:
        made.number_format = ("0." + "0" * cell.decimals).rstrip(".") + (f'"{cell.suffix}"' if cell.suffix else "")


def _style(cell: SheetCell, font: Font, alignment: Alignment) -> None:
    cell.font, cell.alignment, cell.border = font, alignment, _BOX


def _across(sheet: Worksheet, row: int, width: int, alignment: Alignment) -> None:
    sheet.cell(row, 1).alignment = alignment
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)


def _high(sheet: Worksheet, row: int, texts: Sequence[str], room: Sequence[float]) -> None:
    """Set the height that the longest text of a row needs; not every program does so by itself."""
    lines = max((_lines(text, space) for text, space in zip(texts, room, strict=False)), default=1)
    sheet.row_dimensions[row].height = ROW * lines + 4


def _lines(text: str, room: float) -> int:
    """Return how many lines a text takes in a column of `room` units, of which a Chinese character needs 2.4."""
    return sum(max(math.ceil(wide(line) * 2.4 / room), 1) for line in text.split("\n"))


def _page(sheet: Worksheet, grid: Grid) -> list[float]:
    """Set the columns, the paper, and the header on each page; return the widths of the columns.

    Where two grids stand in one sheet, a column is as wide as either needs.
    """
    room = []
    for column, width in enumerate(grid.widths, 1):
        dimension = sheet.column_dimensions[get_column_letter(column)]
        set_before = dimension.width if dimension.customWidth else 0.0
        dimension.width = max(set_before, width * 2.4 + 3)
        room.append(dimension.width)
    fit(sheet, wide=sum(room) > UPRIGHT)
    sheet.print_title_rows = "1:2"
    sheet.freeze_panes = "A3"
    return room
