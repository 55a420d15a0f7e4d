"""Web pages, fetched as gently as the program always does: the article, and the files that hang on it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import msgspec

from streammon.clock import Clock
from streammon.errors import Permanent, Transient
from streammon.extract.charset import decode
from streammon.extract.html import Anchor, Page
from streammon.model.content import Content
from streammon.model.fetching import Selectors
from streammon.model.poll import PageKind
from streammon.scan.task import ArticleTask, BytesTask, Task, UnreadTask
from streammon.sources.article import Article, article_of
from streammon.sources.client import Answer
from streammon.sources.clients import Clients
from streammon.sources.files import file_name, is_file_link
from streammon.sources.links import answered
from streammon.words import say

ANYWHERE = Selectors(title="title", body="body", attachment="a[href]")
"""For a page that no profile fits: all of it is read."""
_GONE = frozenset({404, 410})


@dataclass(frozen=True, slots=True)
class Web:
    """Fetches pages with `clients`. The first of `profiles` that finds an article on a page reads it.

    With `attachments` the files that hang on a page are read, with `links` the links in its text are tried.
    """

    clients: Clients
    clock: Clock
    profiles: Sequence[Selectors]
    attachments: bool = False
    links: bool = False

    async def tasks(self, url: str, on: date) -> AsyncIterator[Task]:
        """Yield what is to be checked at an address: a page with its files, or a file; and what could not be had."""
        try:
            answer = await self._get(url)
        except (Transient, Permanent) as error:
            yield UnreadTask(url, str(error))
            return
        if "html" not in (answer.media_type or "html"):
            yield _file(url, answer, "", on)
            return
        page = Page(decode(answer.body, answer.charset), answer.url)
        article, selectors = self._article(page)
        files = [
            anchor
            for anchor in (page.links(selectors.attachment) if self.attachments else ())
            if is_file_link(anchor.url, anchor.words)
        ]
        content = self._content(url, article)
        if self.links:
            content = await answered(self.clients, content, but={anchor.url for anchor in files})
        yield ArticleTask(url, content)
        for anchor in files:
            yield await self._attachment(anchor, on)

    async def _attachment(self, anchor: Anchor, on: date) -> Task:
        try:
            answer = await self.clients.get(anchor.url)
            if answer.status in _GONE:
                gone = self._content(anchor.url, Article(title=anchor.words))
                return ArticleTask(anchor.url, msgspec.structs.replace(gone, kind=PageKind.ATTACHMENT, gone=True))
            return _file(anchor.url, _whole(answer), anchor.words, on)
        except (Transient, Permanent) as error:
            return UnreadTask(anchor.url, str(error))

    async def _get(self, url: str) -> Answer:
        return _whole(await self.clients.get(url))

    def _article(self, page: Page) -> tuple[Article, Selectors]:
        """Return the article; where no profile finds one, all of the page, of which nothing but its text is known."""
        for selectors in self.profiles:
            if article := article_of(page, selectors):
                return article, selectors
        return replace(article_of(page, ANYWHERE) or Article(), page=None), ANYWHERE

    def _content(self, url: str, article: Article) -> Content:
        now = self.clock.now()
        return Content(
            content_id="",
            revision="",
            source_id="",
            unit_id="",
            url=url,
            kind=PageKind.ARTICLE,
            title=article.title,
            text=article.text,
            published_at=article.published_at or now,
            seen_at=now,
            stated_source=article.stated_source,
            page=article.page,
        )


def _whole(answer: Answer) -> Answer:
    """Return an answer that has what was asked for. Raises Permanent for any other."""
    if answer.status != 200:
        raise Permanent(say("sources.status", status=answer.status))
    return answer


def _file(url: str, answer: Answer, words: str, on: date) -> BytesTask:
    return BytesTask(url, answer.body, on, name=file_name(answer, words), media_type=answer.media_type)
