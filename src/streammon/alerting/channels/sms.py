"""What the SMS providers have in common: an address with a number in it, and how often one number may be written to.

    SCHEMA://KEY:SECRET@PHONE/PART/PART/…[?daily=10][&via=http://HOST:PORT]

`via` is another address of the provider's interface: an intranet gateway, a local one. `daily` is how many messages one
number gets in 24 hours; the carriers stop at ten that are no advertisement.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import httpx
from apprise import NotifyBase
from apprise.exception import AppriseImproperlyConfigured

from streammon.alerting.channels.asking import Answer, ask
from streammon.alerting.channels.pace import Budget
from streammon.clock import Clock
from streammon.errors import Transient
from streammon.model.message import Delivery, Message, Outcome

PHONE = re.compile(r"1[3-9]\d{9}")
DAY = timedelta(days=1)
FACTS = ("unit", "problem", "advice", "deadline", "url")
"""What a template may name, in the order in which a template that names nothing gets it."""


class SmsAddress(NotifyBase):  # type: ignore[misc]
    """The address of one number at one provider. `parts` are what stands between the slashes, `names` says which."""

    provider = ""
    """Its name, in errors."""
    default_via = ""
    default_daily = 10
    names: tuple[str, ...] = ()
    templates = ("{schema}://{user}:{password}@{host}/{targets}",)

    def __init__(self, parts: tuple[str, ...], via: str, daily: str, facts: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if not (self.user and self.password and PHONE.fullmatch(self.host or "") and len(parts) == len(self.names)):
            raise AppriseImproperlyConfigured("not the address of a number at an SMS provider")
        if not (is_endpoint(via) and daily.isdecimal() and int(daily) and set(facts) <= set(FACTS)):
            raise AppriseImproperlyConfigured("an option of the address is wrong")
        self.phone, self.key, self.secret = self.host, self.user, self.password
        self.via, self.daily, self.facts = via.rstrip("/"), int(daily), facts
        self.parts = dict(zip(self.names, parts, strict=True))

    def request(self, client: httpx.AsyncClient, message: Message, now: datetime) -> httpx.Request:
        """Return the call that sends `message`."""
        raise NotImplementedError

    @staticmethod
    def judge(answer: Answer) -> Delivery:
        """Return what the provider's answer means. Raises Transient where it says: later."""
        raise NotImplementedError

    @classmethod
    def parse_url(cls, url: str) -> dict[str, Any] | None:
        """Return what `__init__` takes; None when `url` is no address at all."""
        results: dict[str, Any] | None = NotifyBase.parse_url(url, verify_host=False)
        if results is None:
            return None
        options = {name: NotifyBase.unquote(value) for name, value in results["qsd"].items()}
        results["parts"] = tuple(NotifyBase.split_path(results["fullpath"]))
        results["via"] = options.get("via", cls.default_via)
        results["daily"] = options.get("daily", str(cls.default_daily))
        results["facts"] = tuple(filter(None, options.get("facts", ",".join(FACTS)).split(",")))
        for name in ("user", "password"):
            results[name] = NotifyBase.unquote(results[name] or "")
        return results


def is_endpoint(via: str) -> bool:
    """Say whether `via` can stand for the address of a provider's interface."""
    try:
        url = httpx.URL(via)
    except httpx.InvalidURL:
        return False
    return url.scheme in {"http", "https"} and bool(url.host)


class SmsChannel:
    """Sends to one number by its provider. SENT means that the provider has accepted the message.

    `budget` is the number's: how many messages it may still get.
    """

    def __init__(self, address: SmsAddress, client: httpx.AsyncClient, budget: Budget, clock: Clock) -> None:
        self._address, self._client, self._budget, self._clock = address, client, budget, clock

    async def deliver(self, message: Message) -> Delivery:
        """Have one message sent. Raises Transient when nothing has left, or the provider says: later.

        A number that has had its messages of the day is a refusal: the next channel must do, tomorrow is too late.
        """
        try:
            await self._budget.spend()
        except Transient:
            return Delivery(Outcome.REFUSED, "this number has had its messages of the last 24 hours")
        try:
            request = self._address.request(self._client, message, self._clock.now())
            answer = await ask(self._client, request, self._address.provider)
            return answer if isinstance(answer, Delivery) else self._address.judge(answer)
        except Transient:
            await self._budget.give_back()
            raise


def values(address: SmsAddress, message: Message) -> dict[str, str]:
    """Return the values of the template's variables, in the order that the address names."""
    return {name: message.facts.get(name, "") for name in address.facts}
