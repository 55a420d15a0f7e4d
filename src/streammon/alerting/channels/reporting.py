"""SMS providers that can be asked whether a message has arrived."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import httpx

from streammon.alerting.channels.asking import Answer, ask
from streammon.alerting.channels.pace import Budget
from streammon.alerting.channels.sms import SmsAddress, SmsChannel
from streammon.clock import Clock
from streammon.model.message import Delivery, Message

SKEW = timedelta(minutes=5)
"""How far a provider's clock may be from ours."""
KEPT = timedelta(days=7) - SKEW
"""For how long reports can be asked for; Alibaba Cloud has them for 30 days."""


class ReportingAddress(SmsAddress):
    """The address of one number at a provider that can be asked."""

    def inquiries(self, client: httpx.AsyncClient, message: Message, now: datetime) -> Iterable[httpx.Request]:
        """Return the calls, one of which finds out what became of `message`, signed as of `now`."""
        raise NotImplementedError

    @staticmethod
    def report(answer: Answer, message: Message, reference: str) -> Delivery | None:
        """Return what the answer to such a call says of `message`, if it does. Raises Transient: later."""
        raise NotImplementedError


class ReportingChannel(SmsChannel):
    """Sends to one number, and asks its provider what came of it. What is asked is not counted as a message."""

    def __init__(self, address: ReportingAddress, client: httpx.AsyncClient, budget: Budget, clock: Clock) -> None:
        super().__init__(address, client, budget, clock)
        self._asked = address

    async def reported(self, message: Message, reference: str) -> Delivery | None:
        """Ask what became of `message`; an answer that is none of the provider's own says nothing.

        Raises Transient when the provider can't be reached, or says: later.
        """
        for request in self._asked.inquiries(self._client, message, self._clock.now()):
            answer = await ask(self._client, request, self._asked.provider)
            if isinstance(answer, Answer) and (found := self._asked.report(answer, message, reference)):
                return found
        return None


def asked_since(message: Message, now: datetime) -> datetime:
    """Return the earliest moment at which `message` may have been sent, as far back as reports are kept."""
    return max(message.at - SKEW, now - KEPT)
