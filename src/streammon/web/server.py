"""The console as a part of a program that has a loop already."""

from __future__ import annotations

import asyncio
import socket
from contextlib import AbstractContextManager, nullcontext

import uvicorn
from litestar import Litestar

from streammon.errors import ConfigError
from streammon.words import say

GRACE = 3
"""Seconds that open requests have when the server stops."""


class ConsoleServer:
    """Serves `app` on `host` (loopback unless told otherwise) and `port` (0: any free one)."""

    def __init__(self, app: Litestar, host: str = "127.0.0.1", port: int = 0) -> None:
        self._app, self._address = app, (host, port)
        self._server: _Server | None = None
        self._task: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        """Return the page's address, once it is started."""
        host, port = self._address
        return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"

    async def start(self) -> None:
        """Return when the page can be opened. Raises ConfigError when the address can't be had."""
        listener = self._listen()
        config = uvicorn.Config(
            self._app,
            log_config=None,
            access_log=False,
            lifespan="on",
            server_header=False,
            proxy_headers=False,
            ws="none",
            timeout_graceful_shutdown=GRACE,
        )
        self._server = _Server(config)
        self._task = asyncio.create_task(self._server.serve([listener]))
        up = asyncio.create_task(self._server.up.wait())
        await asyncio.wait({self._task, up}, return_when=asyncio.FIRST_COMPLETED)
        if self._task.done():
            up.cancel()
            await self._task

    async def stop(self) -> None:
        """End the event streams, answer what is open, and return when the port is free."""
        if self._server and self._task:
            self._server.should_exit = True
            await self._task

    def _listen(self) -> socket.socket:
        host, port = self._address
        try:
            family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
            listener = socket.create_server((str(address[0]), port), family=family)
        except OSError as error:
            what = say("web.address.refused", why=error.strerror or error)
            raise ConfigError(f"{host}:{port}", what, say("web.address.instead")) from error
        self._address = host, listener.getsockname()[1]
        return listener


class _Server(uvicorn.Server):
    """Leaves signals to the program, says when it is up, and ends the endless streams before it waits for them."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()

    def capture_signals(self) -> AbstractContextManager[None]:  # type: ignore[override]
        return nullcontext()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.config.app.state.live.close()  # type: ignore[union-attr]
        await super().shutdown(sockets)
