"""A web server as a part of a program that has a loop already."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import uvicorn

from streammon.errors import ConfigError
from streammon.words import say

GRACE = 3
"""Seconds that open requests have when the server stops."""


def nothing() -> None:
    """Do nothing: for applications without endless streams."""


class Server:
    """Serves the ASGI application `app` on `host` (loopback unless told otherwise) and `port` (0: any free one).

    `ending` is called before open requests are waited for: it ends those that would go on for ever.
    """

    def __init__(self, app: Any, host: str = "127.0.0.1", port: int = 0, ending: Callable[[], None] = nothing) -> None:
        self._app, self._address, self._ending = app, (host, port), ending
        self._server: _Uvicorn | None = None
        self._task: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        """Return the address, once it is started."""
        host, port = self._address
        return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"

    async def start(self) -> None:
        """Return when pages can be opened. Raises ConfigError when the address can't be had."""
        listener = self._listen()
        config = uvicorn.Config(
            self._app,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            ws="none",
            timeout_graceful_shutdown=GRACE,
        )
        self._server = _Uvicorn(config, self._ending)
        self._task = asyncio.create_task(self._server.serve([listener]))
        up = asyncio.create_task(self._server.up.wait())
        await asyncio.wait({self._task, up}, return_when=asyncio.FIRST_COMPLETED)
        if self._task.done():
            up.cancel()
            await self._task

    async def stop(self) -> None:
        """End what is endless, answer what is open, and return when the port is free."""
        if self._server and self._task:
            self._server.should_exit = True
            await self._task

    def _listen(self) -> socket.socket:
        host, port = self._address
        try:
            listener = _bound(host, port)
        except (OSError, OverflowError) as error:
            what = say("web.address.refused", why=getattr(error, "strerror", None) or error)
            raise ConfigError(f"{host}:{port}", what, say("web.address.instead")) from error
        self._address = host, listener.getsockname()[1]
        return listener


def _bound(host: str, port: int) -> socket.socket:
    kind, protocol = socket.SOCK_STREAM, socket.IPPROTO_TCP
    family, *_, address = socket.getaddrinfo(host, port, type=kind, proto=protocol)[0]
    # asyncio sends small packets at once only where it sees that the protocol is TCP: else 40 ms an answer.
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except BaseException:
        listener.close()
        raise
    return listener


class _Uvicorn(uvicorn.Server):
    """Leaves signals to the program, says when it is up, and ends the endless streams before it waits for them."""

    def __init__(self, config: uvicorn.Config, ending: Callable[[], None]) -> None:
        super().__init__(config)
        self.up = asyncio.Event()
        self._ending = ending

    def capture_signals(self) -> AbstractContextManager[None]:  # type: ignore[override]
        return nullcontext()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._ending()
        await super().shutdown(sockets)
