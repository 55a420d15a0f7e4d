"""What the operator reads when no channel of a contact has taken a message. The sentences: words/gate.toml."""

from __future__ import annotations

from streammon.model.base import digest
from streammon.model.message import Message, Receipt, Words
from streammon.model.notice import Summons
from streammon.model.unit import Contact
from streammon.words import say


def undelivered(message: Message, receipt: Receipt, contact: Contact, operator: str) -> Summons:
    """Return what asks the operator to pass the message on; short, since the message itself may fill a text."""
    title = say("gate.undelivered.title", name=contact.name, title=message.title)
    why = say("gate.undelivered.why", detail=receipt.detail) if receipt.detail else ""
    lead = say(f"gate.undelivered.{receipt.outcome}", name=contact.name)
    text = message.short or message.title
    return Summons(
        notice_id=digest("undelivered", message.message_id),
        contact_id=operator,
        words=Words(
            title=title,
            body="\n".join(filter(None, [lead, text, why])),
            short=say("gate.undelivered.short", name=contact.name, text=text),
            facts=message.facts | {"problem": title},
        ),
        at=receipt.at,
    )
