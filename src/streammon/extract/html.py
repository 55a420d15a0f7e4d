"""Web pages: from bytes to text, from text to what a page says, shows and names."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, cast
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

import lxml.etree
import lxml.html
from cssselect import SelectorError
from lxml.cssselect import CSSSelector

from streammon.errors import ConfigError
from streammon.words import say

_CODECS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
}
"""Labels that are believed. ISO-8859-1 is what servers say of everything; exotic codecs are a stranger's weapon."""
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]{2,20})""", re.IGNORECASE)
_CHINESE = re.compile("[\u3000-\u9fff\uff00-\uffef]")
_PORTS = {"http": 80, "https": 443}
_SESSION = re.compile(r";jsessionid=[^/]*", re.IGNORECASE)
_NOTHING = frozenset({"", "null", "undefined"})
"""What a template leaves in a tag that nobody has filled."""

_SILENT = frozenset({"script", "style", "noscript", "template", "iframe", "object"})
_CELLS = frozenset({"td", "th"})
_LINES = frozenset(
    {"address", "article", "aside", "blockquote", "br", "caption", "center", "dd", "div", "dl", "dt", "fieldset"}
    | {"figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main"}
    | {"nav", "ol", "option", "p", "pre", "section", "select", "table", "tbody", "tfoot", "thead", "title", "tr", "ul"}
)
_ENTRIES = frozenset({"li", "tr", "dd"})


def decode(data: bytes, declared: str | None = None) -> str:
    """Return the text of a page; `declared` is the charset of the HTTP answer. Never fails.

    A byte order mark goes before all; then the bytes themselves: Chinese text that makes sense as UTF-8 (up to 5 %
    of damage) is UTF-8, whatever a label says, for GBK never does. Then the HTTP charset, the meta tag, UTF-8, and
    GB 18030, the superset of GBK and GB 2312.
    """
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(codec, "replace")
    guess = data.decode("utf-8", "replace")
    if guess.count("\ufffd") * 20 < len(_CHINESE.findall(guess)):
        return guess
    labelled = _META_CHARSET.search(data[:4096])
    labels = (declared or "", labelled[1].decode() if labelled else "", "utf-8")
    for codec in (_CODECS[label.lower()] for label in labels if label.lower() in _CODECS):
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            continue
    return data.decode("gb18030", "replace")


def canonical(url: str) -> str:
    """Return the one spelling of a web address, "" for what is none (mailto:, javascript:, a broken one).

    Scheme and host in lower case; no fragment, user, default port or session id; the path percent-encoded as UTF-8.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return ""
    if parts.scheme not in _PORTS or not host:
        return ""
    place = f"[{host}]" if ":" in host else host
    if port not in (None, _PORTS[parts.scheme]):
        place += f":{port}"
    path, query = (quote(part, safe="%/:=&?~+!$,;'@()*[]|") for part in (parts.path, parts.query))
    return urlunsplit((parts.scheme, place, _SESSION.sub("", path) or "/", query, ""))


@lru_cache(maxsize=1024)
def compiled(selector: str) -> CSSSelector:
    """Return the CSS `selector` ready for use. Raises ConfigError if it is none."""
    try:
        return CSSSelector(selector, translator="html")
    except (SelectorError, lxml.etree.XPathError) as error:
        what, instead = say("sources.selector-wrong", error=error), say("sources.selector-right")
        raise ConfigError(selector, what, instead) from error


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link: canonical address, words, and the text that stands beside it in its list entry."""

    url: str
    words: str
    beside: str = ""


class Page:
    """A parsed page. Parsing never fails: a page that is broken beyond repair is an empty one.

    Pages come from strangers: nothing is fetched, no entity is expanded, and depth and sizes stay within libxml2's
    ordinary limits (what lies deeper than 256 elements is not seen).
    """

    def __init__(self, html: str, url: str) -> None:
        parser = lxml.html.HTMLParser(
            encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False
        )
        data = html.replace("\0", "").encode("utf-8", "replace")
        try:
            self._root = lxml.html.document_fromstring(data, parser=parser)
        except lxml.etree.ParserError:
            self._root = lxml.html.document_fromstring(b"<html></html>", parser=parser)
        base = next((element.get("href") for element in self._find("base[href]")), "")
        self._base = _joined(url, base) or url

    @cached_property
    def meta(self) -> dict[str, str]:
        """What the page says about itself: meta tags by lower-cased name; of doubled ones the first that is filled."""
        found: dict[str, str] = {}
        for tag in self._find("meta[name][content]"):
            value = _folded(tag.get("content"))
            if value.lower() not in _NOTHING:
                found.setdefault(tag.get("name").strip().lower(), value)
        return found

    def links(self, selector: str, *, beside: str = "") -> tuple[Anchor, ...]:
        """Return the links that match, in order, each address once; `beside` selects a text in the same list entry.

        The words are the link's title attribute (lists cut their words short), else its text.
        """
        texts: dict[Any, str] = {}
        for element in self._find(beside) if beside else ():
            texts.setdefault(_entry(element), _text(element))
        found: dict[str, Anchor] = {}
        for element in self._find(selector):
            if url := _joined(self._base, element.get("href") or ""):
                words = _folded(element.get("title") or "") or _folded(_text(element))
                found.setdefault(url, Anchor(url, words, texts.get(_entry(element), "")))
        return tuple(found.values())

    def text(self, selector: str, *, without: str = "") -> str | None:
        """Return the text of the first element that matches, None if there is none; `without` leaves a part out.

        Paragraphs stand on lines of their own, table cells are separated by tabs, white space is folded, scripts and
        styles are left out; zero-width characters stay, for they may be what is wrong with the text.
        """
        root = next(iter(self._find(selector)), None)
        return None if root is None else _text(root, frozenset(self._find(without) if without else ()))

    def _find(self, selector: str) -> list[Any]:
        return cast("list[Any]", compiled(selector)(self._root))


def _joined(base: str, href: str) -> str:
    try:
        return canonical(urljoin(base, href.strip())) if href.strip() else ""
    except ValueError:
        return ""


def _entry(element: Any) -> Any:
    """Return the list entry (or table row) that `element` stands in; without one, its parent."""
    parent = element.getparent()
    return next((above for above in element.iterancestors() if above.tag in _ENTRIES), parent)


def _folded(text: str) -> str:
    return " ".join(text.split())


def _text(root: Any, without: frozenset[Any] = frozenset()) -> str:
    lines = "".join(_pieces(root, without)).split("\n")
    return "\n".join(
        line for line in (re.sub(r" ?\t ?", "\t", re.sub(" +", " ", raw)).strip() for raw in lines) if line
    )


def _pieces(root: Any, without: frozenset[Any]) -> Iterator[str]:
    walk = lxml.etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        hidden = element.tag in _SILENT or element in without
        if element.tag in _LINES:
            yield "\n"
        if event == "start":
            if hidden:
                walk.skip_subtree()
            else:
                yield _spaced(element.text)
            continue
        if element.tag in _CELLS:
            yield "\t"
        if element is not root:
            yield _spaced(element.tail)


def _spaced(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")
