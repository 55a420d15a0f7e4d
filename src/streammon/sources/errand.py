"""One visit as events: what it was sent for, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from msgspec.structs import replace

from streammon.clock import Clock
from streammon.extract.address import canonical
from streammon.extract.document import Document
from streammon.model.base import digest
from streammon.model.content import Content, content_id
from streammon.model.poll import PageKind, Poll
from streammon.model.signal import Failure, Link, Visit
from streammon.model.source import Source
from streammon.sources.article import Article, is_original, revision_of
from streammon.sources.client import Answer

Outcome = tuple[Visit, tuple[Content, ...]]
"""What a visit publishes: the visit itself, and what it found."""


@dataclass(frozen=True, slots=True)
class Errand:
    """Where to, for whom; `clock` stamps what comes of it."""

    poll: Poll
    source: Source
    unit_name: str
    clock: Clock

    @property
    def content_id(self) -> str:
        """The identity of what stands at the address that was asked for, wherever redirects lead; a list has none."""
        return "" if self.poll.kind is PageKind.LIST else content_id(self.poll.source_id, canonical(self.poll.url))

    def content(self, article: Article | None = None, *, gone: bool = False) -> Content:
        """Return what was found; what it does not say of itself is taken from the page that named it."""
        found, poll, now = article or Article(), self.poll, self.clock.now()
        title = found.title or poll.title
        return Content(
            content_id=self.content_id,
            revision=revision_of(title, found.text),
            source_id=poll.source_id,
            unit_id=self.source.unit_id,
            url=canonical(poll.url),
            kind=poll.kind,
            title=title,
            text=found.text,
            published_at=found.published_at or poll.published_at or now,
            seen_at=now,
            stated_source=found.stated_source,
            original=is_original(found.stated_source, self.unit_name),
            parent=poll.parent,
            gone=gone,
            page=found.page,
        )

    def file(self, document: Document) -> Content:
        """Return the text of a file, or why there is none."""
        content = self.content(Article(text=document.text))
        return replace(content, sections=document.sections, unreadable=document.unreadable)

    def seen(self, answer: Answer, *, links: tuple[Link, ...] = (), content: Content | None = None) -> Outcome:
        """Return the outcome of a visit that found what it was sent for, or found it gone."""
        visit = self._visit(
            ok=True,
            status=answer.status,
            gone=bool(content and content.gone),
            etag=answer.headers.get("etag", ""),
            last_modified=answer.headers.get("last-modified", ""),
            links=links,
        )
        if content is None:
            return visit, ()
        landed = canonical(answer.url)
        moved_to = landed if _path(landed) != _path(canonical(self.poll.url)) else ""
        return visit, (replace(content, sought=self.poll.sought, moved_to=moved_to),)

    def unchanged(self, answer: Answer) -> Outcome:
        """Return the outcome of a 304: the validators stay, unless the host names new ones."""
        etag = answer.headers.get("etag", self.poll.etag)
        last_modified = answer.headers.get("last-modified", self.poll.last_modified)
        return self._visit(ok=True, status=304, unchanged=True, etag=etag, last_modified=last_modified), ()

    def failed(self, reason: str, status: int, failure: Failure = Failure.NONE) -> Outcome:
        """Return the outcome of a visit that leaves the source blind."""
        return self._visit(ok=False, reason=reason, status=status, failure=failure), ()

    def _visit(self, *, ok: bool, **facts: Any) -> Visit:
        return Visit(
            signal_id=digest(self.poll.poll_id, "visit"),
            source_id=self.poll.source_id,
            unit_id=self.source.unit_id,
            url=self.poll.url,
            kind=self.poll.kind,
            why=self.poll.reason,
            at=self.clock.now(),
            ok=ok,
            content_id=self.content_id,
            **facts,
        )


def _path(url: str) -> str:
    """Return an address without scheme and host: a site that has changed only these has moved no page."""
    return urlsplit(url)._replace(scheme="", netloc="").geturl()
