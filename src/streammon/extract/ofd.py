"""OFD, the national document format (GB/T 33190-2016): a zip file of XML parts."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from itertools import islice
from typing import Any

from lxml import etree

from streammon.extract import images
from streammon.extract.document import Document, Writer
from streammon.extract.lines import placed, unwrapped
from streammon.extract.nesting import Member, Nesting
from streammon.extract.ofd_text import pieces_of
from streammon.extract.package import Package, local
from streammon.extract.textless import Textless
from streammon.extract.unreadable import Unreadable, explained
from streammon.words import say

MOST_PAGES = 5_000

_ROOT = "OFD.xml"
_KEYS = "Encryptions.xml"
_PROPERTIES = frozenset({"Title", "Author", "Subject", "Abstract", "Keyword", "CustomData"})


def is_ofd(data: bytes) -> bool:
    """Return True for an OFD file, one that is encrypted (GM/T 0099-2020) included. Raises zipfile's errors."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        names = {name.lower() for name in archive.namelist()}
    return not names.isdisjoint({_ROOT.lower(), _KEYS.lower()})


def read(data: bytes, nesting: Nesting) -> Document:
    """Return the text of all pages, annotations, properties, custom tags and attached files.

    Raises Unreadable for encrypted files and for scans without text recognition.
    """
    package = Package(data)
    if _KEYS in package:
        raise Unreadable(say("extract.unreadable.encrypted"))
    writer, textless, info = Writer(), Textless(), list[str]()
    for body in package.xml(_ROOT).iter("{*}DocBody"):
        root = next(body.iter("{*}DocRoot"), None)
        if root is not None:
            _Ofd(package, writer, nesting, textless, _found(package, _ROOT, root.text)).read()
        info += [_words(element) for element in body.iter() if local(element) in _PROPERTIES]
    textless.tell(writer)
    _write(writer, say("extract.section.properties"), info, hidden=True)
    return writer.document()


class _Ofd:
    """One document of a file: `path` is its Document.xml."""

    def __init__(self, package: Package, writer: Writer, nesting: Nesting, textless: Textless, path: str) -> None:
        self._package, self._writer, self._nesting, self._path = package, writer, nesting, path
        self._textless = textless
        self._root = package.xml(path)
        self._templates = {page.get("ID"): page.get("BaseLoc") for page in self._root.iter("{*}TemplatePage")}
        self._resources: dict[str, Any] = {}
        """What pages refer to by ID: graphics with text in them, and images (as the name of their part)."""
        for kind in ("PublicRes", "DocumentRes"):
            for resource in self._root.iter(f"{{*}}{kind}"):
                self._learn(_found(package, path, resource.text))

    def read(self) -> None:
        """Write the document down."""
        pages = {page.get("ID"): page.get("BaseLoc") for page in self._root.iterfind(".//{*}Pages/{*}Page")}
        notes = self._notes()
        if len(pages) > MOST_PAGES:
            self._writer.trouble(say("extract.unreadable.pages", limit=MOST_PAGES))
        for number, (page_id, place) in enumerate(islice(pages.items(), MOST_PAGES), 1):
            try:
                with explained():
                    self._page(number, _found(self._package, self._path, place))
            except Unreadable:
                self._textless.lost.append(number)
            _write(self._writer, say("extract.section.notes", number=number), notes.get(page_id, []))
        tags = [_words(self._part(path)) for _, path in self._listed("CustomTags", "CustomTag")]
        _write(self._writer, say("extract.section.tags"), tags, hidden=True)
        self._nesting.add(self._writer, self._members())

    def _page(self, number: int, path: str) -> None:
        page = self._package.xml(path)
        for resource in page.iter("{*}PageRes"):
            self._learn(_found(self._package, path, resource.text))
        pieces = pieces_of(page, self._resources)
        for use in page.iterfind("{*}Template"):
            if place := self._templates.pop(use.get("TemplateID"), ""):  # its text is told once, on the first page
                pieces += pieces_of(self._package.xml(_found(self._package, self._path, place)), self._resources)
        text = unwrapped(placed(pieces))
        _write(self._writer, say("extract.section.page", number=number), [text])
        pictures = [self._resources.get(image.get("ResourceID")) for image in page.iter("{*}ImageObject")]
        if pictures and not text.strip():
            self._scan(number, [picture for picture in pictures if isinstance(picture, str)])

    def _scan(self, number: int, pictures: list[str]) -> None:
        texts = [text for text in map(self._recognised, pictures) if text]
        _write(self._writer, say("extract.section.recognised", number=number), texts)
        if not texts:
            self._textless.scans.append(number)

    def _recognised(self, picture: str) -> str:
        try:
            with explained():
                return images.read(self._package.read(picture), self._nesting).text
        except Unreadable:
            return ""

    def _part(self, path: str) -> Any:
        """Return the root of a part that is not a page; where it is missing or broken, an empty one and a trouble."""
        try:
            with explained():
                return self._package.xml(path)
        except Unreadable as error:
            self._writer.trouble(f"{path}：{error}")
            return etree.Element("nothing")

    def _learn(self, path: str) -> None:
        """Take in a file of resources."""
        resources = self._part(path)
        folder = posixpath.join(posixpath.dirname(path), resources.get("BaseLoc") or "")
        for unit in resources.iter("{*}CompositeGraphicUnit"):
            self._resources[unit.get("ID")] = unit
        for medium in resources.iter("{*}MultiMedia"):
            name = posixpath.normpath(posixpath.join(folder, _words(medium)))
            if name in self._package:
                self._resources[medium.get("ID")] = name

    def _notes(self) -> dict[str, list[str]]:
        """Return the annotations by page: remarks, and the text that they put on the page."""
        notes: dict[str, list[str]] = {}
        for page, path in self._listed("Annotations", "Page"):
            root = self._part(path)
            remarks = [_words(remark) for remark in root.iter("{*}Remark")]
            shown = [placed(pieces_of(look, self._resources)) for look in root.iter("{*}Appearance")]
            notes[page.get("PageID")] = remarks + [text for text in shown if text not in remarks]
        return notes

    def _members(self) -> Iterator[Member]:
        for attachment, path in self._listed("Attachments", "Attachment"):
            name = attachment.get("Name") or posixpath.basename(path)
            ending = posixpath.splitext(path)[1]
            yield Member(name if name.endswith(ending) else name + ending, partial(self._read, path))

    def _read(self, path: str, most: int) -> bytes:
        return self._package.read(path)[: most + 1]

    def _listed(self, index: str, kind: str) -> Iterator[tuple[Any, str]]:
        """Yield what an index file (of annotations, attachments, tags) lists, and the part that each entry names."""
        for entry in self._root.iterfind(f"{{*}}{index}"):
            path = _found(self._package, self._path, entry.text)
            for element in self._part(path).iter(f"{{*}}{kind}"):
                for place in element.iter("{*}FileLoc"):
                    yield element, _found(self._package, path, place.text)


def _found(package: Package, base: str, place: str | None) -> str:
    """Return the part that `place` in the part `base` means: beside it or, as some programs have it, from the top."""
    place = (place or "").strip().replace("\\", "/")
    beside = posixpath.normpath(posixpath.join("/", posixpath.dirname(base), place)).lstrip("/")
    return beside if beside in package else place.lstrip("/")


def _words(element: Any) -> str:
    return " ".join(" ".join(element.itertext()).split())


def _write(writer: Writer, section: str, texts: list[str], *, hidden: bool = False) -> None:
    if filled := [text for text in texts if text.strip()]:
        writer.section(section, hidden=hidden)
        writer.line("\n".join(filled))
