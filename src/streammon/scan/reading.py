"""Bytes to text, as a scan does it."""

from __future__ import annotations

from streammon import extract
from streammon.extract.document import Document
from streammon.extract.kinds import Kind, kind_of


def read(data: bytes, *, name: str, media_type: str) -> Document:
    """Return the text of a file. Raises Permanent with the reason, in words, if it has none that we can read.

    What is more than plain text is read in a process of its own.
    """
    harmless = kind_of(data, name, media_type) is Kind.TEXT
    return (extract.read if harmless else extract.read_apart)(data, name=name, media_type=media_type)
