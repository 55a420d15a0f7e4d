"""The supervisor's desk: what a person must look at before anybody is alarmed, what units ask for, and the answers."""

from __future__ import annotations

import asyncio
import base64
import binascii
import hmac
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from urllib.parse import quote, urlsplit

from litestar import MediaType, Request, Response, get, post
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
from streammon.web.appeals import Appeals, name_of
from streammon.web.lines import IncidentLine, incident_line
from streammon.web.screen import templates
from streammon.web.sheet import ECHOING
from streammon.words import say

OF_THE_SUPERVISOR = (Verb.CONFIRM, Verb.DISMISS, Verb.REJECT, Verb.EXTEND, Verb.WAIVE)
LISTED = 100
"""Incidents of each kind on the page."""

REASON_LIMIT = 1000

ASKED = f"{Verb.REQUEST} "
"""What the step of a unit's request for more time begins with."""


@dataclass(frozen=True)
class Desk:
    """What the page needs: `decide` publishes a decision; `key` is the password, the name is whoever signs in.

    `appeals` has the files that units have handed in.
    """

    views: Views
    decide: Callable[[Decision], Awaitable[None]]
    now: Callable[[], datetime]
    units: Mapping[str, str]
    key: str
    appeals: Appeals


@dataclass(frozen=True)
class Row:
    """One incident on the desk.

    `judged` says what persons have found of the rule so far, `echoes` how often the same words stand elsewhere.
    `until` is the moment that the unit asks for, as a form takes it, and `because` the reason.
    """

    incident: Incident
    line: IncidentLine
    judged: str
    echoes: int
    until: str
    because: str


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
    precision = await desk.views.precision()
    waiting = await desk.views.incidents(limit=10 * LISTED)
    groups = {
        "review": (await desk.views.doubtful(limit=LISTED), (Verb.CONFIRM, Verb.DISMISS)),
        "requests": ([one for one in waiting if one.wanted_until], (Verb.EXTEND, Verb.REJECT)),
        "appeals": ([one for one in waiting if one.appeal], (Verb.DISMISS, Verb.REJECT)),
        "dismissed": ((await desk.views.dismissed())[:LISTED], (Verb.CONFIRM,)),
    }
    rows = {name: [await _row(desk, one, precision, now) for one in found] for name, (found, _) in groups.items()}
    return templates.get_template("desk.html").render(
        groups=[(name, rows[name], verbs) for name, (_, verbs) in groups.items()]
    )


async def _row(desk: Desk, incident: Incident, precision: Mapping[str, tuple[int, int]], now: datetime) -> Row:
    rule, until = incident.finding.rule, incident.wanted_until
    judged = precision.get(rule)
    return Row(
        incident=incident,
        line=incident_line(incident, desk.units, now),
        judged=say("web.desk.judged", confirmed=judged[0], dismissed=judged[1]) if judged else say("web.desk.unjudged"),
        echoes=len(await desk.views.echoes(incident)) if rule.startswith(ECHOING) else 0,
        until=f"{until.astimezone(LOCAL):%Y-%m-%dT%H:%M}" if until else "",
        because=next((step.reason for step in reversed(incident.history) if step.why.startswith(ASKED)), ""),
    )


@get("/desk/{incident_id:str}/file", guards=[supervisor_only], cache_control=CacheControlHeader(no_store=True))
async def desk_file(incident_id: FromPath[str], state: State) -> Response[bytes]:
    """Give out the file of an appeal, to be saved and never to be shown by the browser itself."""
    desk: Desk = state.desk
    incident = await desk.views.incident(incident_id)
    data = await asyncio.to_thread(desk.appeals.read, incident.attachment) if incident else None
    if incident is None or data is None:
        raise HTTPException(status_code=404, detail=say("web.desk.no_file"))
    name = quote(name_of(incident.attachment))
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(data, media_type="application/octet-stream", headers=headers)


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
        raise HTTPException(status_code=400, detail=say("web.desk.bad_until", text=text)) from None


def _credentials(header: str) -> tuple[str, str]:
    """Return name and key of HTTP Basic; empty ones where there are none."""
    scheme, _, encoded = header.partition(" ")
    try:
        name, _, key = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return (name.strip(), key) if scheme.lower() == "basic" else ("", "")
