"""Spreadsheets as text: what every reader of a workbook writes its sheets with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import IntEnum

from streammon.extract.cells import reference
from streammon.extract.document import Writer
from streammon.extract.unreadable import Unreadable
from streammon.words import say

MOST_CELLS = 2_000_000
"""Empty ones to the left of a filled one count too: each is a tabulator in the text."""
MOST_CHARACTERS = 10_000_000
MOST_COLUMNS = 16_384


class Visibility(IntEnum):
    """Of a sheet; the numbers are those of BIFF. What is very hidden, only a macro's author can show again."""

    SEEN = 0
    HIDDEN = 1
    VERY_HIDDEN = 2


class Columns:
    """A set of columns, given in ranges."""

    def __init__(self) -> None:
        self._flags = bytearray(MOST_COLUMNS)

    def add(self, first: int, last: int) -> None:
        """Add the columns from `first` to `last`, both from 0 and inclusive."""
        first, last = max(first, 0), min(last, MOST_COLUMNS - 1)
        if first <= last:
            self._flags[first : last + 1] = b"\1" * (last + 1 - first)

    def within(self, cells: Iterable[int]) -> list[int]:
        """Return those of `cells` that are in the set."""
        return [cell for cell in cells if self._flags[cell]]


class Sheets:
    """Writes the sheets of a workbook, one after the other, each cell's text once.

    A sheet is its name, then its rows in order, those in hidden columns after the others; then notes, what is printed
    above and below, text boxes. What is hidden has sections of its own, and the rows count on through all of them.
    """

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._cells = 0
        self._characters = 0
        self._name = ""
        self._columns = Columns()
        self._aside: list[tuple[int, dict[int, str]]] = []
        self._hidden = False
        self._next: tuple[int, str] | None = None

    def begin(self, name: str, visibility: Visibility = Visibility.SEEN, hidden: Columns | None = None) -> None:
        """Begin a sheet; to `hidden`, its hidden columns, the caller may add more up to the first row."""
        self.end()
        key = visibility.name.lower().replace("_", "-")
        self._name, self._hidden = say(f"office.sheet.{key}", name=name), visibility > Visibility.SEEN
        self._columns = hidden or Columns()
        self._writer.section(self._name, hidden=self._hidden)
        self._writer.line(name)

    def row(self, number: int, cells: Mapping[int, str], *, hidden: bool = False) -> None:
        """Write a row: `number` from 1, the text of its cells by column from 0. Raises Unreadable for too many."""
        filled = {index: text for index, text in cells.items() if text and 0 <= index < MOST_COLUMNS}
        if not filled:
            return
        self._spend(max(filled) + 1, sum(map(len, filled.values())))
        if not hidden and (concealed := self._columns.within(filled)):
            self._aside.append((number, {index: filled.pop(index) for index in concealed}))
        self._write(number, filled, "rows" if hidden else "")

    def note(self, row: int, column: int, text: str) -> None:
        """Write the comment on a cell."""
        self._other(say("office.sheet.note", sheet=self._name, cell=reference(row, column)), text, hidden=True)

    def margin(self, text: str) -> None:
        """Write what is printed above or below the sheet."""
        self._other(say("office.sheet.margin", sheet=self._name), text, hidden=self._hidden)

    def box(self, text: str, *, hidden: bool = False) -> None:
        """Write the text of a drawn box."""
        key = "hidden-box" if hidden else "box"
        self._other(say(f"office.sheet.{key}", sheet=self._name), text, hidden=hidden or self._hidden)

    def concealed(self, name: str, text: str) -> None:
        """Write what belongs to the workbook and stands on no sheet."""
        self._other(name, text, hidden=True)

    def end(self) -> None:
        """End the rows of the sheet that was begun last."""
        for number, cells in self._aside:
            self._write(number, cells, "columns")
        self._aside, self._next = [], None

    def _other(self, name: str, text: str, *, hidden: bool) -> None:
        if text.strip():
            self.end()
            self._spend(1, len(text))
            self._writer.section(name, hidden=hidden)
            self._writer.line(text.strip())

    def _write(self, number: int, cells: Mapping[int, str], kind: str) -> None:
        if not cells:
            return
        if self._next != (number, kind):
            name = say(f"office.sheet.{kind}", sheet=self._name) if kind else self._name
            self._writer.section(name, line=number, cells=True, hidden=bool(kind) or self._hidden)
        self._next = number + 1, kind
        self._writer.line("\t".join(cells.get(index, "") for index in range(max(cells) + 1)))

    def _spend(self, cells: int, characters: int) -> None:
        """Refuse what would become too large before it is put together: a short file may name one long text often."""
        self._cells += cells
        self._characters += characters
        if self._cells > MOST_CELLS:
            raise Unreadable(say("office.unreadable.cells", limit=MOST_CELLS))
        if self._characters > MOST_CHARACTERS:
            raise Unreadable(say("office.unreadable.long", limit=MOST_CHARACTERS))
