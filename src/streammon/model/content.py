"""One published item."""

from __future__ import annotations

from streammon.model.base import Event, Instant, Part, digest
from streammon.model.page import PageFacts
from streammon.model.poll import PageKind
from streammon.model.proof import Sought


def content_id(source_id: str, url: str) -> str:
    """Return the identity of what stands at `url` (canonical) of a source; it stays the same when the text changes."""
    return digest("content", source_id, url)


class Section(Part, frozen=True, kw_only=True):
    """A part of a document's text, from the character `start` to where the next section begins.

    `name` says what it is, in words (工作表“名单”, 第3页, 页眉, 附件.zip 内 名单.xlsx). `line` is the number of the
    first line in it where its lines are numbered (rows, paragraphs), 0 where they are not. In a sheet (`cells`)
    the cells of a row are parted by tabulators, the first being column A. `hidden`: not seen by a reader at once.
    """

    start: int
    name: str
    line: int = 0
    cells: bool = False
    hidden: bool = False


class Content(Event, frozen=True, kw_only=True):
    """One published item as it was seen: a page or the text of an attachment.

    `revision` stands for the normalised text. `published_at` is the page's own claim (PubDate) or, without one, when
    it was first seen; `stated_source` is its ContentSource tag. `gone` says that the page is not there any more: its
    text is then empty. `parent` is the article that an attachment hangs on. `sections` says where in the document which
    part of `text` stands, in order. `unreadable` is why there is no text to be had from a file, in words. `page` is
    what the page is beside its text, where it is one that was read. `task_id` names the recommended item (`Task`) that
    this one reposts. `sought` are the problems that it was read again for, and `moved_to` where its address has led,
    if to another one.
    """

    content_id: str
    revision: str
    source_id: str
    unit_id: str
    url: str
    kind: PageKind
    title: str
    text: str
    published_at: Instant
    seen_at: Instant
    stated_source: str = ""
    original: bool = True
    parent: str = ""
    gone: bool = False
    sections: tuple[Section, ...] = ()
    unreadable: str = ""
    page: PageFacts | None = None
    task_id: str = ""
    sought: tuple[Sought, ...] = ()
    moved_to: str = ""
