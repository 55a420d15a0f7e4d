"""What a unit has pressed on its page, read and checked: a verb, a reason, a date, a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from streammon.clock import LOCAL
from streammon.model.action import Decision, Verb
from streammon.model.base import digest
from streammon.model.incident import Incident
from streammon.web.sheet import MORE_TIME
from streammon.words import say

OF_THE_UNIT = (Verb.ACKNOWLEDGE, Verb.CLAIM, Verb.APPEAL, Verb.REQUEST)
"""What a unit may decide about its own incident."""

REASON_LIMIT = 1000
"""Characters of an appeal."""


class Unusable(Exception):
    """What was sent can't be used; the text tells the person why."""


@dataclass(frozen=True)
class Answer:
    """What a unit wants of one incident. `attachment` stands for a file that is kept already."""

    verb: Verb
    reason: str = ""
    until: datetime | None = None
    attachment: str = ""

    def decision(self, incident: Incident, by: str, at: datetime) -> Decision:
        """Return what is published. Pressed twice before the page has changed, it is one decision."""
        said = (self.verb, self.reason, str(self.until or ""), self.attachment, str(len(incident.history)))
        return Decision(
            action_id=digest("decision", incident.incident_id, *said),
            source_id=incident.source_id,
            subject_id=incident.subject_id,
            incident_id=incident.incident_id,
            verb=self.verb,
            by=by,
            at=at,
            reason=self.reason,
            until=self.until,
            attachment=self.attachment,
        )


def answer_of(said: Mapping[str, str], incident: Incident) -> Answer:
    """Return what was sent, without its file. Raises Unusable."""
    verb = said.get("verb", "")
    if verb not in OF_THE_UNIT:
        raise Unusable(say("web.ticket.no_verb"))
    reason = " ".join(said.get("reason", "").split())[:REASON_LIMIT]
    if not reason and verb in {Verb.APPEAL, Verb.REQUEST}:
        raise Unusable(say("web.ticket.no_reason"))
    until = _until(said.get("until", ""), incident.deadline) if verb == Verb.REQUEST else None
    return Answer(Verb(verb), reason, until)


def _until(text: str, deadline: datetime) -> datetime:
    """Return the moment that a day stands for: the hour of the deadline."""
    local = deadline.astimezone(LOCAL)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Unusable(say("web.ticket.no_day", text=text[:20])) from None
    if not local.date() < day <= (local + MORE_TIME).date():
        raise Unusable(say("web.ticket.day_outside", first=local.date(), last=(local + MORE_TIME).date()))
    return datetime.combine(day, local.time(), LOCAL)
