"""The supervisor's desk: what a person must look at before anybody is alarmed, appeals, and decisions on both."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from urllib.parse import urlsplit

from litestar import MediaType, Request, get, post
from litestar.connection import ASGIConnection
from litestar.datastructures import CacheControlHeader, State
from litestar.enums import RequestEncodingType
from litestar.exceptions import HTTPException
from litestar.handlers import BaseRouteHandler
from litestar.params import Body, FromPath
from litestar.response import Redirect

from streammon.clock import LOCAL
from streammon.model.action import Decision, Verb
from streammon.model.base import digest
from streammon.model.incident import Incident
from streammon.store import Views
from streammon.web.lines import incident_line
from streammon.web.screen import templates
from streammon.words import say

OF_THE_SUPERVISOR = (Verb.CONFIRM, Verb.DISMISS, Verb.REJECT, Verb.EXTEND, Verb.WAIVE)
LISTED = 100
"""Incidents of each kind on the page."""

REASON_LIMIT = 1000


@dataclass(frozen=True)
class Desk:
    """What the page needs: `decide` publishes a decision; `key` is the password, the name is whoever signs in."""

    views: Views
    decide: Callable[[Decision], Awaitable[None]]
    now: Callable[[], datetime]
    units: Mapping[str, str]
    key: str


def supervisor_only(connection: ASGIConnection[object, object, object, State], _: BaseRouteHandler) -> None:
    """Let those in who know the key. Raises HTTPException (401, or 403 where another site has sent the browser)."""
    name, key = _credentials(connection.headers.get("authorization", ""))
    if not name or not hmac.compare_digest(key.encode(), connection.app.state.desk.key.encode()):
        headers = {"www-authenticate": 'Basic realm="streammon", charset="UTF-8"'}
        raise HTTPException(status_code=401, detail=say("web.desk.sign_in"), headers=headers)
    origin = connection.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != connection.headers.get("host"):
        raise HTTPException(status_code=403, detail=say("web.desk.elsewhere"))


@get("/desk", media_type=MediaType.HTML, guards=[supervisor_only], cache_control=CacheControlHeader(no_store=True))
async def desk_page(state: State) -> str:
    """Show what waits for the supervisor."""
    desk: Desk = state.desk
    now = await desk.views.now() or desk.now()
    doubtful = await desk.views.doubtful(limit=LISTED)
    appealed = [one for one in await desk.views.incidents(limit=10 * LISTED) if one.appeal]
    return templates.get_template("desk.html").render(
        groups=[
            ("review", [(one, incident_line(one, desk.units, now)) for one in doubtful], (Verb.CONFIRM, Verb.DISMISS)),
            ("appeals", [(one, incident_line(one, desk.units, now)) for one in appealed], (Verb.DISMISS, Verb.REJECT)),
        ]
    )


@post("/desk/{incident_id:str}", status_code=303, guards=[supervisor_only])
async def desk_decision(
    incident_id: FromPath[str],
    request: Request[object, object, State],
    state: State,
    data: Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Redirect:
    """Publish a decision, and show the page again."""
    desk: Desk = state.desk
    incident = await desk.views.incident(incident_id)
    if incident is None:
        raise HTTPException(status_code=404, detail=say("web.desk.unknown"))
    name, _ = _credentials(request.headers.get("authorization", ""))
    await desk.decide(_decision(incident, name, data, desk.now()))
    return Redirect("/desk", status_code=303)


def _decision(incident: Incident, name: str, data: Mapping[str, str], now: datetime) -> Decision:
    """Return what was decided. Raises HTTPException (400) for what no supervisor can have pressed."""
    verb, reason = data.get("verb", ""), " ".join(data.get("reason", "").split())[:REASON_LIMIT]
    if verb not in OF_THE_SUPERVISOR:
        raise HTTPException(status_code=400, detail=say("web.ticket.no_verb"))
    until = _until(data.get("until", "")) if verb == Verb.EXTEND else None
    return Decision(
        action_id=digest("decision", incident.incident_id, verb, reason, str(until), str(len(incident.history))),
        source_id=incident.source_id,
        subject_id=incident.subject_id,
        incident_id=incident.incident_id,
        verb=Verb(verb),
        by=name,
        at=now,
        reason=reason,
        until=until,
    )


def _until(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=LOCAL)
    except ValueError:
        raise HTTPException(status_code=400, detail=say("web.desk.until", text=text)) from None


def _credentials(header: str) -> tuple[str, str]:
    """Return name and key of HTTP Basic; empty ones where there are none."""
    scheme, _, encoded = header.partition(" ")
    try:
        name, _, key = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return (name.strip(), key) if scheme.lower() == "basic" else ("", "")
