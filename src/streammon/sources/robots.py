"""What a host does not want visited (RFC 9309)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from urllib.robotparser import RobotFileParser

import httpx

from streammon.errors import Permanent
from streammon.model.signal import Failure
from streammon.sources.client import Answer, Unreached
from streammon.words import say

_KEPT = 86_400.0
"""Seconds for which a robots.txt is believed (RFC 9309 §2.4: no more than a day)."""
_MOST_ORIGINS = 1024
_MOST_CHARACTERS = 500_000
"""What is read of a robots.txt (RFC 9309 §2.5: at least 500 KiB)."""


class _Known:
    """The rules of one origin. One visit fetches them, the others wait for it."""

    def __init__(self) -> None:
        self.fetching = asyncio.Lock()
        self.rules = RobotFileParser()
        self.until = 0.0


class Robots:
    """The rules of every origin (scheme, host and port), fetched once a day."""

    def __init__(self, agent: str, fetch: Callable[[str, Mapping[str, str]], Awaitable[Answer]]) -> None:
        self._agent, self._fetch = agent, fetch
        self._known: dict[str, _Known] = {}

    async def check(self, url: httpx.URL) -> None:
        """Return if `url` may be visited. Raises Permanent if not, Unreached as long as nobody can tell."""
        origin = str(url.copy_with(raw_path=b"/", fragment=None))
        known = self._known.setdefault(origin, _Known())
        if len(self._known) > _MOST_ORIGINS:
            del self._known[next(iter(self._known))]
        async with known.fetching:
            now = asyncio.get_running_loop().time()
            if known.until <= now:
                known.rules = await self._read(f"{origin}robots.txt")
                known.until = now + _KEPT
        if not known.rules.can_fetch(self._agent, str(url)):
            raise Permanent(say("sources.robots"))

    async def _read(self, url: str) -> RobotFileParser:
        """Fetch the rules: none (404 and the like, endless redirects) allow everything, a 5xx nothing for now."""
        rules = RobotFileParser()
        try:
            answer = await self._fetch(url, {})
        except Permanent:
            rules.parse([])
            return rules
        if answer.status >= 500:
            raise Unreached(say("sources.robots-unread", status=answer.status), Failure.SERVER)
        text = answer.body.decode("utf-8-sig", "replace") if answer.status == 200 else ""
        rules.parse(text[:_MOST_CHARACTERS].splitlines())
        return rules
