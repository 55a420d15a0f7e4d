"""Websites: list pages with their further pages, articles, attachments.

A visit says what it saw and decides nothing. Whatever goes wrong on the way is a failed visit with its reason.
"""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from datetime import datetime
from typing import Protocol

from streammon.clock import LOCAL, Clock
from streammon.errors import Permanent, Transient
from streammon.extract.address import canonical
from streammon.extract.document import Document
from streammon.extract.html import Anchor, Page
from streammon.extract.unreadable import Unreadable
from streammon.model.content import Content
from streammon.model.fetching import Selectors
from streammon.model.poll import PageKind, Poll
from streammon.model.signal import Failure, Link
from streammon.model.source import Source
from streammon.sources.article import article_of
from streammon.sources.client import Answer, Busy, Unreached
from streammon.sources.clients import Clients
from streammon.sources.dates import moment_of
from streammon.sources.errand import Errand, Outcome
from streammon.sources.files import file_name, is_file_link
from streammon.sources.links import answered
from streammon.sources.reach import Reach
from streammon.words import say

_MOST_LINKS = 1000
"""No list names more on its first pages; a page made to flood us does."""


class Extract(Protocol):
    """Turns the bytes of a file into text, elsewhere."""

    def __call__(self, data: bytes, *, name: str, media_type: str) -> Awaitable[Document]:
        """Return the text of `data`. Raises Unreadable if there is none to be had, Permanent where that went wrong."""
        ...


class _Failed(Permanent):
    """The host has answered, but not with what was looked for."""

    def __init__(self, status: int, reason: str, failure: Failure = Failure.NONE) -> None:
        self.status, self.failure = status, failure
        super().__init__(reason)


class Website:
    """Reads the pages of websites through `clients`; without a `reach`, our own line is taken to be up."""

    def __init__(self, clients: Clients, clock: Clock, reach: Reach | None = None) -> None:
        self._clients, self._clock, self._reach = clients, clock, reach

    async def visit(
        self, poll: Poll, source: Source, selectors: Selectors, extract: Extract, unit_name: str
    ) -> Outcome:
        """Do the visit that `poll` asks for; `unit_name` tells originals from reposts.

        Raises nothing for what can happen on the web: a visit that failed says why in Chinese. Raises ConfigError if
        a selector is wrong.
        """
        errand = Errand(poll, source, unit_name, self._clock)
        try:
            answer = await self._clients.get(poll.url, _conditions(poll))
            if answer.status == 304 and _conditions(poll):
                return errand.unchanged(answer)
            if answer.status in {404, 410} and poll.kind is not PageKind.LIST:
                return errand.seen(answer, content=errand.content(gone=True))
            if answer.status >= 500:
                raise _Failed(answer.status, say("sources.status", status=answer.status), Failure.SERVER)
            _require_page(answer)
            if poll.kind is PageKind.LIST:
                return errand.seen(answer, links=await self._list(answer, selectors))
            if poll.kind is PageKind.ATTACHMENT or "html" not in (answer.media_type or "html"):
                return errand.seen(answer, content=await _file(errand, answer, extract))
            return await self._article(errand, answer, selectors)
        except (Transient, Permanent) as error:
            return await self._failed(errand, error)

    async def _failed(self, errand: Errand, error: Transient | Permanent) -> Outcome:
        """Return what the failure says of the host, unless it is our own line that is down."""
        status = error.status if isinstance(error, Busy | _Failed) else 0
        failure = error.failure if isinstance(error, Unreached | Busy | _Failed) else Failure.NONE
        if failure is Failure.UNREACHED and self._reach and await self._reach.is_down():
            return errand.failed(say("sources.offline"), 0, Failure.OFFLINE)
        return errand.failed(str(error), status, failure)

    async def _article(self, errand: Errand, answer: Answer, selectors: Selectors) -> Outcome:
        """Return the article, the files that hang on it, and what came of asking for the links in it."""
        page = _page(answer)
        article = article_of(page, selectors, errand.source.name)
        if article is None:
            raise _Failed(answer.status, say("sources.no-body", selector=selectors.body))
        files = [anchor for anchor in page.links(selectors.attachment) if is_file_link(anchor.url, anchor.words)]
        read = errand.content(article)
        content = await answered(self._clients, read, but={anchor.url for anchor in files})
        links = tuple(_link(anchor, PageKind.ATTACHMENT, content.published_at) for anchor in files[:_MOST_LINKS])
        return errand.seen(answer, links=links, content=content)

    async def _list(self, first: Answer, selectors: Selectors) -> tuple[Link, ...]:
        """Return the links of a list and its further pages. A further page that is not there ends the list."""
        links: dict[str, Link] = {}
        page, read = _page(first), {canonical(first.url)}
        today = self._clock.now().astimezone(LOCAL).date()
        while True:
            for anchor in page.links(selectors.item, beside=selectors.item_date):
                links.setdefault(anchor.url, _link(anchor, PageKind.ARTICLE, moment_of(anchor.beside, today)))
            further = next((anchor.url for anchor in page.links(selectors.next)), "")
            if not further or further in read or len(read) >= selectors.max_pages:
                break
            read.add(further)
            answer = await self._clients.get(further)
            if answer.status in {404, 410}:
                break
            _require_page(answer)
            page = _page(answer)
        return tuple(links.values())[:_MOST_LINKS]


async def _file(errand: Errand, answer: Answer, extract: Extract) -> Content:
    """Return a file's text. That it can't be read is no failure of the visit but something to be told of the file."""
    name = file_name(answer, errand.poll.title)
    try:
        return errand.file(await extract(answer.body, name=name, media_type=answer.media_type))
    except Unreadable as error:
        return errand.file(Document("", troubles=(str(error),)))
    except Permanent:  # it has ended its process again and again
        return errand.file(Document("", troubles=(say("extract.unreadable.died"),)))


def _link(anchor: Anchor, kind: PageKind, published_at: datetime | None) -> Link:
    return Link(url=anchor.url, title=anchor.words, kind=kind, published_at=published_at)


def _conditions(poll: Poll) -> Mapping[str, str]:
    """Return the headers that ask only for what has changed (RFC 9110 §13)."""
    conditions = {"If-None-Match": poll.etag, "If-Modified-Since": poll.last_modified}
    return {name: value for name, value in conditions.items() if value}


def _require_page(answer: Answer) -> None:
    if answer.status != 200:
        raise _Failed(answer.status, say("sources.status", status=answer.status))


def _page(answer: Answer) -> Page:
    return Page.read(answer.body, answer.url, answer.charset)
