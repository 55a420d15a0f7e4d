"""Files that units hand in with an appeal: told by what they hold, kept by digest, given out at the desk alone."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
import zipfile
from io import BytesIO
from pathlib import Path

SIZE_LIMIT = 10 * 1024 * 1024
"""Bytes of one file."""

NAME_LIMIT = 60
"""Characters of its name without the suffix."""

_BEGINNINGS = (
    (b"\xff\xd8\xff", ("jpg", "jpeg")),
    (b"\x89PNG\r\n\x1a\n", ("png",)),
    (b"GIF8", ("gif",)),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ("doc", "xls", "ppt", "wps", "et")),
)
"""First bytes of a file, and the suffixes that it may have; the first one is given to a file that has another."""

_INSIDE = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx", "OFD.xml": "ofd"}
"""What a ZIP holds that is a document."""

_PHOTO_BRANDS = (b"heic", b"heix", b"mif1", b"msf1")
_PDF_WITHIN = 1024
"""Readers of PDF allow so many bytes before its mark."""

_KEPT = re.compile(r"([0-9a-f]{64})-(.+)", re.DOTALL)
_LONG_NUMBER = re.compile(r"(\d{3})\d{8,}")
"""Long enough for the number of a person, which has no place in a name that is shown."""

_PUNCTUATION = frozenset("-_ .,()（）《》〔〕【】、，。·—")


def kinds_of(data: bytes) -> tuple[str, ...]:
    """Return the suffixes that a file of these bytes may have; none where it is of no kind that is taken."""
    for begin, suffixes in _BEGINNINGS:
        if data.startswith(begin):
            return suffixes
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return ("pdf",)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return ("webp",)
    if data[4:8] == b"ftyp" and data[8:12] in _PHOTO_BRANDS:
        return ("heic",)
    return _zipped(data)


def safe_name(name: str, suffixes: tuple[str, ...], unnamed: str) -> str:
    """Return a name that can be shown and saved anywhere: no path, no control or turning characters, a true suffix."""
    base = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    stem, _, suffix = base.rpartition(".")
    kept = "".join(one for one in (stem or suffix) if one.isalnum() or one in _PUNCTUATION)
    kept = _LONG_NUMBER.sub(r"\1…", kept)[:NAME_LIMIT].strip(" .")
    return f"{kept or unnamed}.{suffix.lower() if suffix.lower() in suffixes else suffixes[0]}"


class Appeals:
    """The folder of these files. What stands for one is its SHA-256 and its name, `DIGEST-NAME`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, name: str, data: bytes) -> str:
        """Keep a file, once however often it is handed in; return what stands for it."""
        own = hashlib.sha256(data).hexdigest()
        file = self._folder / own
        if not file.exists():
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft = file.with_suffix(f".{os.urandom(4).hex()}")
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as new:
                new.write(data)
            draft.replace(file)
        return f"{own}-{name}"

    def read(self, attachment: str) -> bytes | None:
        """Return the file that `attachment` stands for; None where there is none."""
        found = _KEPT.fullmatch(attachment)
        try:
            return (self._folder / found[1]).read_bytes() if found else None
        except FileNotFoundError:
            return None


def name_of(attachment: str) -> str:
    """Return the name of a file that is kept; empty where there is none."""
    found = _KEPT.fullmatch(attachment)
    return found[2] if found else ""


def _zipped(data: bytes) -> tuple[str, ...]:
    try:
        names = set(zipfile.ZipFile(BytesIO(data)).namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return ()
    return tuple(suffix for inside, suffix in _INSIDE.items() if inside in names)[:1]
