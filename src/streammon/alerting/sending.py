"""One message out into the world, once: or twice, and marked so, where nobody can know whether it went."""

from __future__ import annotations

from typing import Protocol

from msgspec.structs import replace

from streammon.errors import Transient
from streammon.model.message import Delivery, Message, Outcome

AGAIN = 5.0
"""Seconds until a message is sent again of which the provider has not said whether it was taken."""


class Door(Protocol):
    """Whatever delivers."""

    async def deliver(self, message: Message) -> Delivery:
        """Hand `message` over. Raises Transient when nothing has left, or the provider says: later."""
        ...

    async def reported(self, message: Message) -> Delivery | None:
        """Ask what became of `message`; None where the provider can't say. Raises Transient: later."""
        ...


class Journal(Protocol):
    """Where it is written down that a message is about to be sent, and what came of it."""

    async def begin(self, message_id: str) -> Delivery | None:
        """Write it down; None where it was not before, otherwise what came of it, UNKNOWN if nobody knows."""
        ...

    async def end(self, message_id: str, delivery: Delivery) -> None:
        """Write down what came of it."""
        ...

    async def forget(self, message_id: str) -> None:
        """Take it back: nothing has left."""
        ...


async def send(message: Message, door: Door, journal: Journal) -> Delivery:
    """Deliver `message`, or return what came of it before.

    Where that is not known, because the line or this program broke in the middle, the provider is asked. Where it can't
    say, the message is sent again, and the delivery says `repeated`; a line that breaks twice is left at that. Raises
    Transient where it is to be tried later.
    """
    before = await journal.begin(message.message_id)
    if before is not None:
        if before.outcome is not Outcome.UNKNOWN or before.repeated:
            return before
        if (report := await door.reported(message)) is not None:
            await journal.end(message.message_id, report)
            return report
    try:
        delivery = await door.deliver(message)
    except Transient:
        if before is None:
            await journal.forget(message.message_id)
        raise
    if delivery.outcome is Outcome.UNKNOWN and before is None:
        raise Transient(f"nobody knows whether the message has arrived ({delivery.detail})", AGAIN)
    delivery = replace(delivery, repeated=before is not None)
    await journal.end(message.message_id, delivery)
    return delivery
