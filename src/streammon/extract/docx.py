"""Documents of Office Open XML (ISO/IEC 29500-1, chapter 17)."""

from __future__ import annotations

import re
from typing import Any

from streammon.extract import stories
from streammon.extract.document import Writer
from streammon.extract.package import Package, attribute, is_on, local
from streammon.extract.stories import BOX, DELETED, HIDDEN, SEEN

MAIN = re.compile(r"word/document\d*\.xml")
_STORIES = (
    (stories.BODY, MAIN),
    (stories.HEADER, re.compile(r"word/header\d*\.xml")),
    (stories.FOOTER, re.compile(r"word/footer\d*\.xml")),
    (stories.FOOTNOTES, re.compile(r"word/footnotes\d*\.xml")),
    (stories.ENDNOTES, re.compile(r"word/endnotes\d*\.xml")),
    (stories.COMMENTS, re.compile(r"word/comments\d*\.xml")),
)
_STYLES = "word/styles.xml"

_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_SILENT = frozenset({"instrText", "delInstrText", "Fallback", "rPr", "pPr", "tblPr", "tcPr", "sectPr", "rt"})
"""What is no text: properties, instructions of fields, the second copy of a text box, reading aids."""
_MARKS = {BOX: ("{*}txbxContent",), HIDDEN: ("{*}vanish",), DELETED: ("{*}del", "{*}moveFrom", "{*}delText")}
"""Without any of these elements, a layer is empty."""


def write(package: Package, writer: Writer) -> None:
    """Write the text of a docx file: body, boxes, margins, notes, comments, and what is hidden or deleted."""
    styles = _hidden_styles(package)
    for story, pattern in _STORIES:
        parts = [_Story(package.xml(part), styles) for part in filter(pattern.fullmatch, package.names)]
        for layer in (SEEN, BOX, HIDDEN, DELETED):
            texts = dict.fromkeys(part.text(layer) for part in parts)  # every section of a document repeats its header
            stories.write(writer, story, layer, "\n".join(texts))


def _hidden_styles(package: Package) -> frozenset[str]:
    """Return the ids of the styles whose text is hidden."""
    if _STYLES not in package:
        return frozenset()
    styles = package.xml(_STYLES).iterfind("{*}style")
    return frozenset(attribute(style, "styleId") for style in styles if _vanishes(style.find("{*}rPr")))


class _Story:
    """One part of a document: its text, in layers that do not overlap."""

    def __init__(self, root: Any, hidden_styles: frozenset[str]) -> None:
        self._root, self._hidden = root, hidden_styles
        self._layers = {layer for layer, marks in _MARKS.items() if next(root.iter(*marks), None) is not None}
        if hidden_styles:
            self._layers.add(HIDDEN)

    def text(self, layer: str) -> str:
        """Return the text of one layer. A paragraph and a row are a line, cells are parted by tabulators."""
        return self._text(self._root, SEEN, layer) if layer == SEEN or layer in self._layers else ""

    def _text(self, element: Any, layer: str, wanted: str) -> str:
        name = local(element)
        if name in _SILENT or (layer := self._layer(element, name, layer)) != SEEN == wanted:
            return ""
        if name in _SIGNS or name in ("t", "delText"):
            sign = _SIGNS.get(name, element.text or "")
            return sign if layer == wanted else ""
        inner = "".join([self._text(child, layer, wanted) for child in element])
        match name:
            case "tc":
                return " ".join(inner.split("\n")).strip(" ") + "\t"
            case "p" | "tr":
                return inner + "\n"
            case "txbxContent":
                return "\n" + inner
        return inner

    def _layer(self, element: Any, name: str, layer: str) -> str:
        """Return the layer of what is in `element`, which stands in `layer`."""
        if layer == DELETED or name in ("del", "moveFrom", "delText"):
            return DELETED
        if layer == HIDDEN or (HIDDEN in self._layers and name in ("r", "p") and self._is_hidden(element, name)):
            return HIDDEN
        if name == "tr" and element.find("{*}trPr/{*}del") is not None:
            return DELETED
        return BOX if name == "txbxContent" else layer

    def _is_hidden(self, element: Any, name: str) -> bool:
        properties = element.find(f"{{*}}{name}Pr")
        if properties is None:
            return False
        if properties.find("{*}vanish") is not None:
            return _vanishes(properties)
        styles = (*properties.iterfind("{*}rStyle"), *properties.iterfind("{*}pStyle"))
        return any(attribute(style, "val") in self._hidden for style in styles)


def _vanishes(properties: Any) -> bool:
    mark = None if properties is None else properties.find("{*}vanish")
    return mark is not None and is_on(attribute(mark, "val") or "1")
