"""Pages that are made, or have happened, to exhaust a parser of HTML 5.

The standard sets no limits: its parser nests as deep as a page says, opens forgotten formatting anew in every paragraph
(20 kB of <p><font …></p> become 500,000 elements), and compares every attribute with all others of its tag.
"""

from __future__ import annotations

import re
from collections import Counter

_MOST_DEPTH = 1000
_MOST_COPIES = 300_000
"""Formatting elements that the parser may have to open anew, over the whole page."""
_MOST_ATTRIBUTES = 500
_HARMLESS_TAGS, _HARMLESS_CHARACTERS = 2500, 60_000
"""What a page as small as this can cost at worst (0.5 s, 200 MB for a moment) is borne; most pages are."""

_ATTRIBUTE = r"""[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"?|'[^']*+'?|[^\s>]*+))?"""
_TOKEN = re.compile(rf"<(?:!--(?:-?>|.*?(?:--!?>|\Z))|(/?)([a-z][^\s/>]*+)((?:[\s/]++|{_ATTRIBUTE})*+))", re.I | re.S)
_ATTRIBUTES = re.compile(_ATTRIBUTE, re.S)
_RAW = {
    name: re.compile(rf"</{name}(?=[\s/>])|\Z", re.IGNORECASE)
    for name in ("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes")
}
"""Elements that hold text only, and how they end."""
_FORMATTING = frozenset(
    {"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"}
)
_NEVER_DEEP = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
    | {"html", "head", "body", "p", "li", "dt", "dd", "option", "tr", "td", "th", "thead", "tbody", "tfoot"}
)
"""Elements without an end tag, and those whose end tag may be missing: the next of them ends them."""


def tamed(html: str) -> str:
    """Return `html`, cut off before the first tag that goes too far. No page made for readers comes near."""
    if len(html) <= _HARMLESS_CHARACTERS and html.count("<") <= _HARMLESS_TAGS:
        return html
    opened: Counter[str] = Counter()
    depth = formatting = copies = position = 0
    while token := _TOKEN.search(html, position):
        position = token.end()
        name = (token[2] or "").lower()
        if not name or (name in _NEVER_DEEP and len(token[3]) <= _MOST_ATTRIBUTES):
            copies += formatting * bool(name)
        elif token[1]:
            ended = min(opened[name], 1)
            opened[name] -= ended
            depth -= ended
            formatting -= ended * (name in _FORMATTING)
        elif _too_many(token[3]):
            return html[: token.start()]
        elif name in _RAW:
            position = _end_of(name, html, position)
        elif name not in _NEVER_DEEP:
            opened[name] += 1
            depth += 1
            formatting += name in _FORMATTING
            copies += formatting
        if depth > _MOST_DEPTH or copies > _MOST_COPIES:
            return html[: token.start()]
    return html


def _too_many(attributes: str) -> bool:
    return len(attributes) > _MOST_ATTRIBUTES and len(_ATTRIBUTES.findall(attributes)) > _MOST_ATTRIBUTES


def _end_of(name: str, html: str, position: int) -> int:
    end = _RAW[name].search(html, position)
    return end.start() if end else len(html)
