"""The lines of a document, cleaned of what conversions leave behind, each with the place where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from streammon.detect.location import location
from streammon.extract.document import Document

_NARROW = {code + 0xFEE0: code for code in (*range(0x30, 0x3A), *range(0x41, 0x5B), *range(0x61, 0x7B), 0x25)}
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|\*\*|^#+ |^- (?=附)")
_PAGE_NUMBER = re.compile(r"[\s·—–-]*(?:\d{1,3}|第\s*\d+\s*页(?:[\s,，/]*共\s*\d+\s*页)?)[\s·—–-]*")
_BLANK = re.compile(r"(?<![A-Za-z])[ \u3000\xa0]+|[ \u3000\xa0]+(?![A-Za-z])")


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was laid out (`text`: blanks and tabulators stay), which begins at `offset` of `document`."""

    text: str
    offset: int
    document: Document = field(repr=False, compare=False)

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        return location(self.document.text, self.document.sections, self.offset)

    @property
    def words(self) -> str:
        """The line without blanks, except between Latin words."""
        return compact(self.text)


def compact(text: str) -> str:
    """Return `text` without the blanks that only set Chinese characters and digits apart."""
    return _BLANK.sub("", text.strip())


def lines_of(document: Document) -> Iterator[Line]:
    """Yield the lines that a reader sees, empty ones included: they part tables and paragraphs."""
    hidden = [section.hidden for section in document.sections]
    starts = [section.start for section in document.sections]
    offset, section = 0, -1
    for text in document.text.split("\n"):
        while section + 1 < len(starts) and starts[section + 1] <= offset:
            section += 1
        if (section < 0 or not hidden[section]) and not _PAGE_NUMBER.fullmatch(text):
            cleaned = _MARKUP.sub("", _INVISIBLE.sub("", text.translate(_NARROW)))
            yield Line(cleaned, offset, document)
        offset += len(text) + 1
