"""What every channel offers, and what it answers."""

from __future__ import annotations

from typing import Protocol

from streammon.model.message import Delivery, Message


class Channel(Protocol):
    """One way to reach one contact."""

    async def deliver(self, message: Message) -> Delivery:
        """Hand `message` over, once.

        Returns SENT when the provider has taken it, REFUSED when it never will, UNKNOWN when the line broke after the
        message had left. Raises Transient when nothing has left, or the provider says: later.
        """
        ...
