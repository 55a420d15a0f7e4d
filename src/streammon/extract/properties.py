"""What a file says of itself: title, author, who changed it last (ISO/IEC 29500-2, chapter 8; ISO/IEC 26300, 4.3)."""

from __future__ import annotations

from collections.abc import Iterable

from streammon.extract.document import Writer
from streammon.extract.package import Package, local
from streammon.words import say

_PARTS = ("docProps/core.xml", "docProps/app.xml", "meta.xml")
_NAMES = frozenset(
    {"title", "subject", "creator", "initial-creator", "lastModifiedBy", "keywords", "keyword", "description"}
    | {"category", "Manager", "Company"}
)


def write(package: Package, writer: Writer) -> None:
    """Write the properties of a package as a section that no reader sees at once."""
    elements = (element for part in _PARTS if part in package for element in package.xml(part).iter())
    write_all(((local(element), element.text or "") for element in elements), writer)


def write_all(found: Iterable[tuple[str, str]], writer: Writer) -> None:
    """Write properties given by the names of the core properties; others are left out, and so are empty ones."""
    lines = {
        say(f"office.property.{name}", value=text.strip()): None
        for name, text in found
        if name in _NAMES and text.strip()
    }
    if lines:
        writer.section(say("office.properties"), hidden=True)
        writer.line("\n".join(lines))
