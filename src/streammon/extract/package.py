"""ZIP packages of XML parts: Office Open XML (ISO/IEC 29500-2) and OpenDocument (ISO/IEC 26300-2)."""

from __future__ import annotations

import contextlib
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any
from xml.parsers import expat

from lxml import etree

from streammon.extract.unreadable import Unreadable
from streammon.words import say

MOST_UNPACKED = 100_000_000
"""Bytes of all parts together."""
MOST_PARTS = 5_000

_NO_STRANGERS: dict[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part says of another one: `kind` is the last word of the relationship's type (worksheet, comments)."""

    kind: str
    target: str


class Package:
    """The parts of a ZIP package by name. Names are matched without regard to case (ISO/IEC 29500-2, 6.2.2.3)."""

    def __init__(self, data: bytes) -> None:
        """Open the package. Raises Unreadable for one that says it is too large, and zipfile's errors."""
        self._archive = zipfile.ZipFile(BytesIO(data))
        parts = self._archive.infolist()
        if len(parts) > MOST_PARTS:
            raise Unreadable(say("office.unreadable.parts", limit=MOST_PARTS))
        if sum(part.file_size for part in parts) > MOST_UNPACKED:  # zipfile reads no more than what is said here
            raise Unreadable(say("office.unreadable.unpacked", limit=MOST_UNPACKED // 1_000_000))
        if any(part.flag_bits & 1 for part in parts):
            raise Unreadable(say("office.unreadable.encrypted"))
        self._parts = {part.filename.replace("\\", "/").lower(): part for part in parts}
        self.names = tuple(sorted(self._parts))

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._parts

    def read(self, name: str) -> bytes:
        """Return the bytes of a part. Raises KeyError without it."""
        return self._archive.read(self._parts[name.lower()])

    def xml(self, name: str) -> Any:
        """Return the root element of a part. Raises Unreadable for one with a document type."""
        data = self.read(name)
        _refuse_dtd(BytesIO(data))
        return etree.fromstring(data, etree.XMLParser(**_NO_STRANGERS))

    def elements(self, name: str, *tags: str, starting: tuple[str, ...] = ()) -> Iterator[Any]:
        """Yield the elements of a part with one of `tags` (local names), whole, each to be forgotten after its turn.

        Those in `starting` are yielded as they begin, when only their attributes are known.
        """
        info = self._parts[name.lower()]
        with self._archive.open(info) as stream:
            _refuse_dtd(stream)
        wanted = [f"{{*}}{tag}" for tag in (*tags, *starting)]
        with self._archive.open(info) as stream:
            for event, element in etree.iterparse(stream, ("start", "end"), tag=wanted, **_NO_STRANGERS):
                if event == ("start" if local(element) in starting else "end"):
                    yield element
                if event == "end":
                    _forget(element)

    def relations(self, name: str) -> dict[str, Relation]:
        """Return what the part `name` refers to inside the package, by relationship id."""
        folder, base = posixpath.split(name)
        part = f"{folder}/_rels/{base}.rels".lstrip("/")
        if part not in self:
            return {}
        links = (dict(element.attrib) for element in self.xml(part).iterfind("{*}Relationship"))
        return {
            link["Id"]: Relation(link["Type"].rpartition("/")[2], _resolved(folder, link["Target"]))
            for link in links
            if link.get("TargetMode") != "External"
        }

    def related(self, name: str, kind: str) -> list[str]:
        """Return the parts of this kind that the part `name` refers to; those that are missing are left out."""
        found = self.relations(name).values()
        return [relation.target for relation in found if relation.kind == kind and relation.target in self]

    def joined(self, name: str, kind: str) -> bytes:
        """Return the bytes of all parts of this kind that the part `name` refers to; mostly it is one or none."""
        return b"".join(map(self.read, self.related(name, kind)))


def local(element: Any) -> str:
    """Return an element's name without its namespace ("" for comments); transitional and strict files are one."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: Any, name: str) -> str:
    """Return the attribute with this local name, "" without one."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def is_on(value: str | None) -> bool:
    """Return whether an xsd:boolean is true; an absent one is not."""
    return value is not None and value.lower() in {"1", "true", "on"}


def _resolved(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _forget(element: Any) -> None:
    """Free an element that was dealt with, and the empty shells of its elder siblings."""
    element.clear(keep_tail=False)
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


class _PrologEnds(Exception):
    """The root element has begun."""


def _refuse_dtd(stream: IO[bytes]) -> None:
    """Read a part up to its root element and refuse a document type: without one there are no entities to expand.

    Neither format allows one (ISO/IEC 29500-2, 7.2.2), and what lxml does with entities depends on its version.
    """

    def refuse(*_: object) -> None:
        raise Unreadable(say("office.unreadable.entities"))

    def end(*_: object) -> None:
        raise _PrologEnds

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = end
    with contextlib.suppress(_PrologEnds, expat.ExpatError):  # what is no XML is refused by the parser proper
        parser.ParseFile(stream)
