"""Presentations of PowerPoint 97 to 2003 and of WPS Office, .ppt and .dps ([MS-PPT])."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from struct import unpack_from

from streammon.extract.compound import Compound
from streammon.extract.document import Writer
from streammon.extract.unreadable import Unreadable
from streammon.words import say

MAIN = "PowerPoint Document"

_ENCRYPTED = 0xF3D1C4DF
_HEADER = 8
_CONTAINER = 0x0F
_MOST_DEPTH = 32
_SLIDES, _NOTES = 0, 2
_LIST, _PERSIST, _NOTES_INFO, _SLIDE_INFO, _HIDDEN = 0x0FF0, 0x03F3, 0x03F1, 0x03F9, 0x0004
_CHARACTERS, _BYTES = 0x0FA0, 0x0FA8
_COMMENT, _COMMENT_TEXT = 0x2EE0, (0x0FBA, 1)
_SIGNS = {0x0B: "\n", 0x0D: "\n"} | dict.fromkeys((*range(9), 0x0C, *range(0x0E, 0x20)), "")
_FIELD = "*"
"""What stands where a slide has its number or the date."""
_Record = tuple[int, int, bytes]
"""Kind, instance, content."""


def write(file: Compound, writer: Writer) -> None:
    """Write the text of a ppt file, slide by slide: boxes and tables, comments, notes."""
    stream = file.read(MAIN)
    offsets, document = _directory(stream, file.read("Current User"))
    lists = {instance: text for kind, instance, text in _records(_object(stream, offsets[document])) if kind == _LIST}
    numbers: dict[int, int] = {}
    for number, (key, identity, outline) in enumerate(_listed(lists.get(_SLIDES, b"")), 1):
        numbers[identity] = number
        slide = _everything(stream, offsets, key)
        is_hidden = any(kind == _SLIDE_INFO and content[10] & _HIDDEN for kind, _, content in slide)
        _write(writer, "hidden" if is_hidden else "seen", number, [*outline, *_texts(slide)])
        _write(writer, "comments", number, _comments(slide))
    for key, _, outline in _listed(lists.get(_NOTES, b"")):
        notes = _everything(stream, offsets, key)
        belongs = (unpack_from("<I", content)[0] for kind, _, content in notes if kind == _NOTES_INFO)
        _write(writer, "notes", numbers.get(next(belongs, 0), 0), [*outline, *_texts(notes)])


def _everything(stream: bytes, offsets: dict[int, int], key: int) -> list[_Record]:
    """Return all records of an object, which is read but once."""
    at = offsets.pop(key, None)
    return [] if at is None else list(_records(_object(stream, at), depth=_MOST_DEPTH))


def _write(writer: Writer, kind: str, number: int, texts: list[str]) -> None:
    if lines := "\n".join(text for text in texts if text.strip() not in ("", _FIELD)):
        writer.section(say(f"office.slide.{kind}", number=number), hidden=kind != "seen")
        writer.line(lines)


def _directory(stream: bytes, user: bytes) -> tuple[dict[int, int], int]:
    """Return where the newest version of every object begins, by its number, and the number of the document.

    A file that was saved fast holds older versions too; nobody sees them, and nobody can get at them with PowerPoint.
    """
    if unpack_from("<I", user, 12)[0] == _ENCRYPTED:
        raise Unreadable(say("office.unreadable.encrypted"))
    edit, found, seen = unpack_from("<I", user, 16)[0], dict[int, int](), set[int]()
    document = unpack_from("<I", stream, edit + _HEADER + 16)[0]
    while edit and edit not in seen:
        seen.add(edit)
        before, table = unpack_from("<II", stream, edit + _HEADER + 8)
        found = dict(_entries(stream, table)) | found
        edit = before
    return found, document


def _entries(stream: bytes, at: int) -> Iterator[tuple[int, int]]:
    stop = at + _HEADER + unpack_from("<I", stream, at + 4)[0]
    at += _HEADER
    while at + 4 <= stop:
        first, count = (head := unpack_from("<I", stream, at)[0]) & 0xFFFFF, head >> 20
        yield from enumerate(unpack_from(f"<{count}I", stream, at + 4), first)
        at += 4 + 4 * count


def _listed(content: bytes) -> list[tuple[int, int, list[str]]]:
    """Return the slides (or notes) of a list: the number of the object, the slide's identity, texts in the outline."""
    found: list[tuple[int, int, list[str]]] = []
    for record in _records(content):
        if record[0] == _PERSIST:
            key, identity = unpack_from("<I8xI", record[2])
            found.append((key, identity, []))
        elif found:
            found[-1][2].extend(_texts([record]))
    return found


def _texts(records: Iterable[_Record]) -> list[str]:
    codecs = {_CHARACTERS: "utf-16-le", _BYTES: "latin-1"}
    return [content.decode(codecs[kind], "replace").translate(_SIGNS) for kind, _, content in records if kind in codecs]


def _comments(records: Iterable[_Record]) -> list[str]:
    """Return the comments: of the strings in each, the second is the text, the others its author."""
    inner = [record for kind, _, content in records if kind == _COMMENT for record in _records(content)]
    return [
        content.decode("utf-16-le", "replace") for kind, instance, content in inner if (kind, instance) == _COMMENT_TEXT
    ]


def _records(stream: bytes, *, depth: int = 0) -> Iterator[_Record]:
    """Yield the records in `stream`; with a `depth`, those in containers too, each after its container."""
    at = 0
    while at + _HEADER <= len(stream):
        version, kind, size = unpack_from("<HHI", stream, at)
        content = stream[at + _HEADER : at + _HEADER + size]
        yield kind, version >> 4, content
        if depth and version & _CONTAINER == _CONTAINER:
            yield from _records(content, depth=depth - 1)
        at += _HEADER + size


def _object(stream: bytes, at: int) -> bytes:
    """Return the content of the record that begins at `at`."""
    return stream[at + _HEADER : at + _HEADER + unpack_from("<I", stream, at + 4)[0]]
