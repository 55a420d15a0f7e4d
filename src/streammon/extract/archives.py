"""Archives that libarchive opens: rar, 7z, tar, cab, and streams packed by gzip, bzip2, xz or zstd."""

from __future__ import annotations

import ctypes
import locale
import logging
import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from streammon.extract.nesting import Member
from streammon.extract.unreadable import Unreadable
from streammon.words import say

try:
    import libarchive
    from libarchive import ffi

    ffi.ffi("entry_is_encrypted", [ffi.c_archive_entry_p], ctypes.c_int)
except (ImportError, AttributeError, OSError, TypeError):  # the last three: the C library is not installed
    libarchive = None

_STREAMS = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd")
"""What may hold a single file without a name."""
_ENDINGS = (".gz", ".bz2", ".xz", ".zst")
_ENCRYPTED = re.compile("crypt|passphrase", re.IGNORECASE)
"""What libarchive says of a file with a password; it has no code for it."""


def members(data: bytes, name: str) -> Iterator[Member]:
    """Yield the files of an archive, in order; `name` is the archive's own. Each must be read before the next.

    Raises Unreadable where the archive itself is encrypted or broken, after what could be had of it.
    """
    if libarchive is None:
        raise Unreadable(say("extract.unreadable.library"))
    logging.getLogger("libarchive").setLevel(logging.ERROR)
    if locale.setlocale(locale.LC_CTYPE) == "C":  # in which libarchive has no names but ASCII ones
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    try:
        yield from _members(data, "all", name)
    except libarchive.ArchiveError as error:
        if not (data.startswith(_STREAMS) and "nrecognized" in str(error)):
            raise Unreadable(_reason(error)) from error
        yield from _members(data, "raw", name)


def _members(data: bytes, archive_format: str, name: str) -> Iterator[Member]:
    with libarchive.memory_reader(data, format_name=archive_format) as archive:
        for number, entry in enumerate(archive, 1):
            if entry.isfile:
                inner = _name(entry) if archive_format == "all" else _unpacked(name)
                yield Member(inner or say("extract.section.file", number=number), partial(_read, entry))


def _name(entry: Any) -> str:
    """Return the name of an entry: what is not Unicode is in the code page of whoever packed it."""
    name = entry.pathname
    return name.decode("gb18030", "replace") if isinstance(name, bytes) else name or ""


def _unpacked(name: str) -> str:
    return next((name[: -len(ending)] for ending in _ENDINGS if name.lower().endswith(ending)), name)


def _read(entry: Any, most: int) -> bytes:
    data = bytearray()
    if ffi.entry_is_encrypted(entry._entry_p):  # noqa: SLF001 - libarchive-c has no name for it
        raise Unreadable(say("extract.unreadable.encrypted"))
    try:
        for block in entry.get_blocks():
            data += block[: most + 1 - len(data)]
            if len(data) > most:
                break
    except libarchive.ArchiveError as error:
        raise Unreadable(_reason(error)) from error
    return bytes(data)


def _reason(error: Exception) -> str:
    return say("extract.unreadable.encrypted" if _ENCRYPTED.search(str(error)) else "extract.unreadable.broken")
