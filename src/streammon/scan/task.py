"""Pieces of work, each for one process: a document in one of its forms, or some lines of a file.

`path` is the document as the user named it, `on` the day whose rules hold, `share` the part of an input that it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar

from streammon.detect import inspector
from streammon.detect.location import location
from streammon.errors import Permanent
from streammon.extract.document import Document
from streammon.model.content import Content
from streammon.model.inspection import Finding
from streammon.scan.reading import read
from streammon.scan.record import Record, record_of, unread
from streammon.words import say

MOST_BYTES = 500_000_000
"""No document that is published is larger; what is must not fill the memory."""


@dataclass(frozen=True, slots=True)
class FileTask:
    """A file, read in the process that checks it."""

    share: ClassVar[float] = 1.0
    path: str
    on: date

    def run(self) -> list[Record]:
        """Read and check the file."""
        try:
            data = bytes_of(Path(self.path))
        except Permanent as error:
            return [unread(self.path, str(error))]
        return BytesTask(self.path, data, self.on).run()


@dataclass(frozen=True, slots=True)
class BytesTask:
    """The bytes of a file. `name` and `media_type` help where they do not tell themselves what they are."""

    share: ClassVar[float] = 1.0
    path: str
    data: bytes
    on: date
    name: str = ""
    media_type: str = ""

    def run(self) -> list[Record]:
        """Take the text out of the bytes and check it."""
        try:
            document = read(self.data, name=self.name or self.path, media_type=self.media_type)
        except Permanent as error:
            return [unread(self.path, str(error))]
        return DocumentTask(self.path, document, self.on).run()


@dataclass(frozen=True, slots=True)
class DocumentTask:
    """A text with its parts; what could not be read of it is told, too."""

    share: ClassVar[float] = 1.0
    path: str
    document: Document
    on: date

    def run(self) -> list[Record]:
        """Check the text."""
        text, sections = self.document.text, self.document.sections
        found = [
            record_of(self.path, text, finding, location(text, sections, finding.start))
            for finding in inspector.findings(text, self.on)
        ]
        return [*found, *(unread(self.path, trouble) for trouble in self.document.troubles)]


@dataclass(frozen=True, slots=True)
class ArticleTask:
    """An article of a website: its title and text, and the page around it."""

    share: ClassVar[float] = 1.0
    path: str
    content: Content

    def run(self) -> list[Record]:
        """Check it as a page that is watched."""
        text = inspector.text_of(self.content)
        return [
            record_of(self.path, text, finding, finding.location or _line(text, finding))
            for finding in inspector.inspect(self.content).findings
        ]


def _line(text: str, finding: Finding) -> str:
    """Return the line of a finding; of one on the page as a whole, nothing."""
    return location(text, (), finding.start) if finding.end else ""


@dataclass(frozen=True, slots=True)
class LinesTask:
    """Lines of a file from the number `first` on, every one a document of its own."""

    path: str
    first: int
    lines: tuple[str, ...]
    share: float
    on: date

    def run(self) -> list[Record]:
        """Check the lines."""
        return [
            record_of(self.path, line, finding, say("scan.line", number=number), number)
            for number, line in enumerate(self.lines, self.first)
            if line
            for finding in inspector.findings(line, self.on)
        ]


@dataclass(frozen=True, slots=True)
class UnreadTask:
    """A document that could not be had."""

    share: ClassVar[float] = 1.0
    path: str
    why: str

    def run(self) -> list[Record]:
        """Tell why."""
        return [unread(self.path, self.why)]


Task = FileTask | BytesTask | DocumentTask | ArticleTask | LinesTask | UnreadTask


def bytes_of(path: Path) -> bytes:
    """Return what is in a file. Raises Permanent with the reason."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Permanent(say("scan.large", limit=MOST_BYTES // 1_000_000))
        return path.read_bytes()
    except OSError as error:
        raise Permanent(say("scan.closed", why=error.strerror)) from error
