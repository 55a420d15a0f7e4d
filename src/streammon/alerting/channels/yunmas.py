"""Text messages by China Mobile's cloud MAS (中国移动云MAS), as free text: the interface `norsubmit`.

    yunmas://APID:SECRETKEY@PHONE/ECNAME/SIGN?via=http://HOST:PORT[&serial=…]

The address of the gateway (`via`) comes with the contract. It is plain HTTP and the key travels with the message: keep
it within the government network. Whether a message has arrived is not asked for: this interface pushes its reports to a
server of the customer's, and where another one can be asked, the contract says how. https://www.cnblogs.com/CYCYCYCYCY/p/15237195.html
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import httpx

from streammon.alerting.channels.asking import Answer
from streammon.alerting.channels.sms import SmsAddress
from streammon.model.message import Delivery, Message, Outcome

PATH = "/sms/norsubmit"
SIGNED = ("ecName", "apId", "secretKey", "mobiles", "content", "sign", "addSerial")
"""What the MAC is made of, in this order and without anything between."""


class YunmasAddress(SmsAddress):
    """One number at a cloud MAS gateway; how often it may be called is in the contract."""

    service_name = "China Mobile cloud MAS"
    service_url = "https://mas.10086.cn/"
    secure_protocol = "yunmas"
    provider = "the cloud MAS gateway"
    names = ("ec", "sign")

    def __init__(self, serial: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.serial = serial

    @classmethod
    def parse_url(cls, url: str) -> dict[str, Any] | None:
        """Return what `__init__` takes; None when `url` is no address at all."""
        results = super().parse_url(url)
        if results is not None:
            results["serial"] = cls.unquote(results["qsd"].get("serial", ""))
        return results

    def request(self, client: httpx.AsyncClient, message: Message, _: datetime) -> httpx.Request:
        """Return the call that sends `message`; its MAC bears no time."""
        said = {
            "ecName": self.parts["ec"],
            "apId": self.key,
            "secretKey": self.secret,
            "mobiles": self.phone,
            "content": message.short or message.title,
            "sign": self.parts["sign"],
            "addSerial": self.serial,
        }
        body = base64.b64encode(json.dumps(said | {"mac": mac(said)}, ensure_ascii=False).encode())
        return client.build_request("POST", self.via + PATH, content=body)

    @staticmethod
    def judge(answer: Answer) -> Delivery:
        """Return what an answer means: `success` with `rspcod`, and a group number that the reports will name."""
        code = str(answer.said.get("rspcod", ""))
        if answer.said.get("success") is True:
            group = answer.said.get("msgGroup") or answer.said.get("mgsGroup") or ""
            return Delivery(Outcome.SENT, f"{code} {group}".strip())
        if not code:
            return Delivery(Outcome.UNKNOWN, f"HTTP {answer.status} without rspcod")
        return Delivery(Outcome.REFUSED, code)


def mac(said: Mapping[str, str]) -> str:
    """Return the MAC of a message: MD5 in lower case hex digits, as the gateway asks for."""
    return hashlib.md5("".join(said[name] for name in SIGNED).encode(), usedforsecurity=False).hexdigest()
