"""Properties of characters and paragraphs in Word 97 files ([MS-DOC] 2.8, 2.9): what is hidden, deleted, in a table."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from struct import unpack_from

_PAGE = 512
"""Bytes of a page (ChpxFkp, PapxFkp): the bounds of its runs, where the properties of each are, the number of runs."""
_DELETED, _VANISH = 0x0800, 0x083C
_IN_TABLE, _ROW_END = 0x2416, 0x2417
_OPERANDS = (1, 1, 2, 4, 2, 2, 0, 3)
"""Bytes of an operand by the top bits of its operation code; 0: the operand says so itself (Sprm)."""
_LONG_TABLE = 0xD608
_TRUE = frozenset({1, 0x81})
"""Of a toggle: on; and the opposite of the style, which is hardly ever on (ToggleOperand)."""
_CHARACTERS, _PARAGRAPHS = 0x00FA, 0x0102


class Marks:
    """Which bytes of the stream WordDocument have a property: every mark is a run of bytes and its name."""

    def __init__(self, runs: Iterator[tuple[int, int, str]]) -> None:
        self._runs = sorted(runs)
        self._starts = [start for start, _, _ in self._runs]

    def within(self, start: int, stop: int) -> Iterator[tuple[int, int, str]]:
        """Yield the bytes from `start` to `stop` in order, in runs of one mark ("" where there is none)."""
        index = max(bisect_right(self._starts, start) - 1, 0)
        while start < stop and index < len(self._runs):
            first, last, mark = self._runs[index]
            index += 1
            if last <= start:
                continue
            if first >= stop:
                break
            if start < first:
                yield start, first, ""
            yield max(start, first), min(last, stop), mark
            start = min(last, stop)
        if start < stop:
            yield start, stop, ""


def character_marks(main: bytes, table: bytes) -> Marks:
    """Return which characters are `deleted` (and tracked) or `hidden`."""
    return Marks(_runs(main, table, _CHARACTERS, 1, _of_characters))


def paragraph_marks(main: bytes, table: bytes) -> Marks:
    """Return which paragraphs are in a `cell` of a table, and which end a `row`."""
    return Marks(_runs(main, table, _PARAGRAPHS, 13, _of_paragraph))


def _runs(
    main: bytes, table: bytes, at: int, step: int, mark_of: Callable[[bytes], str]
) -> Iterator[tuple[int, int, str]]:
    """Yield the marked runs of the pages in the table at offset `at` of the FIB, `step` the bytes of an entry."""
    start, size = unpack_from("<II", main, at)
    count = max(size - 4, 0) // 8
    numbers = {unpack_from("<I", table, start + 4 * (count + 1 + index))[0] & 0x3FFFFF for index in range(count)}
    for number in numbers:
        page = main[number * _PAGE : (number + 1) * _PAGE]
        runs = page[_PAGE - 1] if len(page) == _PAGE else 0
        for index in range(runs):
            first, last = unpack_from("<II", page, 4 * index)
            offset = 2 * page[min(4 * (runs + 1) + step * index, _PAGE - 1)]
            if offset and (mark := mark_of(page[offset:])):
                yield first, last, mark


def _of_characters(data: bytes) -> str:
    properties = _properties(data[1 : 1 + data[0]])
    if properties.get(_DELETED) in _TRUE:
        return "deleted"
    return "hidden" if properties.get(_VANISH) in _TRUE else ""


def _of_paragraph(data: bytes) -> str:
    start, size = (2, 2 * data[1]) if data[0] == 0 else (1, 2 * data[0] - 1)
    properties = _properties(data[start + 2 : start + size])  # the first two bytes are the style
    if properties.get(_ROW_END) == 1:
        return "row"
    return "cell" if properties.get(_IN_TABLE) == 1 else ""


def _properties(group: bytes) -> dict[int, int]:
    """Return the first byte of the operand of every property in a group (grpprl), by operation code."""
    found, at = {}, 0
    while at + 3 <= len(group):
        code = unpack_from("<H", group, at)[0]
        found[code] = group[at + 2]
        size = _OPERANDS[code >> 13]
        if code == _LONG_TABLE:
            size = 1 + unpack_from("<H", group + b"\0", at + 2)[0]
        at += 2 + (size or 1 + group[at + 2])
    return found
