"""Texts and presentations of OpenDocument (ISO/IEC 26300-1, chapters 4 and 10)."""

from __future__ import annotations

from typing import Any

from streammon.extract import opendocument, stories
from streammon.extract.document import Writer
from streammon.extract.opendocument import SPEAKER, Text
from streammon.extract.package import Package, attribute
from streammon.extract.stories import BODY, BOX, COMMENTS, DELETED, ENDNOTES, FOOTNOTES, HIDDEN, MARGIN, SEEN
from streammon.words import say


def write_text(package: Package, writer: Writer) -> None:
    """Write the text of an odt file: body, boxes, notes, comments, margins, and what is hidden or deleted."""
    text = Text(package)
    for body in package.xml(opendocument.CONTENT).iterfind("{*}body"):
        for layer in (SEEN, BOX, HIDDEN, DELETED):
            stories.write(writer, BODY, layer, text.of(body, layer))
        for story in (FOOTNOTES, ENDNOTES, COMMENTS):
            stories.write(writer, story, SEEN, text.of(body, story))
    stories.write(writer, MARGIN, SEEN, "\n".join(opendocument.margins(package, text)))


def write_slides(package: Package, writer: Writer) -> None:
    """Write the text of an odp file, slide by slide."""
    text = Text(package)
    slides = package.xml(opendocument.CONTENT).iterfind("{*}body/{*}presentation/{*}page")
    for number, slide in enumerate(slides, 1):
        is_hidden = text.hides(attribute(slide, "style-name"))
        key = "hidden" if is_hidden else "seen"
        _write(writer, say(f"office.slide.{key}", number=number), _both(text, slide), hidden=is_hidden)
        for layer in (SPEAKER, COMMENTS):
            _write(writer, say(f"office.slide.{layer}", number=number), text.of(slide, layer), hidden=True)


def _both(text: Text, slide: Any) -> str:
    """Return what a slide shows: nearly all of it is in boxes, but for tables."""
    return "\n".join(filter(None, (text.of(slide, BOX), text.of(slide, SEEN))))


def _write(writer: Writer, name: str, text: str, *, hidden: bool) -> None:
    if text:
        writer.section(name, hidden=hidden)
        writer.line(text)
