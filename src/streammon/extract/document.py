"""A file as text, with where each part of it stood."""

from __future__ import annotations

from dataclasses import dataclass

from streammon.model.content import Section
from streammon.words import say

_MOST_TROUBLES = 10


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a file. `troubles` are sentences on the parts of it that could not be read (a file in an archive)."""

    text: str
    sections: tuple[Section, ...] = ()
    troubles: tuple[str, ...] = ()

    @property
    def unreadable(self) -> str:
        """The troubles as one text, "" without any; of many only the first."""
        rest = len(self.troubles) - _MOST_TROUBLES
        more = (say("extract.unreadable.and", count=rest),) if rest > 0 else ()
        return "\n".join((*self.troubles[:_MOST_TROUBLES], *more))


class Writer:
    """Puts a document together, line by line. Lines are numbered from a section's `line` on, without holes."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._sections: list[Section] = []
        self._troubles: list[str] = []
        self._end = 0

    def section(self, name: str, *, line: int = 0, cells: bool = False, hidden: bool = False) -> None:
        """Begin a section with the next line; see `Section`."""
        self._sections.append(Section(start=self._end, name=name, line=line, cells=cells, hidden=hidden))

    def line(self, text: str) -> None:
        """Add a line; it may hold line breaks of its own where the section is not numbered."""
        self._lines.append(text)
        self._end += len(text) + 1

    def trouble(self, sentence: str) -> None:
        """Note that a part could not be read."""
        self._troubles.append(sentence)

    def add(self, document: Document, within: str) -> None:
        """Add a whole document that lies in this one, `within` its name in words."""
        self._troubles += [f"{within}：{sentence}" for sentence in document.troubles]
        if not document.text:
            return
        if not document.sections or document.sections[0].start > 0:
            self.section(within)
        start = self._end
        for section in document.sections:
            name = f"{within} {section.name}"
            moved = Section(
                start=start + section.start, name=name, line=section.line, cells=section.cells, hidden=section.hidden
            )
            self._sections.append(moved)
        self.line(document.text)

    @property
    def size(self) -> int:
        """The number of characters so far."""
        return self._end

    def document(self) -> Document:
        """Return what was written; sections without a character are left out."""
        text = "\n".join(self._lines)
        ends = [*(section.start for section in self._sections[1:]), len(text) + 1] if self._sections else []
        filled = zip(self._sections, ends, strict=True)
        sections = tuple(section for section, end in filled if section.start < end)
        return Document(text, sections, tuple(self._troubles))
