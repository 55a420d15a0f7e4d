"""Web pages: what a page says, shows and names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from streammon.errors import ConfigError
from streammon.extract.address import joined
from streammon.extract.charset import decode
from streammon.extract.taming import tamed
from streammon.words import say

_NOTHING = frozenset({"", "null", "undefined"})
"""What a template leaves in a tag that nobody has filled."""
_CONTAINS = re.compile(r":contains\(")

_SILENT = frozenset({"script", "style", "noscript", "template", "iframe", "object", "-comment"})
TEXT = "-text"
"""The tag of what is no element."""
_CELLS = frozenset({"td", "th"})
_LINES = frozenset(
    {"address", "article", "aside", "blockquote", "br", "caption", "center", "dd", "div", "dl", "dt", "fieldset"}
    | {"figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main"}
    | {"nav", "ol", "option", "p", "pre", "section", "select", "table", "tbody", "tfoot", "thead", "title", "tr", "ul"}
)
_ENTRIES = frozenset({"li", "tr", "dd"})
_FOLDED = re.compile(r"[^\S ]+|  +")


@lru_cache(maxsize=1024)
def compiled(selector: str) -> str:
    """Return the CSS `selector` as the parser reads it (`:contains()` too). Raises ConfigError if it is none."""
    ours = _CONTAINS.sub(":lexbor-contains(", selector)
    try:
        LexborHTMLParser("").css(ours)
    except SelectolaxError as error:
        what, instead = say("sources.selector-wrong", error=error), say("sources.selector-right")
        raise ConfigError(selector, what, instead) from error
    return ours


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link: canonical address, words, and the text that stands beside it in its list entry."""

    url: str
    words: str
    beside: str = ""


class Page:
    """A parsed page, as a browser would. Parsing never fails: a page that is broken beyond repair is an empty one.

    Pages come from strangers: nothing is fetched, no entity is expanded, and what goes too far is cut off (`tamed`),
    which `cut` then says.
    """

    def __init__(self, html: str, url: str) -> None:
        # A lone surrogate is no character; the parser would refuse the whole page for it.
        whole = html.replace("\0", "").encode("utf-8", "replace").decode()
        kept = tamed(whole)
        self.cut = len(kept) < len(whole)
        self._tree = LexborHTMLParser(kept, scripting=True)
        self.url = url
        base = next((element.attributes.get("href") or "" for element in self.find("base[href]")), "")
        self._base = joined(url, base) or url

    @classmethod
    def read(cls, data: bytes, url: str, charset: str | None = None) -> Page:
        """Return the page that stands at `url` as `data`; `charset` is what the HTTP answer says, see `decode`."""
        return cls(decode(data, charset), url)

    @cached_property
    def tags(self) -> dict[str, tuple[str, ...]]:
        """The meta tags by lower-cased name, each with its values in order, empty ones too."""
        found: dict[str, tuple[str, ...]] = {}
        for tag in self.find("meta[name][content]"):
            name = (tag.attributes["name"] or "").strip().lower()
            found[name] = (*found.get(name, ()), folded(tag.attributes["content"] or ""))
        return found

    @cached_property
    def meta(self) -> dict[str, str]:
        """What the page says about itself: of doubled meta tags the first that is filled, none that is not."""
        filled = {name: [value for value in values if not is_unfilled(value)] for name, values in self.tags.items()}
        return {name: values[0] for name, values in filled.items() if values}

    def links(self, selector: str, *, beside: str = "") -> tuple[Anchor, ...]:
        """Return the links that match, in order, each address once; `beside` selects a text in the same list entry.

        The words are the link's title attribute (lists cut their words short), else its text.
        """
        texts: dict[int, str] = {}
        for element in self.find(beside) if beside else ():
            texts.setdefault(_entry(element), text_of(element))
        found: dict[str, Anchor] = {}
        for element in self.find(selector):
            if (url := self.address(element)) and url not in found:
                found[url] = Anchor(url, words_of(element), texts.get(_entry(element), "") if texts else "")
        return tuple(found.values())

    def text(self, selector: str, *, without: str = "") -> str | None:
        """Return the text of the first element that matches, None if there is none; `without` leaves a part out.

        Paragraphs stand on lines of their own, table cells are separated by tabs, white space is folded, scripts and
        styles are left out; zero-width characters stay, for they may be what is wrong with the text.
        """
        root = self.first(selector)
        return None if root is None else text_of(root, {element.mem_id for element in self.find(without)})

    def find(self, selector: str) -> list[LexborNode]:
        """Return the elements that match, in order; none for "". Raises ConfigError if it is no selector."""
        return self._tree.css(compiled(selector)) if selector else []

    def first(self, selector: str) -> LexborNode | None:
        """Return the first element that matches."""
        return next(iter(self.find(selector)), None)

    def address(self, element: LexborNode) -> str:
        """Return where a link leads, or an image lies, in the one spelling; "" if nowhere."""
        source = "src" if element.tag == "img" else "href"
        return joined(self._base, element.attributes.get(source) or "")


def is_unfilled(value: str) -> bool:
    """Return whether the value of a meta tag says nothing."""
    return value.lower() in _NOTHING


def words_of(link: LexborNode) -> str:
    """Return what a link is called: its title attribute, else its text; an image's, else what stands for it."""
    return folded(link.attributes.get("title") or "") or folded(text_of(link) or link.attributes.get("alt") or "")


def folded(text: str) -> str:
    """Return `text` on one line, white space folded."""
    return " ".join(text.split())


def text_of(root: LexborNode, without: set[int] | frozenset[int] = frozenset()) -> str:
    """Return the text of an element as it is seen, see `Page.text`; `without` are `mem_id`s of elements."""
    return lines_of(piece_of(node, tag, begins) for node, tag, begins in walk(root, without))


def walk(root: LexborNode, without: set[int] | frozenset[int] = frozenset()) -> Iterator[tuple[LexborNode, str, bool]]:
    """Yield each node in `root` with its tag, at its begin (True) and, an element, at its end (False), in order.

    Silent elements and those of `without` yield both at once. It holds no stack: a page may nest as deep as it likes.
    """
    node, tag = root, root.tag or ""
    while True:
        yield node, tag, True
        inside = None if tag == TEXT or tag in _SILENT or (without and node.mem_id in without) else node.child
        while inside is None:
            if tag != TEXT:
                yield node, tag, False
            if node.mem_id == root.mem_id:
                return
            if (inside := node.next) is None:
                node = node.parent or root
                tag = node.tag or ""
        node, tag = inside, inside.tag or ""


def piece_of(node: LexborNode, tag: str, begins: bool) -> str:
    """Return what one step of a walk adds to a text: words, the end of a line, the end of a table cell."""
    if tag == TEXT:
        return _FOLDED.sub(" ", node.text_content or "")
    if tag in _LINES:
        return "\n"
    return "\t" if tag in _CELLS and not begins else ""


def lines_of(pieces: Iterable[str]) -> str:
    """Return the pieces as lines; those without a character are left out."""
    lines = "".join(pieces).split("\n")
    return "\n".join(line for line in (_line(raw) for raw in lines) if line)


def _line(raw: str) -> str:
    if "  " in raw or "\t" in raw:
        raw = re.sub(r" ?\t ?", "\t", re.sub(" +", " ", raw))
    return raw.strip()


def _entry(element: LexborNode) -> int:
    """Return the `mem_id` of the list entry (or table row) that `element` stands in; without one, of its parent."""
    above = element.parent
    while above is not None and above.tag not in _ENTRIES:
        above = above.parent
    place = above or element.parent
    return place.mem_id if place is not None else 0
