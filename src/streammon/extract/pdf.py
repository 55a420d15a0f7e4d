"""The text layer of PDF files (ISO 32000)."""

from __future__ import annotations

import re
from io import BytesIO
from itertools import pairwise

from pypdf import PasswordType, PdfReader
from pypdf.errors import DependencyError, PyPdfError

from streammon.extract.unreadable import Unreadable
from streammon.words import say

MOST_PAGES = 1_000

ERRORS = (PyPdfError, DependencyError)
"""What pypdf raises on purpose."""

_CHINESE = re.compile("[\u4e00-\u9fff]")
_NEARLY = 0.85
"""A line that is so long, compared with the page's longest, was broken by the margin and not by the author."""


def text_of_pdf(data: bytes) -> str:
    """Return the text of all pages. Raises Unreadable for scans, for locked files, and for very long ones."""
    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        raise Unreadable(say("detect.unreadable.encrypted"))
    if len(reader.pages) > MOST_PAGES:
        raise Unreadable(say("detect.unreadable.pages", limit=MOST_PAGES))
    text = "\n".join(unwrapped(page.extract_text().strip("\n")) for page in reader.pages)
    if not text.strip():
        raise Unreadable(say("detect.unreadable.scan"))
    return text


def unwrapped(page: str) -> str:
    """Return the text of a page without the line breaks that the margin made inside Chinese sentences.

    A wrong form is found only in one piece. Short lines stay lines: headings, cells, the last line of a paragraph.
    """
    lines = page.split("\n")
    full = max(map(len, lines)) * _NEARLY
    joined = lines[0]
    for above, line in pairwise(lines):
        is_broken = len(above) >= full and _CHINESE.fullmatch(above[-1:]) and _CHINESE.fullmatch(line[:1])
        joined += line if is_broken else "\n" + line
    return joined
