"""Grids to tables: heads, halves that stand side by side, rows that slipped, pages put together again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from statistics import mode

from streammon.circular.grids import Grid, Row, is_head, is_value
from streammon.circular.table import Column, Label, Table, columns_of, is_total, kind_of

_MOST_HEADS = 3
_FEWEST_ROWS = 2


def table_of(label: Label | None, title: str, parts: Sequence[Grid]) -> Table | None:
    """Return the table that begins with the first of `parts` and goes on in the others; None without any row."""
    heads, body = _heads(parts[0])
    rows = [*body, *(row for part in parts[1:] for row in part)]
    if not rows:
        return None
    head = _head(heads, mode(len(row.cells) for row in rows))
    padded = [_padded(row, len(head)) for row in rows]
    head, unfolded = _unfolded(head, [row for row in padded if row.cells != head])
    order = _aligned(head, unfolded)
    data, totals = _partition(order)
    return Table(label, title, head, data, totals, tuple(order)) if len(data) >= _FEWEST_ROWS else None


def _partition(order: Iterable[Row]) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    rows = [row for row in order if any(row.cells)]
    return tuple(row for row in rows if not is_total(row)), tuple(row for row in rows if is_total(row))


def goes_on(before: Sequence[Grid], after: Grid) -> bool:
    """Tell whether `after` is the next page of a table: its head again, or rows without one that count on."""
    if after[0].cells == before[0][0].cells:
        return True
    last, first = max(_numbers(before[-1]), default=0), min(_numbers(after), default=0)
    counts_on = first > last > 0 or not first
    return counts_on and abs(_width(before[0]) - _width(after)) <= 1 and not is_head(after[0])


def is_torn(grid: Grid) -> bool:
    """Tell whether a grid begins with a row of values, its head being on another page."""
    return not is_head(grid[0]) and any(is_value(cell) for cell in grid[0].cells)


def first_number(grid: Grid) -> int:
    """Return the number of the first entry of a grid, 0 where its rows have none."""
    return next(iter(_numbers(grid)), 0)


def pages(grid: Grid) -> list[Grid]:
    """Return the parts of a grid within which numbers rise: pages in reverse order may follow each other directly."""
    starts, last = [0], 0
    for at, row in enumerate(grid):
        if row.cells[0].isdecimal():
            if int(row.cells[0]) < last:
                starts.append(at)
            last = int(row.cells[0])
    return [grid[start:end] for start, end in zip(starts, [*starts[1:], len(grid)], strict=True)]


def _numbers(grid: Grid) -> list[int]:
    return [int(row.cells[0]) for row in grid if row.cells[0].isdecimal()]


def _width(grid: Grid) -> int:
    return mode(len(row.cells) for row in grid)


def _heads(grid: Grid) -> tuple[list[Row], list[Row]]:
    """Return the rows that name the columns, and the others. Where no row has values, the first one does."""
    count = 0
    while count < min(_MOST_HEADS, len(grid)) and is_head(grid[count]):
        count += 1
    if count > 1 and not _is_split_head(grid[0], grid[1]):
        count = 1
    return list(grid[:count]), list(grid[count:])


def _is_split_head(upper: Row, lower: Row) -> bool:
    """Tell whether the second row goes on naming columns: it has none for the first, or is shorter."""
    shared = not lower.cells[0] or lower.cells[0] == upper.cells[0]
    return shared or len(lower.cells) < len(upper.cells)


def _head(heads: Sequence[Row], width: int) -> tuple[str, ...]:
    """Return the names of columns. Of a cell that spans several, its parts have the names that stand below it."""
    if not heads:
        return ("",) * width
    upper, lower = heads[0].cells, heads[-1].cells
    if len(heads) > 1 and lower[0] and len(upper) + len(lower) - 1 == width:
        return _spliced(upper, lower)
    width = max(width, *(len(row.cells) for row in heads))
    names = list(_padded(heads[-1], width).cells)
    for at in range(width):
        if not names[at]:
            from_right = at - width
            left = upper[at] if at < len(upper) else ""
            names[at] = upper[from_right] if at >= len(lower) and -from_right <= len(upper) else left
    return tuple(names)


def _spliced(upper: tuple[str, ...], lower: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of columns where the blanks of the lower row are lost: its names lie below the shortest way out.

    Of the cells above, the one that spans others is the one that ends like a heading (发布情况), or the third.
    """
    at = next(
        (at for at, name in enumerate(upper) if name.endswith(("情况", "数量", "数据", "信息"))), min(2, len(upper) - 1)
    )
    return upper[:at] + lower + upper[at + 1 :]


def _padded(row: Row, width: int) -> Row:
    return Row(row.line, (*row.cells, *("",) * (width - len(row.cells)))[:width])


def _unfolded(head: tuple[str, ...], rows: Sequence[Row]) -> tuple[tuple[str, ...], list[Row]]:
    """Return a table whose blocks of columns stand side by side as one block, the left one first."""
    for count in (4, 3, 2):
        width, rest = divmod(len(head), count)
        if not rest and width > 1 and head[0] and head == head[:width] * count:
            blocks = (Row(row.line, row.cells[at : at + width]) for at in range(0, len(head), width) for row in rows)
            return head[:width], [row for row in blocks if any(row.cells)]
    return head, list(rows)


def _aligned(head: tuple[str, ...], rows: Sequence[Row]) -> list[Row]:
    """Return the rows, those moved to the right whose cells then fit their columns better: merged cells were lost."""
    columns = columns_of(head, rows)
    return [Row(row.line, max(_moved(row.cells), key=lambda cells: _fit(cells, columns))) for row in rows]


def _moved(cells: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield cells
    blank = len(cells) - len("\t".join(cells).rstrip("\t").split("\t"))
    for by in range(1, blank + 1):
        kept = cells[: len(cells) - by]
        yield ("",) * by + kept
        yield kept[:1] + ("",) * by + kept[1:]


def _fit(cells: Sequence[str], columns: Sequence[Column]) -> int:
    """Return how many cells are what their column holds, less those that are not."""
    points = 0
    for cell, column in zip(cells, columns, strict=True):
        if cell and cell != "/":
            wanted = Column.NUMBER if column is Column.SERIAL else column
            found = kind_of(cell)
            values = Column.TEXT not in (wanted, found)
            points += 1 if found is wanted and values else -1 if found is not wanted else 0
    return points
