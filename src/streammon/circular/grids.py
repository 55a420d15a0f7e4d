"""Lines to grids of cells, in the layouts that conversions make of a table.

Cells parted by tabulators; parted by bars; one cell a line, each ending in a bar; columns set apart by blanks alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from streammon.circular.lines import Line, compact
from streammon.circular.numbers import figure, percentage

_MOST_COLUMNS = 12
_RULE = re.compile(r"[|:\-\s]+")
"""What parts the head of a table from its body in Markdown."""
_LABEL = re.compile(r"[^\t|。；]{1,20}")
_FEWEST_SET = 3
"""So many lines in a row with a number among their words are a table without any separator."""
_MOST_HEADS = 2
_LONGEST_NAME = 14
_PROSE = re.compile("[，。；：？！《》]")
_UNIT = re.compile("[年月日时家条件个次篇项份度第]")
"""What stands behind a number in a sentence that is set with blanks around numbers."""


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row, without blanks, and the line that it begins on."""

    line: Line
    cells: tuple[str, ...]


Grid = tuple[Row, ...]
Block = Grid | Line
"""A table, or a line that belongs to none."""


def blocks(lines: Sequence[Line]) -> Iterator[Block]:
    """Yield tables and other lines in order; a line without any text ends a table."""
    for layout, run in groupby(_labelled(lines), key=lambda each: each[0]):
        found = [line for _, line in run]
        match layout:
            case "tabs":
                yield from _parted([Row(line, _cells(line.text, "\t")) for line in found])
            case "bars":
                rows = (line for line in found if not _RULE.fullmatch(line.text))
                yield tuple(Row(line, _cells(line.text.strip().strip("|"), "|")) for line in rows)
            case "stack":
                yield from _stacked(found)
            case _:
                yield from _set_apart(found)


def _parted(rows: Sequence[Row]) -> Iterator[Grid]:
    """Yield the tables that follow each other without anything between: each begins with a head wider than before."""
    first, widest = 0, len(rows[0].cells)
    for at, row in enumerate(rows):
        if len(row.cells) > widest and at > first + 1 and is_head(row) and any(map(is_value, rows[at - 1].cells)):
            yield tuple(rows[first:at])
            first = at
        widest = max(widest, len(row.cells))
    yield tuple(rows[first:])


def is_head(row: Row) -> bool:
    """Tell whether a row names columns: it has two words or more and no number."""
    filled = [cell for cell in row.cells if cell]
    return len(filled) > 1 and not any(is_value(cell) for cell in filled)


def is_value(cell: str) -> bool:
    """Tell whether a cell holds a number, a percentage, or the sign for none."""
    return cell in ("/", "-", "—") or figure(cell) is not None or percentage(cell) is not None


def _labelled(lines: Sequence[Line]) -> Iterator[tuple[str, Line]]:
    """Yield each line with its layout; a short line between two rows is a row with a single cell."""
    layouts = [_layout(line.text) for line in lines]
    for index, (layout, line) in enumerate(zip(layouts, lines, strict=True)):
        between = 0 < index < len(lines) - 1 and layouts[index - 1] == layouts[index + 1] == "tabs"
        if between and layout == "text" and _LABEL.fullmatch(line.text.strip()) and _goes_on(lines, index):
            yield "tabs", line
        else:
            yield layout, line


def _goes_on(lines: Sequence[Line], index: int) -> bool:
    """Tell whether the line after `index` goes on with the table before it: it has values, and as many cells."""
    above, below = (_cells(lines[at].text, "\t") for at in (index - 1, index + 1))
    return abs(len(above) - len(below)) <= 1 and any(map(is_value, below))


def _layout(text: str) -> str:
    stripped = text.strip(" \u3000")
    if "\t" in stripped and stripped.strip("\t"):
        return "tabs"
    bars = stripped.count("|")
    if bars == 1 and stripped.endswith("|") and len(stripped) > 1:
        return "stack"
    return "bars" if bars > 1 else "text"


def _cells(text: str, separator: str) -> tuple[str, ...]:
    return tuple(map(compact, text.split(separator)))


def _stacked(lines: Sequence[Line]) -> Iterator[Block]:
    """Yield the table of cells that stand one a line; the lines as they are where no width fits."""
    rows = [Row(line, (compact(line.text.strip().removesuffix("|")),)) for line in lines]
    for width in range(2, min(_MOST_COLUMNS, len(rows) // 2) + 1):
        if len(rows) % width:
            continue
        grid = tuple(
            Row(rows[at].line, tuple(row.cells[0] for row in rows[at : at + width]))
            for at in range(0, len(rows), width)
        )
        if is_head(grid[0]) and _has_column(grid, lambda cell: figure(cell) is not None):
            yield grid
            return
    yield from lines


def _set_apart(lines: Sequence[Line]) -> Iterator[Block]:
    """Yield the tables of lines whose words are cells, with the heads above them; and the other lines."""
    written = 0
    for first, last in _runs([_is_set_row(line.text) for line in lines]):
        head = first
        while head > max(written, first - _MOST_HEADS) and _is_set_head(lines[head - 1].text):
            head -= 1
        if head < first:
            yield from lines[written:head]
            yield tuple(Row(line, tuple(line.text.split())) for line in lines[head:last])
            written = last
    yield from lines[written:]


def _runs(marks: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield where enough marks stand together, from first to before last."""
    first = 0
    for marked, run in groupby(marks):
        last = first + len(list(run))
        if marked and last - first >= _FEWEST_SET:
            yield first, last
        first = last


def _is_set_row(text: str) -> bool:
    words = text.split()
    is_prose = _PROSE.search(text) or any(_UNIT.match(word) for word in words[1:])
    return len(words) > 1 and not is_prose and any(map(is_value, words))


def _is_set_head(text: str) -> bool:
    words = text.split()
    return len(words) > 1 and not any(map(is_value, words)) and max(map(len, words)) <= _LONGEST_NAME


def _has_column(grid: Grid, wanted: Callable[[str], bool]) -> bool:
    """Tell whether every row of some column is as wanted; heads, repeated on every page, aside."""
    body = [row.cells for row in grid[1:] if row.cells != grid[0].cells]
    return bool(body) and any(all(map(wanted, column)) for column in zip(*body, strict=True))
