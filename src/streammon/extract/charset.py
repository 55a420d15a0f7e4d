"""Bytes of a page as text, whatever its labels say."""

from __future__ import annotations

import codecs
import re

_CODECS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
}
"""Labels that are believed. ISO-8859-1 is what servers say of everything; exotic codecs are a stranger's weapon."""
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]{2,20})""", re.IGNORECASE)
_CHINESE = re.compile("[\u3000-\u9fff\uff00-\uffef]")


def decode(data: bytes, declared: str | None = None) -> str:
    """Return the text of a page; `declared` is the charset of the HTTP answer. Never fails.

    A byte order mark goes before all; then the bytes themselves: Chinese text that makes sense as UTF-8 (up to 5 %
    of damage) is UTF-8, whatever a label says, for GBK never does. Then the HTTP charset, the meta tag, UTF-8, and
    GB 18030, the superset of GBK and GB 2312.
    """
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(codec, "replace")
    guess = data.decode("utf-8", "replace")
    if guess.count("\ufffd") * 20 < len(_CHINESE.findall(guess)):
        return guess
    labelled = _META_CHARSET.search(data[:4096])
    labels = (declared or "", labelled[1].decode() if labelled else "", "utf-8")
    for codec in (_CODECS[label.lower()] for label in labels if label.lower() in _CODECS):
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            continue
    return data.decode("gb18030", "replace")
