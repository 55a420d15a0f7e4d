"""Files that hang on pages: which links lead to one, and what it is called."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from streammon.extract.images import can_recognise
from streammon.sources.client import Answer

_ENDINGS = (
    *(
        ".xlsx",
        ".xls",
        ".xlsb",
        ".ods",
        ".et",
        ".csv",
        ".docx",
        ".doc",
        ".odt",
        ".wps",
        ".rtf",
        ".txt",
        ".pptx",
        ".ppt",
    ),
    *(".pdf", ".ofd", ".zip", ".rar", ".7z", ".tar", ".gz", ".eml", ".mht"),
)
_IMAGES = (".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff", ".gif", ".webp")
_READS_IMAGES = can_recognise()
_DISPOSITION = re.compile(r"""filename\*?\s*=\s*(?:[\w-]+'[\w-]*')?"?([^";]+)""", re.IGNORECASE)


def is_file_link(url: str, words: str, *, images: bool = _READS_IMAGES) -> bool:
    """Return True if the link leads to a file, as its address (download.jsp?name=a.xlsx, too) or its words say.

    `images` count as files where the text in them can be recognised.
    """
    parts = urlsplit(url)
    endings = (*_ENDINGS, *_IMAGES) if images else _ENDINGS
    return any(_ends(name, endings) for name in (parts.path, parts.query, words))


def file_name(answer: Answer, words: str) -> str:
    """Return the file's name: as the host calls it, else as its address or its link does, whichever has an ending."""
    named = _DISPOSITION.search(answer.headers.get("content-disposition", ""))
    parts = urlsplit(answer.url)
    path = unquote(parts.path).rpartition("/")[2]
    names = (unquote(named[1]).strip() if named else "", path, unquote(parts.query).rpartition("=")[2], words)
    return next((name for name in names if _ends(name, (*_ENDINGS, *_IMAGES))), path)


def _ends(name: str, endings: tuple[str, ...]) -> bool:
    return name.strip().lower().endswith(endings)
