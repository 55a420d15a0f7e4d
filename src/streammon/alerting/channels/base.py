"""What every channel offers, and what it answers."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from streammon.model.message import Delivery, Message


class Channel(Protocol):
    """One way to reach one contact."""

    async def deliver(self, message: Message) -> Delivery:
        """Hand `message` over, once.

        Returns SENT when the provider has taken it, REFUSED when it never will, UNKNOWN when the line broke after the
        message had left. Raises Transient when nothing has left, or the provider says: later.
        """
        ...


@runtime_checkable
class Reporting(Protocol):
    """A channel whose provider can be asked whether a message has arrived."""

    async def reported(self, message: Message, reference: str) -> Delivery | None:
        """Ask what became of `message`, which the provider calls `reference`; empty where it did not come to say so.

        Returns DELIVERED or FAILED, SENT while the provider has it and waits for the carrier's report, None where it
        can't say. Raises Transient when it says: later.
        """
        ...
