"""Office documents that are the same, byte for byte, whenever they are written."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_BEGIN = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip file can name."""
_WRITTEN = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:(?:created|modified)>)")


def sealed(document: bytes, day: date) -> bytes:
    """Return a docx or xlsx without any trace of when it was written: it says `day`, its zip entries say 1980."""
    moment = f"{day.isoformat()}T00:00:00Z".encode()
    target = BytesIO()
    with ZipFile(BytesIO(document)) as source, ZipFile(target, "w", ZIP_DEFLATED) as made:
        for name in source.namelist():
            data = source.read(name)
            if name == "docProps/core.xml":
                data = _WRITTEN.sub(rb"\g<1>" + moment + rb"\g<2>", data)
            entry = ZipInfo(name, _BEGIN)
            entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, 3, 0o600 << 16
            made.writestr(entry, data)
    return target.getvalue()
