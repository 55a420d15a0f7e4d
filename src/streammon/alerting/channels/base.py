"""What every channel offers, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from streammon.model.message import Message, Outcome


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a message. `detail` is what the provider said, in its own words; never a key or an address."""

    outcome: Outcome
    detail: str = ""


class Channel(Protocol):
    """One way to reach one contact."""

    async def deliver(self, message: Message) -> Delivery:
        """Hand `message` over, once.

        Returns SENT when the provider has taken it, REFUSED when it never will, UNKNOWN when the line broke after the
        message had left. Raises Transient when nothing has left, or the provider says: later.
        """
        ...
