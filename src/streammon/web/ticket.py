"""The page behind the link in a message: one incident, for one contact, on a phone, without an account."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from litestar import MediaType, Request, Response, get, post
from litestar.datastructures import CacheControlHeader, State, UploadFile
from litestar.exceptions import HTTPException
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, ServerSentEvent
from litestar.response.sse import ServerSentEventMessage

from streammon.errors import Transient
from streammon.model.action import Decision, Verb
from streammon.model.incident import Incident
from streammon.store import Views
from streammon.web.answers import Answer, Unusable, answer_of
from streammon.web.appeals import SIZE_LIMIT, Appeals, kinds_of, safe_name
from streammon.web.screen import templates
from streammon.web.sheet import ECHOING, Sheet, sheet
from streammon.words import say

FORM_LIMIT = SIZE_LIMIT + 64 * 1024
"""Bytes of a form with its file."""


class Ticket(Protocol):
    """Whom a link belongs to, and what it opens."""

    @property
    def incident_id(self) -> str: ...  # noqa: D102
    @property
    def contact_id(self) -> str: ...  # noqa: D102


@dataclass(frozen=True)
class Tickets:
    """What the page needs: `read` turns a token into a ticket, `decide` publishes what the contact has pressed.

    `contacts` has the names of those who may still open a link, by id; `units` the names of units; `appeals` keeps the
    files that are handed in.
    """

    views: Views
    read: Callable[[str, datetime], Ticket | None]
    decide: Callable[[Decision], Awaitable[None]]
    now: Callable[[], datetime]
    contacts: Mapping[str, str]
    units: Mapping[str, str]
    appeals: Appeals

    async def open(self, token: str) -> tuple[Ticket, Incident]:
        """Return ticket and incident. Raises HTTPException (404): which of the reasons it is, is nobody's business."""
        ticket = self.read(token, self.now())
        incident = await self.views.incident(ticket.incident_id) if ticket else None
        if ticket is None or incident is None or ticket.contact_id not in self.contacts:
            raise HTTPException(status_code=404, detail=say("web.ticket.closed"))
        return ticket, incident

    async def sheet(self, token: str) -> Sheet:
        """Return what the page shows now. Raises HTTPException like `open`."""
        _, incident = await self.open(token)
        echoes = await self.views.echoes(incident) if incident.finding.rule.startswith(ECHOING) else []
        return sheet(incident, echoes, self.units, self.now())


def _refused_page(request: Request[object, object, State], error: HTTPException) -> Response[str]:
    """Say on a page that a phone can show why something was refused, with a way back."""
    page = templates.get_template("refused.html").render(detail=error.detail, back=request.method == "POST")
    return Response(page, status_code=error.status_code, media_type=MediaType.HTML)


@get(
    "/t/{token:str}",
    media_type=MediaType.HTML,
    cache_control=CacheControlHeader(no_store=True),
    exception_handlers={HTTPException: _refused_page},
)
async def ticket_page(token: FromPath[str], state: State, after: FromQuery[int] = -1) -> str:
    """Show the incident and what can be done about it; `after` so many steps something was sent."""
    tickets: Tickets = state.tickets
    shown = await tickets.sheet(token)
    sent = len(shown.incident.history) <= after
    return templates.get_template("ticket.html").render(sheet=shown, token=token, sent=sent)


@get("/t/{token:str}/events")
async def ticket_events(token: FromPath[str], state: State, seen: FromQuery[str] = "") -> ServerSentEvent:
    """Tell the page when it shows something else than the sheet with the mark `seen`."""
    await state.tickets.open(token)
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return ServerSentEvent(_changes(state, token, seen), headers=headers)


async def _changes(state: State, token: str, seen: str) -> AsyncIterator[ServerSentEventMessage]:
    async for _ in state.live.pulses():
        try:
            mark = (await state.tickets.sheet(token)).mark
        except Transient:
            yield ServerSentEventMessage(event="away")
            continue
        except HTTPException:
            yield ServerSentEventMessage(event="change", data="closed")
            return
        yield ServerSentEventMessage(event="alive" if mark == seen else "change", data=mark)
        seen = mark


@post(
    "/t/{token:str}",
    status_code=303,
    request_max_body_size=FORM_LIMIT,
    exception_handlers={HTTPException: _refused_page},
)
async def ticket_decision(token: FromPath[str], request: Request[object, object, State], state: State) -> Redirect:
    """Publish what was pressed, and show the page again."""
    tickets: Tickets = state.tickets
    ticket, incident = await tickets.open(token)
    form = await _form(request)
    try:
        answer = answer_of({name: value for name, value in form.items() if isinstance(value, str)}, incident)
        if answer.verb is Verb.APPEAL:
            answer = await _with_file(answer, form.get("file"), tickets.appeals)
    except Unusable as error:
        raise HTTPException(status_code=400, detail=str(error)) from None
    await tickets.decide(answer.decision(incident, ticket.contact_id, tickets.now()))
    return Redirect(f"{request.url.path}?after={len(incident.history)}", status_code=303)


async def _form(request: Request[object, object, State]) -> Mapping[str, object]:
    """Return the form. Raises HTTPException: 413 where it is too long, 400 where it is none."""
    try:
        return await request.form()
    except HTTPException as error:
        too_long = error.status_code == 413
        detail = say("web.ticket.file_size", limit=SIZE_LIMIT // 2**20) if too_long else say("web.ticket.no_form")
        raise HTTPException(status_code=413 if too_long else 400, detail=detail) from None


async def _with_file(answer: Answer, file: object, appeals: Appeals) -> Answer:
    """Return `answer` with its file, which is kept; without one where none was chosen. Raises Unusable."""
    if not isinstance(file, UploadFile) or not (data := await file.read()):
        return answer
    if len(data) > SIZE_LIMIT:
        raise Unusable(say("web.ticket.file_size", limit=SIZE_LIMIT // 2**20))
    if not (suffixes := kinds_of(data)):
        raise Unusable(say("web.ticket.file_kind"))
    name = safe_name(file.filename, suffixes, say("web.ticket.file_unnamed"))
    return replace(answer, attachment=await asyncio.to_thread(appeals.keep, name, data))
