"""Files that lie in an office file: objects of other programs, texts that are to be put in, pictures."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from struct import unpack_from

from streammon.extract.compound import Compound
from streammon.extract.nesting import Member
from streammon.extract.package import Package
from streammon.words import say

_OBJECTS = re.compile(r"(?:word|xl|ppt)/embeddings/[^/]+|word/afchunk[^/]*|word/[^/]+\.(?:mht|html?|rtf)")
_PICTURES = re.compile(r"(?:word|xl|ppt)/media/[^/]+\.(?:png|jpe?g|bmp|gif|tiff?)|pictures/[^/]+\.(?:png|jpe?g)")
_PACKAGE, _NATIVE = "Package", "\x01Ole10Native"
_FORMULA = "Equation Native"


def in_package(package: Package, *, is_blank: bool) -> list[Member]:
    """Return the files in a ZIP package; pictures only of one without text (`is_blank`): it may be a scan."""
    found = [name for name in package.names if _OBJECTS.fullmatch(name) or (is_blank and _PICTURES.fullmatch(name))]
    return [_member(name.rpartition("/")[2], partial(package.read, name)) for name in found]


def in_compound(file: Compound) -> list[Member]:
    """Return the file that an object in a compound file wraps."""
    if _PACKAGE in file:
        return [_member("", partial(file.read, _PACKAGE))]
    return [_member(*_native(file.read(_NATIVE)))] if _NATIVE in file else []


def is_object(file: Compound) -> bool:
    """Return whether a compound file wraps another file or is a formula, which has no text."""
    return any(path in file for path in (_PACKAGE, _NATIVE, _FORMULA))


def _member(name: str, read: Callable[[], bytes]) -> Member:
    return Member(say("office.embedded", name=name), lambda most: read()[: most + 1])


def _native(stream: bytes) -> tuple[str, Callable[[], bytes]]:
    """Return name and reader of a file that the Object Packager has wrapped ([MS-OLEDS] 2.3.6 and its payload)."""
    label, at = _text(stream, 6)
    _, at = _text(stream, at)  # where it was
    at += 8 + unpack_from("<I", stream, at + 4)[0]  # where a copy of it was
    size = unpack_from("<I", stream, at)[0]
    return label, lambda: stream[at + 4 : at + 4 + size]


def _text(stream: bytes, at: int) -> tuple[str, int]:
    end = stream.index(b"\0", at)
    return stream[at:end].decode("gb18030", "replace"), end + 1
