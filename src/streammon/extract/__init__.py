"""Bytes to text: attachments of articles, whatever they are called. Pure functions, to be run in a process pool."""

from __future__ import annotations

import re
import zipfile
import zlib

from lxml import etree

from streammon.errors import Permanent
from streammon.extract import html, office, pdf
from streammon.extract.unreadable import Unreadable
from streammon.words import say

__all__ = ["MOST_CHARACTERS", "Unreadable", "text_of"]

MOST_CHARACTERS = 10_000_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Compound File Binary: Office of before 2007, and every newer Office file with a password."""
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_HTML = re.compile(rb"\s*<(!doctype\s+html|html)", re.IGNORECASE)
_TEXT_NAMES = (".txt", ".csv", ".tsv", ".md")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")

_BROKEN = (
    *(ValueError, LookupError, TypeError, AttributeError, ArithmeticError, AssertionError, RuntimeError),
    *(EOFError, OSError, SyntaxError, zlib.error, zipfile.BadZipFile, etree.LxmlError, *pdf.ERRORS),
)
"""What the libraries raise on files that do not keep to their format. They promise no single type."""


def text_of(data: bytes, *, name: str, media_type: str) -> str:
    """Return the text of an attachment, lines parted by a line feed and cells by a tabulator.

    What the bytes are counts before `name` (a file name or path) and `media_type` (of the HTTP answer, may be "").
    Raises Unreadable, with the reason in words for the site's people, for what has no text that we can read.
    """
    try:
        text = _text_of(data, name.lower(), media_type.lower())
    except Permanent:
        raise
    except _BROKEN as error:
        raise Unreadable(say("detect.unreadable.broken")) from error
    if len(text) > MOST_CHARACTERS:
        raise Unreadable(say("detect.unreadable.long", limit=MOST_CHARACTERS))
    return text


def _text_of(data: bytes, name: str, media_type: str) -> str:
    if not data.strip():
        raise Unreadable(say("detect.unreadable.empty"))
    if data.startswith(_ZIP):
        return office.text_of_office(data)
    if data.startswith(_OLE):
        raise Unreadable(say("detect.unreadable.legacy"))
    if b"%PDF-" in data[:1024]:
        return pdf.text_of_pdf(data)
    if _HTML.match(data) or "html" in media_type:
        return html.Page(html.decode(data), "").text("body") or ""
    if media_type.startswith("text/") or name.endswith(_TEXT_NAMES):
        return _plain(data, name)
    raise Unreadable(say("detect.unreadable.kind", name=name.rpartition("/")[2]))


def _plain(data: bytes, name: str) -> str:
    """Return plain text: UTF-8, UTF-16 with a byte order mark, or GB 18030."""
    text = html.decode(data).replace("\r\n", "\n")
    if _CONTROL.search(text):
        raise Unreadable(say("detect.unreadable.kind", name=name.rpartition("/")[2]))
    return text
