"""An ASGI application on the loopback interface, served inside the running event loop."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Awaitable, Callable, Iterable, Iterator, MutableMapping
from types import TracebackType
from typing import Any, Self

import uvicorn

from streammon.errors import ConfigError
from streammon.words import say

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

HOST = "127.0.0.1"


class LocalServer:
    """A website on this machine; a subclass answers requests in `__call__`."""

    def __init__(self) -> None:
        self.base_url = ""
        self._server: _Server | None = None
        self._serving: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        raise NotImplementedError

    async def start(self, port: int = 0) -> None:
        """Listen on `port` (0: any that is free); afterwards `base_url` is known. Raises ConfigError if it can't."""
        bound = _bind(port)
        config = uvicorn.Config(
            self, lifespan="off", access_log=False, log_config=None, log_level="warning", server_header=False,
            timeout_graceful_shutdown=1,
        )  # fmt: skip
        self._server = _Server(config)
        self._serving = asyncio.create_task(self._server.serve(sockets=[bound]))
        await self._server.listening.wait()
        self.base_url = f"http://{HOST}:{bound.getsockname()[1]}"

    async def stop(self) -> None:
        """Close the port; answers under way are finished first."""
        if self._server is not None and self._serving is not None:
            self._server.should_exit = True
            await self._serving
            self._server = self._serving = None

    async def __aenter__(self) -> Self:
        if self._server is None:
            await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()


class _Server(uvicorn.Server):
    """Leaves signals to the program around it, and says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()


def _bind(port: int) -> socket.socket:
    # asyncio sends small packets at once only where it sees that the protocol is TCP: 40 ms of each answer.
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((HOST, port))
    except (OSError, OverflowError) as error:
        bound.close()
        why = getattr(error, "strerror", None) or error
        raise ConfigError(f"{HOST}:{port}", say("demo.error.port", why=why), say("demo.error.free_port")) from None
    return bound


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
