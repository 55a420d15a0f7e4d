"""One host, visited gently: few requests at once, spaced, bounded in time and size, and not before it wants to be."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import httpx

from streammon.clock import Clock
from streammon.errors import Permanent, Transient
from streammon.model.fetching import Politeness
from streammon.model.signal import Failure
from streammon.words import say

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PATIENCE = 60.0
"""Seconds to wait after a 429 that names no time; doubled with each further one."""
_LONGEST = 86_400.0
"""No host can make us stay away longer than a day, whatever it says."""


class Unreached(Transient):
    """The host has not answered, or only that it can't; `failure` says which."""

    def __init__(self, reason: str, failure: Failure = Failure.UNREACHED) -> None:
        self.failure = failure
        super().__init__(reason)


class Busy(Transient):
    """The host wants to be left alone for `retry_after` seconds. `status` is 0 when it was therefore not asked."""

    def __init__(self, seconds: float, status: int = 0) -> None:
        self.status = status
        self.failure = Failure.SERVER if status == 503 else Failure.NONE
        super().__init__(say("sources.busy", seconds=seconds), seconds)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a host answered to one request. `moved` is the Location of a redirect, whose body is not read."""

    status: int
    url: str
    headers: Mapping[str, str]
    charset: str | None = None
    body: bytes = b""
    moved: str = ""

    @property
    def media_type(self) -> str:
        """The Content-Type without its parameters, in lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class Client:
    """The one client of a host. Its requests wait for a slot here, not in the connection pool of httpx."""

    def __init__(self, politeness: Politeness, clock: Clock, tls: ssl.SSLContext) -> None:
        self._politeness, self._clock = politeness, clock
        self._http = httpx.AsyncClient(
            headers={"User-Agent": politeness.user_agent, "Accept-Encoding": "gzip, deflate"},
            timeout=politeness.timeout,
            verify=tls,
            trust_env=False,
        )
        self._slots = asyncio.Semaphore(politeness.requests_at_once)
        self._inside = 0
        self._next_at = self._not_before = 0.0
        self._refusals = 0

    @property
    def idle(self) -> bool:
        """True when nothing is lost by closing: no request is under way, and the host has not asked us to wait."""
        return self._inside == 0 and _loop_time() >= self._not_before

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def get(self, url: httpx.URL, headers: Mapping[str, str]) -> Answer:
        """Ask once, without following a redirect.

        Raises Unreached when there is no answer, Busy when the host wants us to wait, Permanent when the address may
        not be visited or the answer is too large.
        """
        self._inside += 1
        try:
            async with self._slots:
                if (left := self._not_before - _loop_time()) > 0:
                    raise Busy(left)
                await self._pace()
                return self._heeded(await self._bounded(url, headers))
        finally:
            self._inside -= 1

    async def _pace(self) -> None:
        now = _loop_time()
        start = max(now, self._next_at)
        self._next_at = start + self._politeness.pause
        await asyncio.sleep(start - now)

    async def _bounded(self, url: httpx.URL, headers: Mapping[str, str]) -> Answer:
        try:
            async with asyncio.timeout(self._politeness.timeout):
                return await self._reach(url, headers)
        except (TimeoutError, httpx.TimeoutException) as error:
            raise Unreached(say("sources.timeout", seconds=self._politeness.timeout)) from error
        except httpx.InvalidURL as error:  # httpx looks at where a redirect leads, followed or not
            raise Permanent(say("sources.address", url=url)) from error
        except httpx.ConnectError as error:
            if "SSL" in str(error):
                raise Unreached(say("sources.tls", host=url.host), Failure.BROKEN) from error
            raise Unreached(say("sources.unconnected", host=url.host)) from error
        except httpx.HTTPError as error:
            raise Unreached(say("sources.broken", host=url.host), Failure.BROKEN) from error

    async def _reach(self, url: httpx.URL, headers: Mapping[str, str]) -> Answer:
        """Try the host's addresses in turn, until one lets us in."""
        *others, last = await addresses(url, allow_private=self._politeness.allow_private)
        for address in others:
            try:
                return await self._ask(url, address, headers)
            except httpx.ConnectError:
                continue
        return await self._ask(url, last, headers)

    async def _ask(self, url: httpx.URL, address: str, headers: Mapping[str, str]) -> Answer:
        """Connect to the very address that was checked: a name could lead elsewhere when it is looked up again."""
        request = self._http.build_request(
            "GET",
            url.copy_with(host=address),
            headers={**headers, "Host": url.netloc.decode()},
            extensions={"sni_hostname": url.raw_host.decode()},
        )
        response = await self._http.send(request, stream=True)
        try:
            location = response.headers.get("location", "") if response.status_code in _REDIRECTS else ""
            body = b"" if location else await self._body(response)
            return Answer(
                response.status_code, str(url), response.headers, response.charset_encoding, body, moved=location
            )
        finally:
            await response.aclose()

    async def _body(self, response: httpx.Response) -> bytes:
        limit, body = self._politeness.max_bytes, bytearray()
        announced = response.headers.get("content-length", "")
        if announced.isdecimal() and int(announced) > limit:
            raise Permanent(say("sources.too-large", limit=limit))
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) > limit:
                raise Permanent(say("sources.too-large", limit=limit))
        return bytes(body)

    def _heeded(self, answer: Answer) -> Answer:
        """Return `answer` unless it says that we should wait: every 429, and a 503 that says how long (RFC 9110)."""
        named = self._named_wait(answer.headers)
        if answer.status != 429 and not (answer.status == 503 and named is not None):
            self._refusals = 0
            return answer
        wait = min(_PATIENCE * 2 ** min(self._refusals, 12) if named is None else named, _LONGEST)
        self._refusals += 1
        self._not_before = max(self._not_before, _loop_time() + wait)
        raise Busy(wait, answer.status)

    def _named_wait(self, headers: Mapping[str, str]) -> float | None:
        """Return the seconds of Retry-After; a date in it is read by the host's own clock, if it shows one."""
        value = headers.get("retry-after", "").strip()
        if value.isdecimal():
            return float(value)
        try:
            until = parsedate_to_datetime(value)
            now = parsedate_to_datetime(headers["date"]) if "date" in headers else self._clock.now()
            return max(0.0, (until - now).total_seconds())
        except (ValueError, TypeError, OverflowError):
            return None


async def addresses(url: httpx.URL, *, allow_private: bool) -> list[str]:
    """Return the IP addresses of the URL's host, IPv4 first.

    Raises Unreached if there are none, Permanent if one of them is not of the public internet (RFC 6890) and
    `allow_private` is not given: a page from outside must not lead us to the machines beside us.
    """
    try:
        found = await asyncio.get_running_loop().getaddrinfo(url.raw_host.decode(), None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreached(say("sources.unresolved", host=url.host)) from error
    texts = dict.fromkeys(str(info[4][0]) for info in found)
    if not allow_private and not all(_public(text) for text in texts):
        raise Permanent(say("sources.private", host=url.host))
    return sorted(texts, key=lambda text: ":" in text)


def _public(text: str) -> bool:
    address = ipaddress.ip_address(text.partition("%")[0])
    return address.is_global and not address.is_multicast


def _loop_time() -> float:
    return asyncio.get_running_loop().time()
