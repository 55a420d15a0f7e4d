"""A page taken apart: its main text, what stands around it, and what nobody sees at once."""

from __future__ import annotations

from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from streammon.extract.document import Document, Writer
from streammon.extract.html import TEXT, Page, folded, lines_of, piece_of, walk, words_of
from streammon.extract.visibility import is_hidden
from streammon.model.page import PageLink
from streammon.words import say

_BODIES = (
    *("#UCAP-CONTENT", "#zoom", "#Zoom", ".TRS_UEDITOR", ".TRS_Editor", ".Custom_UnionStyle", ".pages_content"),
    *("#vsb_content", ".v_news_content", ".bt-article", ".article-content", ".article_content", ".news_content"),
    *("div.article", ".zhengwen", "#content", ".con_text", "article", "main"),
)
"""Where site systems of governments put the text of an article; the first that matches counts."""
_MEDIA = frozenset({"img", "video", "audio", "embed", "object", "iframe"})
_SAID = ("description", "keywords")


@dataclass(frozen=True, slots=True)
class PageParts:
    """`text` is the text of the body. `main` is what is seen of it, `around` what is seen elsewhere, `hidden` the rest.

    `alts` and `hints` are alt and title attributes. `links` are all links of the page, each address once (in the body
    before elsewhere); `media` counts the images, videos and frames in the body.
    """

    text: str
    main: str
    around: str
    hidden: str
    alts: tuple[str, ...]
    hints: tuple[str, ...]
    links: tuple[PageLink, ...]
    media: int


def body_of(page: Page, selector: str = "") -> LexborNode | None:
    """Return the element that holds the main text: that of `selector`, or, for "", where it usually stands."""
    if selector:
        return page.first(selector)
    return next((found for found in map(page.first, (*_BODIES, "body")) if found is not None), None)


def parts_of(page: Page, body: LexborNode | None) -> PageParts:
    """Take a page apart; without a `body` all that is seen stands around."""
    reader = _Reader(page, body.mem_id if body is not None else 0)
    for root in page.find("html"):
        for node, tag, begins in walk(root, {head.mem_id for head in page.find("head")}):
            reader.read(node, tag, begins)
    return reader.parts()


def document_of(page: Page, selector: str = "") -> Document:
    """Return all text of a page: the main text first, then sections of what else there is; `selector`: see `body_of`.

    What is hidden stands in its own section alone, inside the main text or not.
    """
    parts = parts_of(page, body_of(page, selector))
    said = [page.text("title") or "", *(page.meta.get(name, "") for name in _SAID)]
    writer = Writer()
    if parts.main:
        writer.line(parts.main)
    for name, text in {
        "around": parts.around,
        "alt": "\n".join(parts.alts),
        "title": "\n".join(parts.hints),
        "hidden": parts.hidden,
        "about": "\n".join(filter(None, said)),
    }.items():
        if text:
            writer.section(say(f"page.section.{name}"), hidden=name == "hidden")
            writer.line(text)
    if page.cut:
        writer.trouble(say("extract.unreadable.cut"))
    return writer.document()


@dataclass(slots=True)
class _Reader:
    """Where a walk through a page is (in the body? in something hidden?), and what it has read."""

    page: Page
    body: int
    inside: bool = False
    hidden_by: int = 0
    text: list[str] = field(default_factory=list)
    main: list[str] = field(default_factory=list)
    around: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    alts: dict[str, None] = field(default_factory=dict)
    hints: dict[str, None] = field(default_factory=dict)
    links: dict[str, PageLink] = field(default_factory=dict)
    media: int = 0

    def read(self, node: LexborNode, tag: str, begins: bool) -> None:
        if tag != TEXT and begins:
            self._enter(node, tag)
        if piece := piece_of(node, tag, begins):
            if self.inside:
                self.text.append(piece)
            (self.hidden if self.hidden_by else self.main if self.inside else self.around).append(piece)
        if tag != TEXT and not begins:
            self._leave(node)

    def parts(self) -> PageParts:
        text, main, around, hidden = map(lines_of, (self.text, self.main, self.around, self.hidden))
        alts, hints, links = tuple(self.alts), tuple(self.hints), tuple(self.links.values())
        return PageParts(text, main, around, hidden, alts, hints, links, self.media)

    def _enter(self, node: LexborNode, tag: str) -> None:
        if node.mem_id == self.body:
            self.inside = True
        self.media += self.inside and tag in _MEDIA
        attributes = node.attributes
        if not attributes:
            return
        if not self.hidden_by and is_hidden(attributes):
            self.hidden_by = node.mem_id
        if "title" in attributes and (hint := folded(attributes["title"] or "")):
            self.hints[hint] = None
        if tag == "a":
            self._link(node)
        elif tag == "img" and (alt := folded(attributes.get("alt") or "")):
            self.alts[alt] = None

    def _leave(self, node: LexborNode) -> None:
        if node.mem_id == self.hidden_by:
            self.hidden_by = 0
        if node.mem_id == self.body:
            self.inside = False

    def _link(self, node: LexborNode) -> None:
        url = self.page.address(node)
        known = self.links.get(url)
        if not url or (known is not None and (known.inside or not self.inside)):
            return
        words = words_of(node)
        unseen = bool(self.hidden_by) or not (words or node.css_first("img") or node.css_first("[style],[class]"))
        self.links[url] = PageLink(url=url, words=words, hidden=unseen, inside=self.inside)
