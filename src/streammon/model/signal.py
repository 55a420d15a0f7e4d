"""Facts that are not content."""

from __future__ import annotations

from streammon.model.base import Event, Instant, Part
from streammon.model.poll import PageKind, Reason


class Link(Part, frozen=True, kw_only=True):
    """A page or an attachment that a visited page names. `published_at` is the date beside it, if there is one."""

    url: str
    title: str
    kind: PageKind
    published_at: Instant | None = None


class Visit(Event, frozen=True, kw_only=True, tag="visit"):
    """What came of one visit. A failed one makes the source blind; it is never silent.

    `unchanged` is the server's 304: everything that the last visit saw still stands. `status` is 0 when there was no
    answer. `links` are what a list or an article names. For an article or attachment, `gone` means 404 or 410, which
    is an answer (`ok`), not a failure.
    """

    visit_id: str
    source_id: str
    unit_id: str
    url: str
    kind: PageKind
    why: Reason
    at: Instant
    ok: bool
    reason: str = ""
    status: int = 0
    unchanged: bool = False
    gone: bool = False
    etag: str = ""
    last_modified: str = ""
    content_id: str = ""
    links: tuple[Link, ...] = ()


Signal = Visit
"""The type of the topic `signals`: a tagged union to which messages, work orders and reports will be added."""
