"""A small web server on loopback that can misbehave."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

from streammon.clock import LOCAL
from streammon.model.fetching import Politeness

NOW = datetime(2023, 10, 12, 18, 0, tzinfo=LOCAL)
LENIENT = Politeness(timeout=10.0, max_bytes=100_000, max_redirects=3, obey_robots=False, allow_private=True)


@dataclass
class Request:
    path: str
    headers: dict[str, str]


@dataclass
class Reply:
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    endless: bytes = b""
    """Sent again and again instead of a body, until the visitor hangs up."""
    stuck: bool = False
    """The body is announced and never comes."""


Handler = Callable[[Request], Awaitable[Reply]]


class Server:
    """Answers by path, 404 otherwise; remembers what it was asked."""

    def __init__(self) -> None:
        self.pages: dict[str, Reply | Handler] = {}
        self.requests: list[Request] = []
        self.hung_up = asyncio.Event()
        self.port = 0

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def asked(self, path: str) -> list[Request]:
        return [request for request in self.requests if request.path == path]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                await self._answer(await _request(reader), writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            writer.write(b"HTTP/1.1 400 x\r\n\r\n")
            self.hung_up.set()
        finally:
            writer.close()

    async def _answer(self, request: Request, writer: asyncio.StreamWriter) -> None:
        self.requests.append(request)
        page = self.pages.get(request.path, Reply(status=404))
        reply = page if isinstance(page, Reply) else await page(request)
        length = 1_000 if reply.stuck else len(reply.body)
        size = {"Transfer-Encoding": "chunked"} if reply.endless else {"Content-Length": str(length)}
        head = {"Content-Type": "text/html; charset=utf-8", **size, **reply.headers}
        lines = [f"HTTP/1.1 {reply.status} x", *(f"{name}: {value}" for name, value in head.items()), "", ""]
        writer.write("\r\n".join(lines).encode() + (b"" if reply.status == 304 else reply.body))
        while reply.endless:
            writer.write(b"%x\r\n%s\r\n" % (len(reply.endless), reply.endless))
            await writer.drain()
        await writer.drain()


async def _request(reader: asyncio.StreamReader) -> Request:
    if (first := await reader.readexactly(1)) == b"\x16":
        raise ConnectionError("no TLS here")
    lines = (first + await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    headers = (line.partition(": ") for line in lines[1:] if line)
    return Request(lines[0].split()[1], {name.lower(): value for name, _, value in headers})
