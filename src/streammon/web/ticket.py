"""The page behind the link in a message: one incident, for one contact, on a phone, without an account."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Protocol

from litestar import MediaType, Request, Response, get, post
from litestar.datastructures import CacheControlHeader, State
from litestar.enums import RequestEncodingType
from litestar.exceptions import HTTPException
from litestar.params import Body, FromPath
from litestar.response import Redirect

from streammon.model.action import Decision, Verb
from streammon.model.base import digest
from streammon.model.incident import ENDED, Incident, Transition
from streammon.store import Views
from streammon.web.lines import IncidentLine, incident_line
from streammon.web.screen import templates
from streammon.web.wording import moment_text
from streammon.words import say

OF_THE_UNIT = (Verb.ACKNOWLEDGE, Verb.CLAIM, Verb.APPEAL)
"""What a unit may decide about its own incident."""

REASON_LIMIT = 1000
"""Characters of an appeal."""


class Ticket(Protocol):
    """Whom a link belongs to, and what it opens."""

    @property
    def incident_id(self) -> str: ...  # noqa: D102
    @property
    def contact_id(self) -> str: ...  # noqa: D102


@dataclass(frozen=True)
class Tickets:
    """What the page needs: `read` turns a token into a ticket, `decide` publishes what the contact has pressed.

    `contacts` has the names of those who may still open a link, by id; `units` the names of units.
    """

    views: Views
    read: Callable[[str, datetime], Ticket | None]
    decide: Callable[[Decision], Awaitable[None]]
    now: Callable[[], datetime]
    contacts: Mapping[str, str]
    units: Mapping[str, str]

    async def open(self, token: str) -> tuple[Ticket, Incident]:
        """Return ticket and incident. Raises HTTPException (404): which of the reasons it is, is nobody's business."""
        ticket = self.read(token, self.now())
        incident = await self.views.incident(ticket.incident_id) if ticket else None
        if ticket is None or incident is None or ticket.contact_id not in self.contacts:
            raise HTTPException(status_code=404, detail=say("web.ticket.closed"))
        return ticket, incident


@get("/t/{token:str}", media_type=MediaType.HTML, cache_control=CacheControlHeader(no_store=True))
async def ticket_page(token: FromPath[str], state: State) -> str:
    """Show the incident and what can be done about it."""
    tickets: Tickets = state.tickets
    _, incident = await tickets.open(token)
    now = await tickets.views.now() or tickets.now()
    line = incident_line(incident, tickets.units, now)
    return templates.get_template("ticket.html").render(
        line=line,
        incident=incident,
        steps=_steps(incident, now),
        waiting=_waiting(incident),
        tone=_tone(incident, line),
    )


@post("/t/{token:str}", status_code=303)
async def ticket_decision(
    token: FromPath[str],
    request: Request[object, object, State],
    state: State,
    data: Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Redirect | Response[str]:
    """Publish what was pressed, and show the page again."""
    tickets: Tickets = state.tickets
    ticket, incident = await tickets.open(token)
    verb, reason = data.get("verb", ""), " ".join(data.get("reason", "").split())[:REASON_LIMIT]
    if verb not in OF_THE_UNIT or (verb == Verb.APPEAL and not reason):
        raise HTTPException(
            status_code=400, detail=say("web.ticket.no_reason" if verb == Verb.APPEAL else "web.ticket.no_verb")
        )
    now = tickets.now()
    await tickets.decide(
        Decision(
            # Pressed twice before the page has changed, it is one decision.
            action_id=digest("decision", incident.incident_id, verb, reason, str(len(incident.history))),
            source_id=incident.source_id,
            subject_id=incident.subject_id,
            incident_id=incident.incident_id,
            verb=Verb(verb),
            by=ticket.contact_id,
            at=now,
            reason=reason,
        )
    )
    return Redirect(request.url.path, status_code=303)


def _steps(incident: Incident, now: datetime) -> list[tuple[str, str, str]]:
    """Return what has happened, the newest first: when, what, and what was said."""
    return [(moment_text(step.at, now), _happened(step), step.reason) for step in reversed(incident.history)]


def _happened(step: Transition) -> str:
    """Return what a person did, or else the state that was entered."""
    did = step.why.partition(" ")[0]
    return say(f"web.did.{did}") if did in set(Verb) else say(f"web.state.{step.state}")


def _waiting(incident: Incident) -> bool:
    """Say whether a look is on its way whose result the contact waits for."""
    return incident.claimed_at is not None and incident.state not in ENDED


def _tone(incident: Incident, line: IncidentLine) -> str:
    return "done" if incident.state in ENDED else line.tone
