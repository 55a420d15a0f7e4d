"""Bytes to text: attachments of articles, whatever they are called. Pure functions, to be run in a process pool."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from streammon.extract import (
    archives,
    flat_xml,
    html,
    images,
    mail,
    ofd,
    office,
    page_parts,
    pdf,
    plain_text,
    zip_archive,
)
from streammon.extract.document import Document, Writer
from streammon.extract.kinds import Kind, kind_of
from streammon.extract.limits import apart
from streammon.extract.nesting import MOST_CHARACTERS, Member, Nesting
from streammon.extract.unreadable import Unreadable, explained
from streammon.words import say

__all__ = ["MOST_CHARACTERS", "Document", "Unreadable", "read", "read_apart"]

_MOST_TEXT = 50_000_000
"""Bytes of a text or a page: beyond, the parser would need more memory than it is given."""


def read_apart(data: bytes, *, name: str, media_type: str) -> Document:
    """Do what `read` does in a process of its own, within limits of time and memory: for files of strangers."""
    return apart(partial(read, data, name=name, media_type=media_type))


def read(data: bytes, *, name: str, media_type: str) -> Document:
    """Return the text of an attachment, lines parted by a line feed and cells by a tabulator, and where it stood.

    What the bytes are counts before `name` (a file name or path) and `media_type` (of the HTTP answer, may be "").
    Raises Unreadable, with the reason in words for the site's people, for what has no text that we can read; parts of a
    file that could not be read are the document's troubles.
    """
    return _read(data, name=name, media_type=media_type, nesting=Nesting(_read))


def _read(data: bytes, *, name: str, media_type: str, nesting: Nesting) -> Document:
    if not data.strip(b" \t\r\n\0"):
        raise Unreadable(say("extract.unreadable.empty"))
    kind = kind_of(data, name, media_type)
    with explained():
        document = _by_kind(kind, data, name, nesting)
    if len(document.text) > MOST_CHARACTERS:
        raise Unreadable(say("extract.unreadable.long", limit=MOST_CHARACTERS))
    if not document.text.strip() and (document.troubles or kind is not Kind.IMAGE):
        raise Unreadable(document.unreadable or say("extract.unreadable.blank"))
    return document


def _by_kind(kind: Kind, data: bytes, name: str, nesting: Nesting) -> Document:
    match kind:
        case Kind.ZIP | Kind.OLE:
            return _package(data, nesting)
        case Kind.PDF:
            return pdf.read(data, nesting)
        case Kind.IMAGE:
            return images.read(data, nesting)
        case Kind.MAIL:
            return mail.read(data, nesting)
        case Kind.ARCHIVE:
            return _archive(archives.members(data, name), nesting)
        case _:
            return _written(kind, data, name)


def _package(data: bytes, nesting: Nesting) -> Document:
    """Read a document that is a zip file or a compound file, or a mere zip file."""
    if data.startswith(b"PK") and ofd.is_ofd(data):
        return ofd.read(data, nesting)
    if reader := office.reader_of(data):
        return reader(data, nesting)
    return _archive(zip_archive.members(data), nesting)


def _archive(members: Iterator[Member], nesting: Nesting) -> Document:
    writer = Writer()
    nesting.add(writer, members)
    document = writer.document()
    if not document.text and not document.troubles:
        raise Unreadable(say("extract.unreadable.hollow"))
    return document


def _written(kind: Kind, data: bytes, name: str) -> Document:
    """Read what is text already."""
    if len(data) > _MOST_TEXT:
        raise Unreadable(say("extract.unreadable.long", limit=MOST_CHARACTERS))
    match kind:
        case Kind.HTML:
            return page_parts.document_of(html.Page.read(data, ""))
        case Kind.FLAT_XML:
            return flat_xml.read(data)
        case Kind.RTF:
            return plain_text.read_rtf(data)
        case Kind.TABLE:
            return plain_text.read_table(data, name)
        case _:
            return plain_text.read_text(data, name)
