"""A visit that is due."""

from __future__ import annotations

from enum import StrEnum

from streammon.model.base import Event, Instant
from streammon.model.proof import Sought


class PageKind(StrEnum):
    """What a visit expects to find at an address."""

    LIST = "list"
    ARTICLE = "article"
    ATTACHMENT = "attachment"


class Reason(StrEnum):
    """Why a visit is due."""

    DUE = "due"
    """A list whose turn it is."""
    NEW = "new"
    """A page that a list or an article has named, not seen before."""
    RECHECK = "recheck"
    """A page with an open incident: is the problem still there?"""


class Poll(Event, frozen=True, kw_only=True):
    """One visit to one address.

    `etag` and `last_modified` are what the last successful visit was told; for an attachment, `parent` is the
    content id of its article and `title` the words of the link. `published_at` is what the naming page said. `sought`
    are the problems that a recheck is about.
    """

    poll_id: str
    source_id: str
    host: str
    url: str
    kind: PageKind
    reason: Reason
    due_at: Instant
    etag: str = ""
    last_modified: str = ""
    parent: str = ""
    title: str = ""
    published_at: Instant | None = None
    sought: tuple[Sought, ...] = ()
