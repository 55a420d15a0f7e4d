"""Files within files: archives, attachments of a PDF or a letter, and the limits that keep a bomb from going off."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

from streammon.extract.document import Document, Writer
from streammon.extract.unreadable import Unreadable, explained
from streammon.words import say

MOST_DEPTH = 3
MOST_MEMBERS = 1_000
MOST_UNPACKED = 200_000_000
MOST_CHARACTERS = 10_000_000
MOST_PICTURES = 4
"""Pages and images whose text is recognised: each takes seconds."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file within a file. The name leads nowhere: nothing is ever written to a disk.

    `read(most)` returns its bytes, `most` + 1 of them at the utmost. Raises Unreadable.
    """

    name: str
    read: Callable[[int], bytes]
    media_type: str = ""


class Reader(Protocol):
    """Reads a file that was found at some depth."""

    def __call__(self, data: bytes, *, name: str, media_type: str, nesting: Nesting) -> Document:
        """Return its text. Raises Unreadable."""
        ...


@dataclass
class _Budget:
    """What may still be taken out of one outermost file."""

    members: int = field(default_factory=lambda: MOST_MEMBERS)
    unpacked: int = field(default_factory=lambda: MOST_UNPACKED)
    characters: int = field(default_factory=lambda: MOST_CHARACTERS)
    pictures: int = field(default_factory=lambda: MOST_PICTURES)

    @property
    def spent(self) -> str:
        """Why nothing more is taken, "" while there is room."""
        if self.members < 1:
            return say("extract.unreadable.members", limit=MOST_MEMBERS)
        if self.unpacked < 0:
            return say("extract.unreadable.unpacked", limit=MOST_UNPACKED // 1_000_000)
        return say("extract.unreadable.long", limit=MOST_CHARACTERS) if self.characters < 0 else ""


class Nesting:
    """How deep we are in an outermost file, and what may still be taken out of it."""

    def __init__(self, read: Reader, depth: int = 0, budget: _Budget | None = None) -> None:
        self._read, self._depth, self._budget = read, depth, budget or _Budget()

    def may_recognise(self) -> bool:
        """Return True if one more image may be looked at for text, and count it."""
        self._budget.pictures -= 1
        return self._budget.pictures >= 0

    def add(self, writer: Writer, members: Iterable[Member]) -> None:
        """Add the text of all members. One that can't be read is a trouble of the whole, and the others still count."""
        try:
            with explained():
                self._add(writer, members)
        except Unreadable as error:  # the list of the members itself is broken
            writer.trouble(str(error))

    def _add(self, writer: Writer, members: Iterable[Member]) -> None:
        within = Nesting(self._read, self._depth + 1, self._budget)
        for member in members:
            if trouble := self._trouble:
                writer.trouble(trouble)
                return
            try:
                with explained():
                    writer.add(self._member(member, within), member.name)
            except Unreadable as error:
                writer.trouble(f"{member.name}：{error}")

    @property
    def _trouble(self) -> str:
        """Why no member is read here, "" while some may be."""
        is_deep = self._depth >= MOST_DEPTH
        return say("extract.unreadable.deep", limit=MOST_DEPTH) if is_deep else self._budget.spent

    def _member(self, member: Member, within: Nesting) -> Document:
        budget = self._budget
        budget.members -= 1
        data = member.read(budget.unpacked)
        budget.unpacked -= len(data)
        if budget.unpacked < 0:
            raise Unreadable(budget.spent)
        room = budget.characters
        document = self._read(data, name=member.name, media_type=member.media_type, nesting=within)
        budget.characters = room - len(document.text)
        if budget.characters < 0:
            raise Unreadable(budget.spent)
        return document
