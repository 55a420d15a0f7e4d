"""The WeCom (企业微信) group robot: https://developer.work.weixin.qq.com/document/path/91770.

    wecomrobots://KEY                                  the real one, by https
    wecomrobots://KEY@HOST:PORT/?mention=13800000000   another address; persons to mention by phone, or `all`
    wecomrobot://KEY@HOST:PORT                         the same by http, for a local inbox

Apprise has a plugin of its own for it (`wecombot://`), which takes any answer with status 200 for a success, counts
characters instead of bytes and mentions nobody; so this one stands beside it, under its own schema.
"""

from __future__ import annotations

import logging
import re
import warnings
from datetime import timedelta
from typing import Any

import httpx
from apprise import NotifyBase
from apprise.exception import AppriseImproperlyConfigured
from apprise.manager_plugins import NotificationManager

from streammon.alerting.channels.base import Delivery
from streammon.alerting.channels.pace import Bucket, Budget
from streammon.alerting.fit import fit
from streammon.errors import Transient
from streammon.model.message import Message, Outcome

HOST, PATH = "qyapi.weixin.qq.com", "/cgi-bin/webhook/send"
TEXT_LIMIT = 2048
"""Bytes of a text message."""
PER_MINUTE = Bucket(20, timedelta(minutes=1))
BUSY, BUSY_WAIT = -1, 3.0
TOO_OFTEN, TOO_OFTEN_WAIT = 45009, 60.0
"""Who has passed the limit of a minute is shut out for a minute (seconds)."""

MAX_PORT = 65535
KEY = re.compile(r"[A-Za-z0-9_-]+")
MENTION = re.compile(r"all|@all|\+?\d{5,20}")

NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
"""Errors after which nothing has left."""


class WeComRobot(NotifyBase):  # type: ignore[misc]
    """The address of a robot, as Apprise reads it from a URL; `WeComRobotChannel` does the talking."""

    service_name = "WeCom group robot"
    service_url = "https://work.weixin.qq.com/"
    protocol, secure_protocol = "wecomrobot", "wecomrobots"
    templates = ("{schema}://{key}", "{schema}://{key}@{host}", "{schema}://{key}@{host}:{port}")

    def __init__(self, key: str, mention: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
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
        """Post `message` as one text. Raises Transient when the robot may not be called yet or can't be reached."""
        self._budget.spend()
        text: dict[str, Any] = {"content": fit(f"{message.title}\n{message.body}", TEXT_LIMIT)}
        if self._robot.mention:
            text["mentioned_mobile_list"] = list(self._robot.mention)
        try:
            answer = await self._client.post(
                self._robot.endpoint,
                params={"key": self._robot.key},
                json={"msgtype": "text", "text": text},
                follow_redirects=False,
            )
        except NOT_SENT as error:
            raise Transient(f"the WeCom robot can't be reached ({type(error).__name__})") from None
        except httpx.RequestError as error:
            return Delivery(Outcome.UNKNOWN, type(error).__name__)
        return judge(answer)


def judge(answer: httpx.Response) -> Delivery:
    """Return what an answer of the robot means. Its status is 200 whatever happens; `errcode` tells.

    Raises Transient on busy (-1), too often (45009) and the HTTP statuses 429 and 503. Every other code is a refusal
    (93000 wrong key, 40008 wrong message type, 40058 wrong parameter): the same message will not fare better.
    """
    if answer.status_code in {429, 503}:
        raise Transient(f"the WeCom robot answers HTTP {answer.status_code}", _retry_after(answer))
    if answer.status_code != 200:
        outcome = Outcome.REFUSED if answer.status_code < 500 else Outcome.UNKNOWN
        return Delivery(outcome, f"HTTP {answer.status_code}")
    code = _errcode(answer)
    if code == BUSY:
        raise Transient("the WeCom robot is busy", BUSY_WAIT)
    if code == TOO_OFTEN:
        raise Transient("the WeCom robot was called too often", TOO_OFTEN_WAIT)
    if code is None:
        return Delivery(Outcome.UNKNOWN, "an answer without errcode")
    return Delivery(Outcome.SENT if code == 0 else Outcome.REFUSED, f"errcode {code}")


def _errcode(answer: httpx.Response) -> int | None:
    try:
        said = answer.json()
    except ValueError:
        return None
    code = said.get("errcode") if isinstance(said, dict) else None
    return code if isinstance(code, int) else None


def _retry_after(answer: httpx.Response) -> float | None:
    seconds = answer.headers.get("Retry-After", "")
    return float(seconds) if seconds.isdecimal() else None


def _names_no_robot(record: logging.LogRecord) -> bool:
    return PATH not in record.getMessage()


def register() -> None:
    """Tell Apprise of the schema, and keep httpx from logging addresses that hold a key. Twice is as good as once."""
    manager = NotificationManager()
    with warnings.catch_warnings():
        # the first look loads the plugins of all services, and what these import may be old
        warnings.simplefilter("ignore", DeprecationWarning)
        if WeComRobot.secure_protocol not in manager:
            manager.add(WeComRobot)
    logging.getLogger("httpx").addFilter(_names_no_robot)
