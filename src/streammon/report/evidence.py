"""What every number rests on: all measures of all subjects, and the incidents and contents behind them."""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from streammon.model.ledger import Ledger, Line
from streammon.report.facts import told
from streammon.report.fitting import fit
from streammon.report.grid import clean
from streammon.report.labels import label
from streammon.words import say

_BOLD = Font(name="黑体", size=11)
NUMBERS = ("table", "subject", "measure", "value", "count", "first")
EVIDENCE = ("table", "subject", "kind", "id", "detail")


def add(book: Workbook, ledger: Ledger) -> None:
    """Add the sheet of numbers, each with the first row of its evidence, and the sheet of evidence."""
    numbers = _sheet(book, "numbers", NUMBERS, (36, 24, 24, 12, 12, 12))
    evidence = _sheet(book, "evidence", EVIDENCE, (36, 24, 10, 22, 100))
    incidents = {each.incident_id: clean(told(each)) for each in (*ledger.incidents, *ledger.carried)}
    row = 2
    for title, line in _lines(ledger):
        rows = list(_of(line, incidents))
        for kind, identity, detail in rows:
            evidence.append([title, clean(line.name), kind, identity, detail])
        _measures(numbers, title, line, row, len(rows))
        row += len(rows)
    for sheet in (numbers, evidence):
        fit(sheet, wide=True)
        for cell in (cell for cells in sheet.iter_rows() for cell in cells if cell.data_type == "f"):
            cell.data_type = "s"  # a name that begins like a formula is none


def _sheet(book: Workbook, name: str, columns: tuple[str, ...], widths: tuple[int, ...]) -> Worksheet:
    sheet: Worksheet = book.create_sheet(say(f"report.sheet.{name}"))
    sheet.append([say(f"report.sheet.{column}") for column in columns])
    for position, width in enumerate(widths):
        sheet.cell(1, position + 1).font = _BOLD
        sheet.column_dimensions["ABCDEF"[position]].width = width
    sheet.freeze_panes = "A2"
    return sheet


def _lines(ledger: Ledger) -> Iterator[tuple[str, Line]]:
    for table in ledger.tables:
        for line in table.lines:
            yield clean(table.title), line


def _of(line: Line, incidents: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    for incident_id in line.incidents:
        yield say("report.sheet.incident"), incident_id, incidents.get(incident_id, "")
    for content_id in line.contents:
        yield say("report.sheet.content"), content_id, ""


def _measures(sheet: Worksheet, title: str, line: Line, first: int, count: int) -> None:
    for name, value in line.measures.items():
        sheet.append([title, clean(line.name), label(name), value, count, first if count else None])
        if count:
            cell = sheet.cell(sheet.max_row, len(NUMBERS))
            place = f"'{say('report.sheet.evidence')}'!A{first}"
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=place)
