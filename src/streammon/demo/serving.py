"""An ASGI application on the loopback interface, served inside the running event loop."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from types import TracebackType
from typing import Any, Self

from streammon.web.server import Server

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class LocalServer(ABC):
    """A website on this machine; a subclass answers requests in `respond`."""

    def __init__(self) -> None:
        self.base_url = ""
        self._server: Server | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; what else the server offers (lifespan) is not taken up."""
        if scope["type"] == "http":
            await self.respond(scope, receive, send)

    @abstractmethod
    async def respond(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

    async def start(self, port: int = 0) -> None:
        """Listen on `port` (0: any that is free); afterwards `base_url` is known. Raises ConfigError if it can't."""
        self._server = Server(self, port=port)
        await self._server.start()
        self.base_url = self._server.url.rstrip("/")

    async def stop(self) -> None:
        """Close the port; answers under way are finished first."""
        if self._server is not None:
            await self._server.stop()
            self._server = None

    async def __aenter__(self) -> Self:
        if self._server is None:
            await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()


async def answer(send: Send, status: int, body: bytes, headers: Iterable[tuple[bytes, bytes]] = ()) -> None:
    """Send a whole answer."""
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [*headers, length]})
    await send({"type": "http.response.body", "body": body})


async def body_of(receive: Receive, limit: int) -> bytes:
    """Return the body of a request; nothing if it has more than `limit` bytes or the caller went away."""
    body = b""
    while len(body) <= limit:
        part = await receive()
        if part["type"] == "http.disconnect":
            break
        body += part.get("body", b"")
        if not part.get("more_body"):
            return body if len(body) <= limit else b""
    return b""
