"""Presentations of Office Open XML (ISO/IEC 29500-1, chapter 19)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from streammon.extract.document import Writer
from streammon.extract.drawing import boxes
from streammon.extract.package import Package, is_on
from streammon.words import say

MAIN = "ppt/presentation.xml"
_ASIDE = {"notesSlide": "notes", "comments": "comments", "comment": "comments"}
"""What belongs to a slide, by the name of the relationship; comments have two, of older files and of newer ones."""


def write(package: Package, writer: Writer) -> None:
    """Write the text of a pptx file, slide by slide: shapes and tables, notes, comments."""
    relations = package.relations(MAIN)
    slides = package.xml(MAIN).iterfind("{*}sldIdLst/{*}sldId")
    for number, slide in enumerate(slides, 1):
        relation = relations.pop(_relation_id(slide), None)
        if relation is not None and relation.target in package:
            _write_slide(package, relation.target, number, writer)


def _relation_id(slide: Any) -> str:
    """Return `r:id`; the element has an `id` of its own too."""
    return next((value for key, value in slide.attrib.items() if key.endswith("}id")), "")


def _write_slide(package: Package, part: str, number: int, writer: Writer) -> None:
    root = package.xml(part)
    is_hidden = not is_on(root.get("show", "1"))
    shapes = list(boxes(root))
    _write(writer, "hidden" if is_hidden else "seen", number, [text for text, hidden in shapes if not hidden])
    _write(writer, "shapes", number, [text for text, hidden in shapes if hidden])
    for relation in package.relations(part).values():
        if relation.target in package and (kind := _ASIDE.get(relation.kind)):
            aside = package.xml(relation.target)
            texts = [text for text, _ in boxes(aside)] + [text.text or "" for text in aside.iter("{*}text")]
            _write(writer, kind, number, texts)


def _write(writer: Writer, kind: str, number: int, texts: Iterable[str]) -> None:
    if text := "\n".join(text for text in texts if text.strip()):
        writer.section(say(f"office.slide.{kind}", number=number), hidden=kind != "seen")
        writer.line(text)
