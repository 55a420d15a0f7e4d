"""The charts as sheets: their numbers, and beside them a chart that the office's program draws."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.worksheet.worksheet import Worksheet

from streammon.report.fitting import fit
from streammon.report.layout import ChartKind
from streammon.report.series import Drawn
from streammon.words import say

ROWS = 16
"""A chart is at least so many rows high."""


def add(book: Workbook, charts: Sequence[Drawn]) -> None:
    """Add a sheet for each kind of chart that there is."""
    for kind in ChartKind:
        own = [each for each in charts if each.chart.kind is kind]
        if own:
            sheet = book.create_sheet(say(f"report.sheet.{kind}"))
            top = 1
            for each in own:
                top = _chart(sheet, each, top)
            fit(sheet, wide=True)


def _chart(sheet: Worksheet, drawn: Drawn, top: int) -> int:
    """Write one chart's numbers from row `top` on and put the chart beside them; return where the next begins."""
    sheet.cell(top, 1, drawn.chart.title)
    sheet.cell(top + 1, 1, say("report.sheet.subject" if len(drawn.series) == 1 else "report.sheet.period"))
    for column, series in enumerate(drawn.series, 2):
        name = say("report.sheet.value") if len(drawn.series) == 1 else series.name
        sheet.cell(top + 1, column, name).data_type = "s"
        for row, value in enumerate(series.values, top + 2):
            sheet.cell(row, column, int(value) if value is not None and value == int(value) else value)
    for row, name in enumerate(drawn.names, top + 2):
        sheet.cell(row, 1, name).data_type = "s"
    sheet.column_dimensions["A"].width = max(24, *(2 * len(name) + 2 for name in drawn.names))
    made = _bars() if drawn.chart.kind is ChartKind.COMPARE else LineChart()
    last = top + 1 + len(drawn.names)
    made.add_data(
        Reference(sheet, min_col=2, max_col=1 + len(drawn.series), min_row=top + 1, max_row=last), titles_from_data=True
    )
    made.set_categories(Reference(sheet, min_col=1, min_row=top + 2, max_row=last))
    made.title, made.width, made.height = drawn.chart.title, 24, max(8, len(drawn.names) * 0.7)
    made.x_axis.delete = made.y_axis.delete = False
    if len(drawn.series) == 1:
        made.legend = None
    sheet.add_chart(made, f"{'ABCDEFGHIJ'[len(drawn.series) + 2]}{top}")
    return top + max(ROWS + 2, len(drawn.names) * 2 + 4)


def _bars() -> BarChart:
    """Return bars that lie, the first on top."""
    chart = BarChart()
    chart.type, chart.gapWidth = "bar", 50
    chart.x_axis.scaling.orientation = "maxMin"
    return chart
