"""The doors of the console: the page, its stream of changes, a sign of life."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Annotated

from litestar import Litestar, MediaType, Request, Response, get
from litestar.datastructures import CacheControlHeader, MutableScopeHeaders, State
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromQuery, HeaderParameter, QueryParameter
from litestar.response import ServerSentEvent
from litestar.static_files import create_static_files_router
from litestar.types import Message, Scope

from streammon.clock import Clock
from streammon.errors import Transient
from streammon.store import Views
from streammon.web.desk import Desk, desk_decision, desk_file, desk_page
from streammon.web.live import Live
from streammon.web.screen import page_html
from streammon.web.server import Server
from streammon.web.ticket import Tickets, ticket_decision, ticket_events, ticket_page
from streammon.web.wecom import WeCom, wecom_check, wecom_event
from streammon.words import say

SECURITY = {
    "content-security-policy": "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
"""Headers of every answer: nothing from another host, nothing inline, nothing inside somebody else's frame."""

Page = Annotated[int, QueryParameter(ge=1, le=1_000_000)]


@get("/", media_type=MediaType.HTML, cache_control=CacheControlHeader(no_store=True))
async def page(state: State, page: Page = 1) -> str:
    """Return the page, complete without any script."""
    return page_html(await state.live.screen(page), state.title, page)


@get("/events", sync_to_thread=False)
def events(
    state: State,
    page: Page = 1,
    seen: FromQuery[str] = "",
    last: Annotated[str, HeaderParameter(name="Last-Event-ID")] = "",
) -> ServerSentEvent:
    """Send what changes on a page since the screen `seen`; a browser that comes back names the last event it got."""
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return ServerSentEvent(state.live.changes(page, last or seen), headers=headers)


@get("/healthz", media_type=MediaType.TEXT, sync_to_thread=False)
def healthz() -> str:
    """Say that the loop is alive."""
    return "ok\n"


def create_app(
    views: Views,
    *,
    clock: Clock,
    title: str,
    units: Mapping[str, str] | None = None,
    tickets: Tickets | None = None,
    desk: Desk | None = None,
    wecom: WeCom | None = None,
) -> Litestar:
    """Return the console of `views`.

    The time is that of the views; `clock` is asked where they have none. `title` is the name of the place, `units`
    has the units' names by id. With `tickets`, the links in messages can be opened; with a `desk`, a supervisor can
    decide; with `wecom`, the buttons of its cards can be pressed.
    """
    live = Live(views, clock, units or {})
    static = create_static_files_router(
        "/static", [Path(__file__).with_name("static")], cache_control=CacheControlHeader(no_cache=True)
    )
    return Litestar(
        [page, events, healthz, static, *_doors(tickets, desk, wecom)],
        state=State({"live": live, "title": title, "tickets": tickets, "desk": desk, "wecom": wecom}),
        lifespan=[_watching],
        before_send=[_secure],
        exception_handlers={Transient: _unavailable, HTTPException: _refused},
        openapi_config=None,
        logging_config=None,
    )


def _doors(tickets: Tickets | None, desk: Desk | None, wecom: WeCom | None) -> list[HTTPRouteHandler]:
    """Return the doors by which something can be decided."""
    links = [ticket_page, ticket_events, ticket_decision] if tickets else []
    cards = [wecom_check, wecom_event] if wecom else []
    return [*links, *cards, *([desk_page, desk_file, desk_decision] if desk else [])]


@asynccontextmanager
async def _watching(app: Litestar) -> AsyncIterator[None]:
    watcher = asyncio.create_task(app.state.live.run())
    try:
        yield
    finally:
        watcher.cancel()
        with suppress(asyncio.CancelledError):
            await watcher


async def _secure(message: Message, _: Scope) -> None:
    if message["type"] == "http.response.start":
        headers = MutableScopeHeaders.from_message(message)
        for name, value in SECURITY.items():
            headers[name] = value


def _unavailable(_: Request[object, object, State], __: Transient) -> Response[str]:
    return Response(
        say("web.unavailable"), status_code=503, media_type="text/plain; charset=utf-8", headers={"retry-after": "5"}
    )


def _refused(_: Request[object, object, State], error: HTTPException) -> Response[str]:
    return Response(
        f"{error.detail}\n",
        status_code=error.status_code,
        media_type="text/plain; charset=utf-8",
        headers=error.headers,
    )


def console_server(app: Litestar, host: str = "127.0.0.1", port: int = 0) -> Server:
    """Return a server for the console; it ends the streams of changes when it stops."""
    return Server(app, host, port, ending=lambda: app.state.live.close())  # noqa: PLW0108 -- not there yet
