"""Plain text and tables of text: which encoding, which delimiter."""

from __future__ import annotations

import codecs
import csv
import io
import re

from striprtf.striprtf import rtf_to_text

from streammon.extract.document import Document, Writer
from streammon.extract.unreadable import Unreadable
from streammon.words import say

_BOMS = (
    *((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be")),
    *((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_FOREIGN = re.compile("[^\n\r\t -~·–—‘’“”…\u3000-\u301f\u4e00-\u9fff\uff00-\uffef]")
"""What pairs of other bytes look like, taken for UTF-16."""
_SAMPLE = 100_000
"""Bytes that tell one encoding from another."""
_TORN = 0.001
"""So much of a text may be damaged, and it is still one: a byte lost in a transfer, a character cut at the end."""
_COMMON = {"gb18030": range(0xB0, 0xD8), "big5hkscs": range(0xA4, 0xC7)}
"""First bytes of the characters that a standard counts as frequent: level 1 of GB 2312, level 1 of Big5."""
_DELIMITERS = "\t,;"
_LONGEST_CELL = 1_000_000


def read_text(data: bytes, name: str) -> Document:
    """Return a text, its lines numbered from 1. Raises Unreadable for bytes that are no text in any encoding."""
    writer = Writer()
    writer.section(say("extract.section.text"), line=1)
    for line in _decoded(data, name).split("\n"):
        writer.line(line)
    return writer.document()


def read_table(data: bytes, name: str) -> Document:
    """Return a table, a line for each row and tabulators between cells. Raises Unreadable as `read_text` does."""
    text = _decoded(data, name)
    first = text.partition("\n")[0]
    csv.field_size_limit(_LONGEST_CELL)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(_DELIMITERS, key=first.count))
    writer = Writer()
    writer.section(say("extract.section.table"), line=1, cells=True)
    try:
        for row in rows:
            writer.line("\t".join(" ".join(cell.split()) for cell in row))
    except csv.Error:  # a quotation mark that nobody closes
        return read_text(data, name)
    return writer.document()


def read_rtf(data: bytes) -> Document:
    """Return the text of a file in Microsoft's Rich Text Format; what is not Unicode in it is GB 18030."""
    text: str = rtf_to_text(data.decode("latin-1"), encoding="gb18030", errors="replace")  # type: ignore[no-untyped-call]
    return Document(text.replace("|", "\t").strip("\n"))


def decode(data: bytes) -> str | None:
    """Return a text in UTF-8, UTF-16, UTF-32, GB 18030 or Big5; None for what is no text."""
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(codec, "replace")
    text = data.decode(_guessed(data[:_SAMPLE]), "replace")
    foreign = len(_FOREIGN.findall(text[:_SAMPLE])) if b"\0" in data[:_SAMPLE] else 0
    if _CONTROL.search(text) or text.count("\ufffd") + foreign > max(1, len(text) * _TORN):
        return None
    return text


def _decoded(data: bytes, name: str) -> str:
    text = decode(data)
    if text is None:
        raise Unreadable(say("extract.unreadable.kind", name=re.split(r"[/\\]", name)[-1]))
    return text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")


def _guessed(data: bytes) -> str:
    if b"\0" in data:
        # A Latin letter, a digit, a line break is a byte and a zero in UTF-16: the zeros say which half comes first.
        return "utf-16-le" if data[1::2].count(0) >= data[::2].count(0) else "utf-16-be"
    guess = codecs.getincrementaldecoder("utf-8")("replace").decode(data)  # the sample may end within a character
    chinese = sum(char > "\u2fff" for char in guess)
    if guess.count("\ufffd") * 20 <= chinese or guess.isascii():
        return "utf-8"
    return max(_COMMON, key=lambda codec: _plausibility(data, codec))


def _plausibility(data: bytes, codec: str) -> float:
    """Return which share of the characters beyond ASCII are frequent ones, were `data` in this code page; 0 to 1."""
    text = data.decode(codec, "replace")
    beyond = [char for char in text if char > "\x7f"]
    firsts = [char.encode(codec, "replace")[0] for char in beyond if "\u4e00" <= char <= "\u9fff"]
    return sum(first in _COMMON[codec] for first in firsts) / max(1, len(beyond))
