"""The web as the sources see it: every host by its own client, redirects followed, robots.txt obeyed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping

import httpx

from streammon.clock import Clock
from streammon.errors import Permanent
from streammon.model.fetching import Politeness
from streammon.sources.client import Answer, Client
from streammon.sources.robots import Robots
from streammon.words import say


class Clients:
    """One client per host; of those not in use, the ones used longest ago are closed when there are over `most`."""

    def __init__(self, politeness: Politeness, clock: Clock, most: int = 256) -> None:
        self._politeness, self._clock, self._most = politeness, clock, most
        self._tls = httpx.create_ssl_context()
        self._clients: OrderedDict[str, Client] = OrderedDict()
        self._robots = Robots(politeness.user_agent, self._follow)

    async def get(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Fetch `url`, following redirects; every hop is held to the same rules.

        Returns whatever status there is. Raises Transient (no answer, or Busy: not yet) or Permanent (may not be
        visited, too large, too many redirects); the text of either is a sentence for the user.
        """
        return await self._follow(url, headers or {}, robots=self._robots if self._politeness.obey_robots else None)

    async def aclose(self) -> None:
        """Close all connections."""
        while self._clients:
            await self._clients.popitem()[1].aclose()

    async def _follow(self, url: str, headers: Mapping[str, str], robots: Robots | None = None) -> Answer:
        place = _web_address(url)
        for _ in range(self._politeness.max_redirects + 1):
            if robots:
                await robots.check(place)
            await self._make_room(place.host)
            answer = await self._client_of(place.host).get(place, headers)
            if not answer.moved:
                return answer
            place = _web_address(answer.moved, place)
        raise Permanent(say("sources.redirects", limit=self._politeness.max_redirects))

    def _client_of(self, host: str) -> Client:
        if host not in self._clients:
            self._clients[host] = Client(self._politeness, self._clock, self._tls)
        self._clients.move_to_end(host)
        return self._clients[host]

    async def _make_room(self, host: str) -> None:
        if host in self._clients or len(self._clients) < self._most:
            return
        unused = next((other for other, client in self._clients.items() if client.idle), None)
        if unused is not None:
            await self._clients.pop(unused).aclose()


def _web_address(text: str, base: httpx.URL | None = None) -> httpx.URL:
    try:
        url = base.join(text) if base else httpx.URL(text)
    except httpx.InvalidURL as error:
        raise Permanent(say("sources.address", url=text)) from error
    if url.scheme not in {"http", "https"} or not url.host or (url.port or 0) > 65_535:
        raise Permanent(say("sources.address", url=text))
    return url
