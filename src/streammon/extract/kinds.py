"""What a file is, by its first bytes; only where these are silent, by its name and what the host says of it."""

from __future__ import annotations

import re
from enum import Enum, auto


class Kind(Enum):
    """How a file is read."""

    ARCHIVE = auto()
    """Packed files, for libarchive: rar, 7z, tar, gz and others."""
    FLAT_XML = auto()
    """Office 2003 in one XML file."""
    HTML = auto()
    IMAGE = auto()
    MAIL = auto()
    """RFC 5322 with MIME, the web archive (.mht) and Word's "single file web page" included."""
    OLE = auto()
    """Compound File Binary: Office of before 2007, and every newer Office file with a password."""
    PDF = auto()
    RTF = auto()
    TABLE = auto()
    """Text, its cells parted by commas, semicolons or tabulators."""
    TEXT = auto()
    ZIP = auto()
    """A zip file, or a document that is one: Office, OpenDocument, OFD."""


_BEGINNINGS = (
    ((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"), Kind.ZIP),
    ((b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",), Kind.OLE),
    ((b"{\\rtf",), Kind.RTF),
    ((b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"MSCF"), Kind.ARCHIVE),
    ((b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd"), Kind.ARCHIVE),
    ((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*"), Kind.IMAGE),
)  # fmt: skip
_BITMAP = re.compile(rb"BM.{4}\0\0\0\0", re.DOTALL)
_WEBP = re.compile(rb"RIFF.{4}WEBP", re.DOTALL)
_FLAT_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml[^>]*\?>\s*<\?mso-application\b")
_HTML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body|meta|table)\b", re.IGNORECASE)
_MAIL = re.compile(
    rb"\A(?:[\w-]{2,40}:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?:MIME-Version|Received|Message-ID):", re.IGNORECASE
)
_TABLES = (".csv", ".tsv")
_TEXTS = (".txt", ".md", ".json", ".xml", ".log")


def kind_of(data: bytes, name: str, media_type: str) -> Kind:
    """Return what `data` is; TEXT, of which decoding will tell whether it is any, where nothing speaks for another."""
    name, media_type = name.lower(), media_type.lower()
    for beginnings, kind in _BEGINNINGS:
        if data.startswith(beginnings):
            return kind
    if b"%PDF-" in data[:1024]:
        return Kind.PDF
    if _BITMAP.match(data) or _WEBP.match(data):
        return Kind.IMAGE
    if data[257:262] == b"ustar":
        return Kind.ARCHIVE
    return _kind_of_text(data, name, media_type)


def _kind_of_text(data: bytes, name: str, media_type: str) -> Kind:
    if _FLAT_XML.match(data):
        return Kind.FLAT_XML
    if _HTML.match(data) or ("html" in media_type and not name.endswith(_TABLES + _TEXTS)):
        return Kind.HTML
    if _MAIL.match(data[:16_384]):
        return Kind.MAIL
    return Kind.TABLE if name.endswith(_TABLES) or media_type.startswith("text/csv") else Kind.TEXT
