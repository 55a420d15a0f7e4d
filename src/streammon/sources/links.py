"""Links asked for one by one: is there something behind them?"""

from __future__ import annotations

import asyncio
from collections.abc import Container, Iterable

from msgspec.structs import replace

from streammon.errors import Permanent, Transient
from streammon.model.content import Content
from streammon.model.page import PageLink, Reply
from streammon.sources.client import Busy
from streammon.sources.clients import Clients

_AT_ONCE = 8
_MOST = 50
"""Links of one page that are asked for; a list of a thousand addresses is not an article."""
_ALIVE = 200
"""The status of what we do not read to its end: too large, or not for us (robots.txt). It is there."""


async def answered(clients: Clients, content: Content, *, but: Container[str] = ()) -> Content:
    """Return a page with what came of asking for the links in its body that a reader may follow.

    Those in `but` are visited anyway, and left out.
    """
    if content.page is None:
        return content
    asked = [link.url for link in content.page.links if link.inside and not link.hidden and link.url not in but]
    found = await replies(clients, asked[:_MOST])

    def told(link: PageLink) -> PageLink:
        return replace(link, reply=found.get(link.url)) if link.inside and not link.hidden else link

    return replace(content, page=replace(content.page, links=tuple(map(told, content.page.links))))


async def replies(clients: Clients, urls: Iterable[str]) -> dict[str, Reply]:
    """Return what came of asking for each of `urls`, redirects followed. What may not be visited counts as there."""
    slots = asyncio.Semaphore(_AT_ONCE)

    async def ask(url: str) -> Reply:
        async with slots:
            return await _reply(clients, url)

    unique = tuple(dict.fromkeys(urls))
    return dict(zip(unique, await asyncio.gather(*map(ask, unique)), strict=True))


async def _reply(clients: Clients, url: str) -> Reply:
    try:
        answer = await clients.get(url)
    except Busy as error:
        return Reply(status=error.status or 429, url=url)
    except Transient:
        return Reply(status=0, url=url)
    except Permanent:
        return Reply(status=_ALIVE, url=url)
    return Reply(status=answer.status, url=answer.url)
