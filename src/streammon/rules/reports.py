"""Messages that were taken, and of which it is not known yet whether they have arrived: when to ask."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec

from streammon.model.base import Instant, Part, digest
from streammon.model.message import Inquiry, Message, Receipt

ASKED_AFTER = (timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=12))
"""How long after a message was taken its provider is asked whether it has arrived."""
WAITED_FOR = timedelta(days=3)
"""After this a message without a report is taken to have arrived."""


class Accepted(Part, frozen=True, kw_only=True):
    """A message that its provider took at `at` and calls `reference`; `asked` times it was asked of since."""

    message: Message
    reference: str
    at: Instant
    asked: int = 0

    @property
    def due(self) -> datetime:
        """When to ask next, or to ask no more."""
        return self.at + (ASKED_AFTER[self.asked] if self.asked < len(ASKED_AFTER) else WAITED_FOR)


def accepted(message: Message, receipt: Receipt) -> Accepted:
    """Return `message` as one of which a report will be had."""
    return Accepted(message=message, reference=receipt.reference, at=receipt.at)


def inquire(waiting: Mapping[str, Accepted], now: datetime) -> tuple[dict[str, Accepted], tuple[Inquiry, ...]]:
    """Return what still has no report, and the questions that are due.

    A machine that slept through several of its moments asks once.
    """
    left = {name: one for name, one in waiting.items() if now < one.at + WAITED_FOR}
    ripe = {name: one for name, one in left.items() if one.due <= now}
    asked = {name: msgspec.structs.replace(one, asked=_moments(one, now)) for name, one in ripe.items()}
    return left | asked, tuple(_inquiry(one, now) for one in asked.values())


def _moments(one: Accepted, now: datetime) -> int:
    return sum(one.at + after <= now for after in ASKED_AFTER)


def _inquiry(one: Accepted, now: datetime) -> Inquiry:
    return Inquiry(
        inquiry_id=digest("inquiry", one.message.message_id, str(one.asked)),
        contact_id=one.message.contact_id,
        message=one.message,
        reference=one.reference,
        at=now,
    )
