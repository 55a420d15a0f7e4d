"""What is pressed in WeCom: the call-back of an application, https://developer.work.weixin.qq.com/document/path/90240.

A button's key is the verb and the token of the link in its message. It counts where the one who pressed is the contact
that the link was made for: the user id must stand in an address of that contact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated

import msgspec
from litestar import MediaType, Request, Response, get, post
from litestar.datastructures import State
from litestar.exceptions import HTTPException
from litestar.params import FromQuery, QueryParameter

from streammon.model.action import Verb
from streammon.model.base import digest
from streammon.model.incident import ENDED, Incident
from streammon.web.answers import Answer
from streammon.web.lines import incident_line
from streammon.web.ticket import Tickets
from streammon.web.wecom_crypt import Envelope, Forged, Signed
from streammon.web.wecom_xml import Event, Unreadable, ciphertext, envelope, event_of, replaced_button, replaced_card
from streammon.words import say

PRESSED = (Verb.ACKNOWLEDGE, Verb.CLAIM)
"""What can be pressed in the chat; the rest takes the page."""

FRESH = timedelta(minutes=10)
"""How far from now a call-back may have been signed."""

BODY_LIMIT = 64 * 1024

Signature = Annotated[str, QueryParameter(name="msg_signature")]


@dataclass(frozen=True)
class WeCom:
    """What the call-back needs: whose envelope it is, and `users`, the contacts by application and user id.

    `tickets` opens the links that the buttons stand for and publishes what was pressed. `heard` are the signatures of
    what has come in so far and when it did: nothing is taken twice.
    """

    envelope: Envelope
    users: Mapping[tuple[str, str], frozenset[str]]
    tickets: Tickets
    heard: dict[str, datetime] = field(default_factory=dict)

    def open(self, signed: Signed, sealed: str) -> str:
        """Return the message. Raises HTTPException (403) for what is forged, old, or was heard before."""
        now = self.tickets.now()
        try:
            message = self.envelope.open(signed, sealed)
            age = now.timestamp() - int(signed.timestamp)
        except (Forged, ValueError) as error:
            raise HTTPException(status_code=403, detail=say("web.wecom.forged")) from error
        if abs(age) > FRESH.total_seconds() or signed.signature in self.heard:
            raise HTTPException(status_code=403, detail=say("web.wecom.replayed"))
        self._remember(signed.signature, now)
        return message

    def _remember(self, signature: str, now: datetime) -> None:
        for old in [one for one, at in self.heard.items() if now - at > 2 * FRESH]:
            del self.heard[old]
        self.heard[signature] = now

    async def pressed(self, event: Event) -> str:
        """Publish what a button stands for; return the message that changes its card."""
        verb, _, token = event.key.partition(" ")
        if verb not in PRESSED:
            return replaced_button(event, say("web.wecom.unknown"))
        try:
            ticket, incident = await self.tickets.open(token)
        except HTTPException:
            return replaced_button(event, say("web.wecom.closed"))
        if ticket.contact_id not in self.users.get((event.agent, event.user.lower()), frozenset()):
            return replaced_button(event, say("web.wecom.stranger"))
        if incident.state in ENDED:
            return replaced_button(event, say(f"web.state.{incident.state}"))
        decision = Answer(Verb(verb)).decision(incident, ticket.contact_id, self.tickets.now())
        # WeCom sends an event again that it has heard no answer to: a repetition is the same action.
        own = digest("wecom", event.user, event.created, event.task, event.key)
        await self.tickets.decide(msgspec.structs.replace(decision, action_id=own))
        return self._answer(event, Verb(verb), token, incident)

    def _answer(self, event: Event, verb: Verb, token: str, incident: Incident) -> str:
        if verb is Verb.CLAIM:
            return replaced_button(event, say("web.wecom.claimed"))
        line = incident_line(incident, self.tickets.units, self.tickets.now())
        return replaced_card(event, say("web.wecom.seen", problem=line.problem), line.deadline, f"{Verb.CLAIM} {token}")


@get("/wecom", media_type=MediaType.TEXT, sync_to_thread=False)
def wecom_check(
    state: State,
    signature: Signature,
    timestamp: FromQuery[str],
    nonce: FromQuery[str],
    echostr: FromQuery[str],
) -> str:
    """Prove to WeCom that the address is ours, when it is entered there."""
    return str(state.wecom.open(Signed(signature, timestamp, nonce), echostr))


@post("/wecom", status_code=200, request_max_body_size=BODY_LIMIT)
async def wecom_event(
    request: Request[object, object, State],
    state: State,
    signature: Signature,
    timestamp: FromQuery[str],
    nonce: FromQuery[str],
) -> Response[str]:
    """Hear what was pressed; everything else that an application is told is left alone."""
    wecom: WeCom = state.wecom
    try:
        message = wecom.open(Signed(signature, timestamp, nonce), ciphertext(await request.body()))
        event = event_of(message)
    except Unreadable as error:
        raise HTTPException(status_code=400, detail=say("web.wecom.unreadable")) from error
    if event is None:
        return Response("", media_type=MediaType.TEXT)
    answer = await wecom.pressed(event)
    sealed, signed = wecom.envelope.seal(answer, timestamp, nonce)
    return Response(envelope(sealed, signed, timestamp, nonce), media_type=MediaType.XML)
