"""Messages of a WeCom (企业微信) application: https://developer.work.weixin.qq.com/document/path/90236.

    wecomapp://CORPID:SECRET@AGENTID/USERID[|USERID…][?as=card|markdown|text][&via=http://HOST:PORT]

As a `card` it has buttons, where there is something to be pressed; that takes an application with a call-back.
Unlike a group robot it reaches one person, says who was not reached, and drops a repeated text by itself, so that a
message of which nobody knows what became can be sent again.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import httpx
from apprise import NotifyBase
from apprise.exception import AppriseImproperlyConfigured

from streammon.alerting.channels.asking import Answer, ask
from streammon.alerting.channels.pace import Budget, Pace
from streammon.alerting.channels.sms import is_endpoint
from streammon.alerting.channels.wecom_card import card_of
from streammon.alerting.fit import fit
from streammon.clock import Clock
from streammon.errors import Transient
from streammon.model.message import Delivery, Message, Outcome

VIA = "https://qyapi.weixin.qq.com"
TEXT_LIMIT = 2048
"""Bytes of a text message; a longer one would be cut silently."""
PER_MINUTE = Pace(30, timedelta(minutes=1))
"""Messages that one person gets in a minute; what is more would be dropped silently."""
EXPIRED = (40014, 42001)
"""A token that is not, or no longer, valid: a new one is asked for, once."""
BUSY, BUSY_WAIT = -1, 3.0
TOO_OFTEN, TOO_OFTEN_WAIT = 45009, 60.0
DUPLICATE_SECONDS = 1800
"""For how long the same text to the same person is sent once only."""
EARLY = timedelta(minutes=5)
"""How long before its end a token is not used any more."""

FORMS = ("text", "markdown", "card")
"""What a message can be sent as; the first one where the address does not say."""

_USERS = re.compile(r"[A-Za-z0-9_@.\-]+(\|[A-Za-z0-9_@.\-]+)*")


class WeComAppAddress(NotifyBase):  # type: ignore[misc]
    """One person, or some, as one application of one corporation can reach them."""

    service_name = "WeCom application"
    service_url = "https://work.weixin.qq.com/"
    secure_protocol = "wecomapp"
    templates = ("{schema}://{user}:{password}@{host}/{targets}",)

    def __init__(self, users: str, form: str, via: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if not (self.user and self.password and (self.host or "").isdecimal() and _USERS.fullmatch(users)):
            raise AppriseImproperlyConfigured("not the address of a person in a WeCom application")
        if form not in FORMS:
            raise AppriseImproperlyConfigured("as is no form of a message")
        if not is_endpoint(via):
            raise AppriseImproperlyConfigured("via is no address")
        self.corp, self.secret, self.agent = self.user, self.password, int(self.host)
        self.users, self.form, self.via = users, form, via.rstrip("/")

    @staticmethod
    def parse_url(url: str) -> dict[str, Any] | None:
        """Return what `__init__` takes; None when `url` is no address at all."""
        results: dict[str, Any] | None = NotifyBase.parse_url(url, verify_host=False)
        if results is None:
            return None
        for name in ("user", "password"):
            results[name] = NotifyBase.unquote(results[name] or "")
        results["users"] = NotifyBase.unquote(results["fullpath"] or "").strip("/")
        results["form"] = NotifyBase.unquote(results["qsd"].get("as", "")) or FORMS[0]
        results["via"] = NotifyBase.unquote(results["qsd"].get("via", "")) or VIA
        return results


def users_of(url: str) -> Iterator[tuple[str, str, str]]:
    """Yield corporation, application and each user of a wecomapp:// address; nothing for any other.

    User ids are the same in capitals and small letters, and come small.
    """
    results = WeComAppAddress.parse_url(url) if url.startswith(f"{WeComAppAddress.secure_protocol}://") else None
    if results is not None:
        for user in results["users"].split("|"):
            yield results["user"], results["host"], user.lower()


def wants_buttons(url: str) -> bool:
    """Return whether messages go to this address as cards, which takes a call-back."""
    results = WeComAppAddress.parse_url(url) if url.startswith(f"{WeComAppAddress.secure_protocol}://") else None
    return results is not None and results["form"] == "card"


class Tokens:
    """The access token of one application, asked for when it is needed; one for all who send by it."""

    def __init__(self, address: WeComAppAddress, client: httpx.AsyncClient, clock: Clock) -> None:
        self._address, self._client, self._clock = address, client, clock
        self._token, self._until = "", datetime.min.replace(tzinfo=clock.now().tzinfo)
        self._lock = asyncio.Lock()

    async def get(self, instead_of: str = "") -> str | Delivery:
        """Return a token other than `instead_of`, which the provider has called invalid; a Delivery says why not."""
        async with self._lock:
            if self._token and self._token != instead_of and self._clock.now() < self._until - EARLY:
                return self._token
            params = {"corpid": self._address.corp, "corpsecret": self._address.secret}
            request = self._client.build_request("GET", f"{self._address.via}/cgi-bin/gettoken", params=params)
            answer = await ask(self._client, request, "WeCom")
            if isinstance(answer, Delivery):
                # No message has left yet, so nothing is unknown.
                raise Transient(f"WeCom gives no token ({answer.detail})")
            return self._noted(answer)

    def _noted(self, answer: Answer) -> str | Delivery:
        match answer.said:
            case {"errcode": 0, "access_token": str(token), "expires_in": int(seconds)}:
                self._token, self._until = token, self._clock.now() + timedelta(seconds=seconds)
                return token
        return _later_or(answer, Delivery(Outcome.REFUSED, f"no token: errcode {answer.said.get('errcode')}"))


class WeComAppChannel:
    """Sends to the persons of one address. Whoever is not reached is a reason to take the next channel."""

    def __init__(self, address: WeComAppAddress, client: httpx.AsyncClient, tokens: Tokens, budget: Budget) -> None:
        self._address, self._client, self._tokens, self._budget = address, client, tokens, budget

    async def deliver(self, message: Message) -> Delivery:
        """Send one text. Raises Transient when nothing has left, or the provider says: later."""
        await self._budget.spend()
        token = await self._tokens.get()
        if isinstance(token, Delivery):
            return token
        answer = await self._send(token, message)
        if isinstance(answer, Answer) and answer.said.get("errcode") in EXPIRED:
            token = await self._tokens.get(instead_of=token)
            if isinstance(token, Delivery):
                return token
            answer = await self._send(token, message)
        return answer if isinstance(answer, Delivery) else judge(answer)

    async def _send(self, token: str, message: Message) -> Answer | Delivery:
        said: Mapping[str, Any] = {
            "touser": self._address.users,
            "agentid": self._address.agent,
            **self._content(message),
            "enable_duplicate_check": 1,
            "duplicate_check_interval": DUPLICATE_SECONDS,
        }
        url = f"{self._address.via}/cgi-bin/message/send"
        request = self._client.build_request("POST", url, params={"access_token": token}, json=said)
        return await ask(self._client, request, "WeCom")

    def _content(self, message: Message) -> Mapping[str, Any]:
        """Return the message in the form that the address asks for; as text where it can't be had in that one."""
        form = self._address.form
        if form == "card" and (card := card_of(message)):
            return {"msgtype": "template_card", "template_card": card}
        if form == "markdown" and message.markdown:
            return {"msgtype": "markdown", "markdown": {"content": fit(message.markdown, TEXT_LIMIT)}}
        return {"msgtype": "text", "text": {"content": fit(f"{message.title}\n{message.body}", TEXT_LIMIT)}}


def judge(answer: Answer) -> Delivery:
    """Return what an answer means: 0 is sent, unless `invaliduser` names somebody whom it did not reach.

    Raises Transient on busy (-1) and too often (45009).
    """
    code = answer.said.get("errcode")
    if not isinstance(code, int):
        return Delivery(Outcome.UNKNOWN, f"HTTP {answer.status} without errcode")
    if code == 0 and answer.said.get("invaliduser"):
        return Delivery(Outcome.REFUSED, "invaliduser")
    return _later_or(answer, Delivery(Outcome.SENT if code == 0 else Outcome.REFUSED, f"errcode {code}"))


def _later_or(answer: Answer, delivery: Delivery) -> Delivery:
    code = answer.said.get("errcode")
    if code == BUSY:
        raise Transient("WeCom is busy", BUSY_WAIT)
    if code == TOO_OFTEN:
        raise Transient("WeCom was called too often", TOO_OFTEN_WAIT)
    return delivery
