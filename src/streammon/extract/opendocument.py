"""The text of OpenDocument elements (ISO/IEC 26300-1, chapters 5 to 7), in layers that do not overlap."""

from __future__ import annotations

import re
from typing import Any

from streammon.extract.package import Package, attribute, local
from streammon.extract.stories import BOX, COMMENTS, DELETED, ENDNOTES, FOOTNOTES, HIDDEN, SEEN

CONTENT = "content.xml"
STYLES = "styles.xml"

SPEAKER = "notes"
_SHAPES = (
    *("text-box", "custom-shape", "caption", "rect", "ellipse", "circle", "line"),
    *("polyline", "polygon", "regular-polygon", "path", "connector"),
)
_LAYERS = dict.fromkeys(_SHAPES, BOX) | {
    "annotation": COMMENTS,
    "deletion": DELETED,
    "hidden-text": HIDDEN,
    "hidden-paragraph": HIDDEN,
    "note": FOOTNOTES,
    "notes": SPEAKER,
}
_SILENT = frozenset(
    {"creator", "creator-initials", "date", "date-string", "change-info", "note-citation", "forms", "sequence-decls"}
    | {
        "desc",
        "automatic-styles",
        "styles",
        "page-number",
        "page-count",
        "sheet-name",
        "file-name",
        "time",
        "ruby-text",
    }
)
"""What is no text: who and when of a comment, forms, fields that every page fills anew, reading aids."""
_MOST_SPACES = 100
_SPACE = re.compile(r"[ \t\r\n]+")
_MARGINS = frozenset({"header", "header-left", "header-first", "footer", "footer-left", "footer-first"})


class Text:
    """Reads elements of one package, whose styles tell what is hidden."""

    def __init__(self, package: Package) -> None:
        self._hidden = frozenset[str]()
        for part in (CONTENT, STYLES):
            if part in package:
                self._hidden |= {attribute(style, "name") for style in package.elements(part, "style") if _hides(style)}

    def hides(self, style: str) -> bool:
        """Return whether the style of this name makes a sheet, a slide or a text invisible."""
        return style in self._hidden

    def of(self, element: Any, wanted: str = SEEN) -> str:
        """Return the text of one layer. A paragraph and a row are a line, cells are parted by tabulators."""
        lines = (line.rstrip() for line in self._text(element, SEEN, wanted).split("\n"))
        return "\n".join(line for line in lines if line)

    def _text(self, element: Any, layer: str, wanted: str) -> str:
        name = local(element)
        if name in _SILENT or not name:
            return ""
        layer = self._layer(element, name, layer)
        if wanted == SEEN != layer:
            return ""
        is_wanted = layer == wanted
        match name:
            case "s":
                return " " * min(int(attribute(element, "c") or 1), _MOST_SPACES) * is_wanted
            case "tab":
                return "\t" * is_wanted
            case "line-break":
                return "\n" * is_wanted
        in_line = is_wanted and name in _IN_LINE
        pieces = [_spaced(element.text) if in_line else ""]
        for child in element:
            pieces += [self._text(child, layer, wanted), _spaced(child.tail) if in_line else ""]
        return _ended("".join(pieces), name)

    def _layer(self, element: Any, name: str, layer: str) -> str:
        if layer in (DELETED, HIDDEN, SPEAKER):
            return layer
        if attribute(element, "display") == "none" or (
            name in _IN_LINE and self.hides(attribute(element, "style-name"))
        ):
            return HIDDEN
        return ENDNOTES if attribute(element, "note-class") == "endnote" else _LAYERS.get(name, layer)


_IN_LINE = frozenset(
    {"p", "h", "span", "a", "ruby", "ruby-base", "meta", "meta-field", "title", "author-name", "placeholder"}
    | {"hidden-text", "hidden-paragraph", "conditional-text", "text-input", "expression", "variable-get"}
    | {"variable-set", "bookmark-ref"}
)
"""What holds characters: paragraphs, and what stands within their lines."""


def margins(package: Package, text: Text) -> list[str]:
    """Return what is printed above and below the pages, each text once."""
    found: dict[str, None] = {}
    if STYLES in package:
        for element in package.xml(STYLES).iterfind("{*}master-styles/{*}master-page/*"):
            if local(element) in _MARGINS and attribute(element, "display") != "false":
                found[text.of(element)] = None
    return [line for line in found if line]


def _ended(text: str, name: str) -> str:
    match name:
        case "p" | "h" | "table-row":
            return text + "\n"
        case "table-cell":
            return " ".join(text.split("\n")).strip(" ") + "\t"
    return text and "\n" + text if name in _LAYERS else text


def _hides(style: Any) -> bool:
    """Return whether a style hides a sheet (table:display), text (text:display) or a slide."""
    properties = [each for each in style if local(each).endswith("-properties")]
    return any(
        (local(each), attribute(each, "display")) in (("table-properties", "false"), ("text-properties", "none"))
        or attribute(each, "visibility") == "hidden"
        for each in properties
    )


def _spaced(text: str | None) -> str:
    """Return text with its white space folded: more than one space is marked up (6.1.2)."""
    return _SPACE.sub(" ", text) if text else ""
