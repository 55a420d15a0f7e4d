"""Where in a document a character stands, in words that lead a person there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from streammon.model.content import Section
from streammon.words import say


def location(text: str, sections: Sequence[Section], offset: int) -> str:
    """Return where the character `offset` of `text` stands: a sheet and cell, a page, a paragraph, or a line.

    `sections` are in order (see `Section`); what stands before the first one has only the number of its line.
    """
    place = bisect_right(sections, offset, key=lambda section: section.start) - 1
    if place < 0:
        return say("scan.line", number=text.count("\n", 0, offset) + 1)
    section = sections[place]
    if not section.line:
        return section.name
    line = section.line + text.count("\n", section.start, offset)
    if not section.cells:
        return say("scan.paragraph", name=section.name, number=line).strip()
    begin = max(text.rfind("\n", section.start, offset) + 1, section.start)
    return say("scan.cell", name=section.name, cell=f"{column(text.count(chr(9), begin, offset))}{line}")


def column(index: int) -> str:
    """Return the letters of a sheet's column; `index` counts from 0: A, B, ..., Z, AA, AB."""
    letters = ""
    index += 1
    while index:
        index, letter = divmod(index - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
