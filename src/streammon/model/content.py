"""One published item."""

from __future__ import annotations

from streammon.model.base import Event, Instant, digest
from streammon.model.poll import PageKind


def content_id(source_id: str, url: str) -> str:
    """Return the identity of what stands at `url` (canonical) of a source; it stays the same when the text changes."""
    return digest("content", source_id, url)


class Content(Event, frozen=True, kw_only=True):
    """One published item as it was seen: a page or the text of an attachment.

    `revision` stands for the normalised text. `published_at` is the page's own claim (PubDate) or, without one, when
    it was first seen; `stated_source` is its ContentSource tag. `gone` says that the page is not there any more: its
    text is then empty. `parent` is the article that an attachment hangs on.
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
