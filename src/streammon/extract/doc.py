"""Documents of Word 97 to 2003 and of WPS Office, .doc and .wps ([MS-DOC])."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate, pairwise
from struct import unpack_from

from streammon.extract import stories
from streammon.extract.compound import Compound
from streammon.extract.document import Writer
from streammon.extract.unreadable import Unreadable
from streammon.extract.word_marks import character_marks, paragraph_marks
from streammon.words import say

MAIN = "WordDocument"
MOST_CHARACTERS = 10_000_000

_IDENT = 0xA5EC
_WORD_97 = 0x00C1
_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200
_FIRST_COUNT = 0x004C
_STORIES = (
    *(stories.BODY, stories.FOOTNOTES, stories.MARGIN, ""),
    *(stories.COMMENTS, stories.ENDNOTES, stories.BOX, stories.MARGIN_BOX),
)
"""The stories in their order; the fourth, macros, has been empty since Word 97 (FibRgLw97)."""
_COMPRESSED = 0x40000000
_CLX = 0x01A2
_SIGNS = dict.fromkeys((*range(0x13), *range(0x16, 0x20)), "") | {0x09: "\t", 0x1E: "-"}
_SIGNS |= dict.fromkeys((0x0A, 0x0B, 0x0C, 0x0D, 0x0E), "\n") | {0x07: "\t"}
_TABLES: dict[str, dict[int, str]] = {"": _SIGNS, "cell": _SIGNS | {0x0D: " ", 0x0B: " "}, "row": _SIGNS | {0x07: "\n"}}
"""What control characters become, by the paragraph they are in: 7 ends a cell, or a row (2.4.3)."""
_FIELD = re.compile("([\x13\x14\x15])")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run of characters that are kept together: `first` counts characters, `start` the bytes in the file."""

    first: int
    last: int
    start: int
    width: int


def write(file: Compound, writer: Writer) -> None:
    """Write the text of a doc file: the body by lines, then notes, margins, boxes, comments, and what is hidden."""
    main = file.read(MAIN)
    identity, version = unpack_from("<HH", main)
    flags = unpack_from("<H", main, 0x0A)[0]
    if identity != _IDENT or version < _WORD_97:
        raise Unreadable(say("office.unreadable.old-word"))
    if flags & _ENCRYPTED:
        raise Unreadable(say("office.unreadable.encrypted"))
    table = file.read("1Table" if flags & _TABLE_1 else "0Table")
    counts = [max(count, 0) for count in unpack_from("<8i", main, _FIRST_COUNT)]
    if sum(counts) > MOST_CHARACTERS:
        raise Unreadable(say("office.unreadable.long", limit=MOST_CHARACTERS))
    document = _Document(main, table)
    ends = [*accumulate(counts)]
    for name, first, last in zip(_STORIES, [0, *ends], ends, strict=False):
        if name and first < last:
            _write_story(writer, name, document.layers(first, last))


def _write_story(writer: Writer, story: str, layers: dict[str, str]) -> None:
    for layer, text in layers.items():
        shown = _without_instructions(text)
        if story == stories.MARGIN:  # every section of a document repeats its header
            shown = "\n".join(dict.fromkeys(shown.split("\n")))
        stories.write(writer, story, layer or stories.SEEN, shown)


def _without_instructions(text: str) -> str:
    """Return text with fields replaced by their results: begin, instruction, separator, result, end (2.8.25)."""
    kept, open_fields = [], list[bool]()
    for piece in _FIELD.split(text):
        match piece:
            case "\x13":
                open_fields.append(True)
            case "\x14" if open_fields:
                open_fields[-1] = False
            case "\x15" if open_fields:
                open_fields.pop()
            case _ if not any(open_fields):
                kept.append(piece)
    return _FIELD.sub("", text if open_fields else "".join(kept))  # what never ends would hide the whole text


class _Document:
    """The characters of a document: which bytes they are, and what properties they have."""

    def __init__(self, main: bytes, table: bytes) -> None:
        self._main = main
        self._pieces = _pieces(main, table)
        self._characters, self._paragraphs = character_marks(main, table), paragraph_marks(main, table)

    def layers(self, first: int, last: int) -> dict[str, str]:
        """Return the characters from `first` to `last` in layers: "" what is seen, `hidden`, `deleted`."""
        found: dict[str, list[str]] = {"": [], "hidden": [], "deleted": []}
        for piece in self._pieces:
            start = piece.start + (max(first, piece.first) - piece.first) * piece.width
            stop = piece.start + (min(last, piece.last) - piece.first) * piece.width
            for begin, end, layer in self._characters.within(start, stop):
                found[layer] += [self._text(*run, piece.width) for run in self._paragraphs.within(begin, end)]
        return {layer: "".join(texts) for layer, texts in found.items()}

    def _text(self, start: int, stop: int, mark: str, width: int) -> str:
        raw = self._main[start:stop]
        return raw.decode("utf-16-le" if width == 2 else "cp1252", "replace").translate(_TABLES[mark])


def _pieces(main: bytes, table: bytes) -> list[_Piece]:
    """Return the pieces of the text in order (Clx, 2.9.38). Raises ValueError for a file without them."""
    start, size = unpack_from("<II", main, _CLX)
    clx = table[start : start + size]
    at = 0
    while clx[at : at + 1] == b"\1":  # properties of pieces that were saved fast
        at += 3 + unpack_from("<H", clx, at + 1)[0]
    if clx[at : at + 1] != b"\2":
        raise ValueError(at)
    plc = clx[at + 5 :]
    count = (unpack_from("<I", clx, at + 1)[0] - 4) // 12
    bounds = unpack_from(f"<{count + 1}I", plc)
    pieces = []
    for index, (first, last) in enumerate(pairwise(bounds)):
        where = unpack_from("<I", plc, 4 * (count + 1) + 8 * index + 2)[0]
        offset = where & ~_COMPRESSED & 0xFFFFFFFF
        pieces.append(_Piece(first, last, offset // 2, 1) if where & _COMPRESSED else _Piece(first, last, offset, 2))
    return pieces
