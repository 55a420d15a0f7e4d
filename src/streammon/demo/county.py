"""The county's website: what it shows is a function of the plan and of the clock, nothing else."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from streammon.clock import Clock
from streammon.demo.articles import Article, Attachment, Column
from streammon.demo.attachments import contents, media_type
from streammon.demo.pages import Pages, page_count, page_path
from streammon.demo.plan import Plan
from streammon.demo.serving import LocalServer, Receive, Scope, Send, answer

ROBOTS = b"User-agent: *\nDisallow: /search/\n"
KEPT = 4000
"""Renderings kept in memory; beyond that all are dropped and made again."""


@dataclass(frozen=True, slots=True)
class Page:
    """What stands at one address. It changes at `moments` (in order) only; `render` returns None for a 404.

    The number of moments passed is the version: it makes the ETag without looking at the page.
    """

    moments: tuple[datetime, ...]
    kind: bytes
    render: Callable[[datetime], bytes | None]

    def version(self, now: datetime) -> int:
        """Return how often the page had changed by `now`."""
        return bisect_right(self.moments, now)


class County(LocalServer):
    """Serves the pages that are published by `clock.now()`; counts its answers in `requests`."""

    def __init__(self, plan: Plan, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._pages = Pages(plan)
        self._site = self._fixed()
        for column in plan.columns.values():
            self._site |= _lists(self._pages, column) | _articles(self._pages, column)
        self._rendered: dict[tuple[str, int], bytes | None] = {}
        self._missing = self._pages.not_found()
        self.requests = 0

    async def respond(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 -- ASGI
        """Answer GET and HEAD; 304 where If-None-Match names the present version."""
        self.requests += 1
        if scope["method"] not in ("GET", "HEAD"):
            await answer(send, 405, b"", [(b"allow", b"GET, HEAD")])
            return
        page, now = self._site.get(scope["path"]), self._clock.now()
        body = self._body(scope["path"], page, now) if page else None
        if page is None or body is None:
            await answer(send, 404, self._missing, [(b"content-type", b"text/html; charset=utf-8")])
            return
        etag = b'"%d"' % page.version(now)
        if (b"if-none-match", etag) in scope["headers"]:
            await answer(send, 304, b"", [(b"etag", etag)])
        else:
            await answer(send, 200, body, [(b"content-type", page.kind), (b"etag", etag)])

    def _body(self, path: str, page: Page, now: datetime) -> bytes | None:
        key = (path, page.version(now))
        if key not in self._rendered:
            if len(self._rendered) >= KEPT:
                self._rendered.clear()
            self._rendered[key] = page.render(now)
        return self._rendered[key]

    def _fixed(self) -> dict[str, Page]:
        home = Page((), _html("utf-8"), lambda _: self._pages.home())
        return {
            "/": home,
            "/index.html": home,
            "/style.css": Page((), b"text/css; charset=utf-8", lambda _: self._pages.style()),
            "/robots.txt": Page((), b"text/plain; charset=utf-8", lambda _: ROBOTS),
        }


def _html(encoding: str) -> bytes:
    return f"text/html; charset={encoding}".encode()


def _lists(pages: Pages, column: Column) -> dict[str, Page]:
    """Return the pages of a list; a further page is there as soon as enough is published."""
    changes = [moment for article in column.articles for moment in (article.published_at, article.deleted_at) if moment]

    def page(number: int) -> Page:
        def render(now: datetime) -> bytes | None:
            visible = column.visible(now)
            return pages.listing(column, number, visible) if number < page_count(len(visible)) else None

        return Page(tuple(sorted(changes)), _html(column.encoding), render)

    return {page_path(column, number): page(number) for number in range(page_count(len(column.articles)))}


def _articles(pages: Pages, column: Column) -> dict[str, Page]:
    found = {}
    for article in column.articles:
        found[article.path] = _article(pages, column, article)
        for attachment in article.revisions[0].attachments:
            found[attachment.path] = _attachment(article, attachment)
    return found


def _moments(article: Article) -> tuple[datetime, ...]:
    deleted = (article.deleted_at,) if article.deleted_at else ()
    return tuple(sorted((*(revision.since for revision in article.revisions), *deleted)))


def _article(pages: Pages, column: Column, article: Article) -> Page:
    def render(now: datetime) -> bytes | None:
        revision = article.at(now)
        return pages.article(column, article, revision) if revision else None

    return Page(_moments(article), _html(column.encoding), render)


def _attachment(article: Article, named: Attachment) -> Page:
    def render(now: datetime) -> bytes | None:
        revision = article.at(now)
        if revision is None:
            return None
        here = next(attachment for attachment in revision.attachments if attachment.path == named.path)
        return contents(here, revision.paragraphs)

    return Page(_moments(article), media_type(named).encode(), render)
