"""Text messages by Alibaba Cloud (阿里云短信), by an approved template: SendSms of 2017-05-25.

    aliyunsms://KEYID:SECRET@PHONE/SIGN/TEMPLATE?facts=unit,problem,deadline

`facts` are the variables of the template. https://help.aliyun.com/document_detail/2593177.html,
https://help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature
Whether a message has arrived is asked for by QuerySendDetails: https://help.aliyun.com/document_detail/419277.html
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import quote

import httpx

from streammon.alerting.channels.asking import Answer
from streammon.alerting.channels.reporting import ReportingAddress, asked_since
from streammon.alerting.channels.sms import DAY, values
from streammon.clock import LOCAL
from streammon.errors import Transient
from streammon.model.base import digest
from streammon.model.message import Delivery, Message, Outcome

ALGORITHM = "ACS3-HMAC-SHA256"
THROTTLED = ("Throttling", "isv.BUSINESS_LIMIT_CONTROL")
"""Codes that begin so mean: later; unless it is the day's limit (天级) of this number that is reached."""
PAGE = "50"
"""Entries of a page of the list, at most; one number gets no more of one template in a day."""
STATUSES = ((3, Outcome.DELIVERED), (1, Outcome.SENT), (2, Outcome.FAILED))
"""What `SendStatus` says of a message: arrived, no report yet, not arrived."""
LATER = 60.0
"""Seconds: the shortest of the provider's windows."""


class AliyunAddress(ReportingAddress):
    """One number at Alibaba Cloud; notifications: 50 a day for one number, signature and template."""

    service_name = "Alibaba Cloud SMS"
    service_url = "https://www.aliyun.com/product/sms"
    secure_protocol = "aliyunsms"
    provider = "Alibaba Cloud SMS"
    default_via = "https://dysmsapi.aliyuncs.com"
    names = ("sign", "template")

    def request(self, client: httpx.AsyncClient, message: Message, now: datetime) -> httpx.Request:
        """Return the call that sends `message`, signed as of `now`."""
        said = {
            "OutId": message.message_id,
            "PhoneNumbers": self.phone,
            "SignName": self.parts["sign"],
            "TemplateCode": self.parts["template"],
            "TemplateParam": json.dumps(values(self, message), ensure_ascii=False),
        }
        return self._call(client, "SendSms", said, now)

    def inquiries(self, client: httpx.AsyncClient, message: Message, now: datetime) -> Iterator[httpx.Request]:
        """Yield the call for each day on which `message` may have been sent: the provider's days are China's."""
        since, until = (moment.astimezone(LOCAL).date() for moment in (asked_since(message, now), now))
        for number in range((until - since).days + 1):
            yield self._call(client, "QuerySendDetails", self._sent_on(since + number * DAY), now)

    def _sent_on(self, day: date) -> dict[str, str]:
        return {"CurrentPage": "1", "PageSize": PAGE, "PhoneNumber": self.phone, "SendDate": f"{day:%Y%m%d}"}

    def _call(self, client: httpx.AsyncClient, action: str, query: Mapping[str, str], now: datetime) -> httpx.Request:
        url = httpx.URL(self.via)
        host = url.netloc.decode()
        headers = {
            "host": host,
            "x-acs-action": action,
            "x-acs-content-sha256": hashlib.sha256(b"").hexdigest(),
            "x-acs-date": f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "x-acs-signature-nonce": digest("nonce", action, *query.values(), now.isoformat()),
            "x-acs-version": "2017-05-25",
        }
        signed = signature(query, headers, self.secret)
        names = ";".join(sorted(headers))
        headers["authorization"] = f"{ALGORITHM} Credential={self.key},SignedHeaders={names},Signature={signed}"
        return client.build_request("POST", f"{self.via}/?{canonical_query(query)}", headers=headers)

    @staticmethod
    def judge(answer: Answer) -> Delivery:
        """Return what an answer means: `Code` OK is accepted, the others are refusals.

        Raises Transient when the provider was called too often, which it says in `Code`, with status 200 or 400.
        """
        code = answer.said.get("Code")
        if not isinstance(code, str):
            return Delivery(Outcome.UNKNOWN, f"HTTP {answer.status} without Code")
        if code.startswith(THROTTLED) and "天级" not in str(answer.said.get("Message")):
            raise _later(code)
        if code == "OK":
            return Delivery(Outcome.SENT, "OK", reference=str(answer.said.get("BizId", "")))
        return Delivery(Outcome.UNKNOWN if answer.status >= 500 else Outcome.REFUSED, code)

    @staticmethod
    def report(answer: Answer, message: Message, _: str) -> Delivery | None:
        """Return what a day's list says of `message`, which it names by our own id (`OutId`).

        A message that was sent twice has arrived if one has. Raises Transient when the provider was called too often.
        """
        code = answer.said.get("Code")
        if isinstance(code, str) and code.startswith(THROTTLED):
            raise _later(code)
        found = {entry.get("SendStatus"): entry for entry in _details(answer.said) if _is_of(entry, message)}
        for status, outcome in STATUSES:
            if status in found:
                return Delivery(outcome, str(found[status].get("ErrCode", "")), reference=message.message_id)
        return None


def canonical_query(query: Mapping[str, str]) -> str:
    """Return the query string in the form that is signed: sorted, all but letters, digits and -_.~ escaped."""
    return "&".join(f"{quote(name, safe='~')}={quote(value, safe='~')}" for name, value in sorted(query.items()))


def signature(query: Mapping[str, str], headers: Mapping[str, str], secret: str) -> str:
    """Return the signature (hex) of a POST to `/` without a body; all `headers`, named in lower case, are signed."""
    lines = "".join(f"{name}:{headers[name].strip()}\n" for name in sorted(headers))
    names = ";".join(sorted(headers))
    canonical = "\n".join(["POST", "/", canonical_query(query), lines, names, headers["x-acs-content-sha256"]])
    text = f"{ALGORITHM}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def _later(code: str) -> Transient:
    return Transient(f"Alibaba Cloud SMS was called too often ({code})", LATER)


def _details(said: Mapping[str, Any]) -> list[dict[str, Any]]:
    match said:
        case {"SmsSendDetailDTOs": {"SmsSendDetailDTO": [*entries]}}:
            return [entry for entry in entries if isinstance(entry, dict)]
    return []


def _is_of(entry: Mapping[str, Any], message: Message) -> bool:
    return entry.get("OutId") == message.message_id
