"""A file without text that we can read."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from lxml import etree

from streammon.errors import Permanent
from streammon.words import say

_BROKEN = (
    *(ValueError, LookupError, TypeError, AttributeError, ArithmeticError, AssertionError, RuntimeError),
    *(EOFError, OSError, SyntaxError, struct.error, zlib.error, lzma.LZMAError, zipfile.BadZipFile, etree.LxmlError),
)
"""What the libraries raise on files that do not keep to their format. They promise no single type."""


class Unreadable(Permanent):
    """There is no text to be had from this file; the reason is a sentence for the people of the site."""


@contextmanager
def explained() -> Iterator[None]:
    """Raise Unreadable, with the reason in words, for whatever a library raises on a broken file."""
    try:
        yield
    except Permanent:
        raise
    except _BROKEN as error:
        raise Unreadable(say("extract.unreadable.broken")) from error
