"""A sheet on paper."""

from __future__ import annotations

from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

_A4 = 9


def fit(sheet: Worksheet, *, wide: bool) -> None:
    """Set A4, lying on its side where the sheet is wide; all columns on one page, as many pages as rows need."""
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.orientation = "landscape" if wide else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
