"""The WeCom (企业微信) group robot: https://developer.work.weixin.qq.com/document/path/91770.

    wecomrobots://KEY                                  the real one, by https
    wecomrobots://KEY@HOST:PORT/?mention=13800000000   another address; persons to mention by phone, or `all`
    wecomrobots://KEY/?as=markdown                     with colours and links; without mentions
    wecomrobot://KEY@HOST:PORT                         the same by http, for a local inbox

Apprise has a plugin of its own for it (`wecombot://`), which takes any answer with status 200 for a success, counts
characters instead of bytes and mentions nobody; so this one stands beside it, under its own schema.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import httpx
from apprise import NotifyBase
from apprise.exception import AppriseImproperlyConfigured

from streammon.alerting.channels.asking import Answer, ask
from streammon.alerting.channels.pace import Budget, Pace
from streammon.alerting.fit import fit
from streammon.errors import Transient
from streammon.model.message import Delivery, Message, Outcome

HOST, PATH = "qyapi.weixin.qq.com", "/cgi-bin/webhook/send"
TEXT_LIMIT, MARKDOWN_LIMIT = 2048, 4096
"""Bytes of a message."""
FORMS = ("text", "markdown")
"""What a message can be sent as; the first one where the address does not say."""
PER_MINUTE = Pace(20, timedelta(minutes=1))
BUSY, BUSY_WAIT = -1, 3.0
TOO_OFTEN, TOO_OFTEN_WAIT = 45009, 60.0
"""Who has passed the limit of a minute is shut out for a minute (seconds)."""

MAX_PORT = 65535
KEY = re.compile(r"[A-Za-z0-9_-]+")
MENTION = re.compile(r"all|@all|\+?\d{5,20}")


class WeComRobot(NotifyBase):  # type: ignore[misc]
    """The address of a robot, as Apprise reads it from a URL; `WeComRobotChannel` does the talking."""

    service_name = "WeCom group robot"
    service_url = "https://work.weixin.qq.com/"
    protocol, secure_protocol = "wecomrobot", "wecomrobots"
    templates = ("{schema}://{key}", "{schema}://{key}@{host}", "{schema}://{key}@{host}:{port}")

    def __init__(self, key: str, mention: tuple[str, ...] = (), form: str = FORMS[0], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if form not in FORMS or (mention and form != FORMS[0]):
            raise AppriseImproperlyConfigured("as is no form of a message, or none with mentions")
        self.form = form
        if not (KEY.fullmatch(key) and all(map(MENTION.fullmatch, mention)) and self._has_an_endpoint()):
            raise AppriseImproperlyConfigured("not the address of a WeCom robot")
        self.key = key
        self.mention = tuple("@all" if one in {"all", "@all"} else one for one in mention)

    @staticmethod
    def parse_url(url: str) -> dict[str, Any] | None:
        """Return what `__init__` takes; None when `url` is none of ours. A plain-text address must name its host."""
        results: dict[str, Any] | None = NotifyBase.parse_url(url, verify_host=False)
        if results is None:
            return None
        if results["user"]:
            results["key"] = NotifyBase.unquote(results["user"])
        else:
            results["key"] = NotifyBase.unquote(results["host"])
            results["host"] = HOST if results["secure"] else ""
        results["user"] = None
        results["form"] = NotifyBase.unquote(results["qsd"].get("as", "")) or FORMS[0]
        results["mention"] = tuple(filter(None, NotifyBase.unquote(results["qsd"].get("mention", "")).split(",")))
        return results

    @property
    def endpoint(self) -> str:
        """Return where texts are posted to, without the key."""
        scheme = "https" if self.secure else "http"
        return f"{scheme}://{self.host}{f':{self.port}' if self.port else ''}{PATH}"

    def _has_an_endpoint(self) -> bool:
        try:
            url = httpx.URL(self.endpoint)
        except httpx.InvalidURL:
            return False
        return bool(url.host) and (url.port is None or 0 < url.port <= MAX_PORT)


class WeComRobotChannel:
    """Talks to one robot. `budget` (`PER_MINUTE`) is the robot's: its addresses may differ in whom they mention."""

    def __init__(self, robot: WeComRobot, client: httpx.AsyncClient, budget: Budget) -> None:
        self._robot, self._client, self._budget = robot, client, budget

    async def deliver(self, message: Message) -> Delivery:
        """Post `message` at once. Raises Transient when the robot may not be called yet or can't be reached."""
        await self._budget.spend()
        said = self._content(message)
        request = self._client.build_request("POST", self._robot.endpoint, params={"key": self._robot.key}, json=said)
        answer = await ask(self._client, request, "the WeCom robot")
        return answer if isinstance(answer, Delivery) else judge(answer)

    def _content(self, message: Message) -> dict[str, Any]:
        """Return the message in the form that the address asks for; as text where it can't be had in that one."""
        if self._robot.form == "markdown" and message.markdown:
            return {"msgtype": "markdown", "markdown": {"content": fit(message.markdown, MARKDOWN_LIMIT)}}
        text: dict[str, Any] = {"content": fit(f"{message.title}\n{message.body}", TEXT_LIMIT)}
        if self._robot.mention:
            text["mentioned_mobile_list"] = list(self._robot.mention)
        return {"msgtype": "text", "text": text}


def judge(answer: Answer) -> Delivery:
    """Return what an answer of the robot means. Its status is 200 whatever happens; `errcode` tells.

    Raises Transient on busy (-1) and too often (45009). Every other code is a refusal (93000 wrong key, 40008 wrong
    message type, 40058 wrong parameter): the same message will not fare better.
    """
    code = answer.said.get("errcode")
    if code == BUSY:
        raise Transient("the WeCom robot is busy", BUSY_WAIT)
    if code == TOO_OFTEN:
        raise Transient("the WeCom robot was called too often", TOO_OFTEN_WAIT)
    if not isinstance(code, int):
        return Delivery(Outcome.UNKNOWN, "an answer without errcode")
    return Delivery(Outcome.SENT if code == 0 else Outcome.REFUSED, f"errcode {code}")
