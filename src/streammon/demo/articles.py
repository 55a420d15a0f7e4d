"""What the county's website holds: columns, articles and their versions in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from streammon.model.source import Source


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that hangs on an article; `kind` names the builder of its bytes in `streammon.demo.attachments`."""

    path: str
    title: str
    kind: str


@dataclass(frozen=True, slots=True)
class Revision:
    """What an article says from `since` on."""

    since: datetime
    paragraphs: tuple[str, ...]
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """One article at `path`, with all its versions, oldest first."""

    path: str
    title: str
    published_at: datetime
    stated_source: str
    revisions: tuple[Revision, ...]
    deleted_at: datetime | None = None

    def at(self, now: datetime) -> Revision | None:
        """Return what stood there at `now`; None before publication and after deletion."""
        if self.deleted_at is not None and self.deleted_at <= now:
            return None
        seen = [revision for revision in self.revisions if revision.since <= now]
        return seen[-1] if seen else None


@dataclass(frozen=True, slots=True)
class Column:
    """One source as it is published: `path` is its list page, `articles` are oldest first."""

    source: Source
    path: str
    unit_name: str
    articles: tuple[Article, ...]
    encoding: str = "utf-8"

    def visible(self, now: datetime) -> list[Article]:
        """Return what its list shows at `now`, newest first."""
        return [article for article in reversed(self.articles) if article.at(now)]
