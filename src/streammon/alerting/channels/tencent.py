"""Text messages by Tencent Cloud (腾讯云短信), by an approved template: SendSms of 2021-01-11.

    tencentsms://SECRETID:SECRETKEY@PHONE/APPID/SIGN/TEMPLATE?facts=unit,problem,deadline

`facts` are the values of the template's {1}, {2}, … in this order. https://cloud.tencent.com/document/api/382/55981,
https://cloud.tencent.com/document/api/382/52072
Whether a message has arrived is asked for by PullSmsSendStatusByPhoneNumber (of the last 7 days):
https://cloud.tencent.com/document/product/1359/55976, https://tencentcloud.com/document/api/382/40518
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import httpx

from streammon.alerting.channels.asking import Answer
from streammon.alerting.channels.reporting import ReportingAddress, asked_since
from streammon.alerting.channels.sms import values
from streammon.errors import Transient
from streammon.model.message import Delivery, Message, Outcome

ALGORITHM = "TC3-HMAC-SHA256"
THROTTLED = (
    "RequestLimitExceeded",
    "LimitExceeded.PhoneNumberThirtySecondLimit",
    "LimitExceeded.PhoneNumberOneHourLimit",
)
LATER = 30.0
"""Seconds between two equal texts to one number."""
STATUSES = (("SUCCESS", Outcome.DELIVERED), ("FAIL", Outcome.FAILED))
"""What `ReportStatus` says of a message."""
FAILED_WITHIN = ("InternalError",)
"""Codes after which nobody knows."""


class TencentAddress(ReportingAddress):
    """One number at Tencent Cloud. Unless the console says otherwise, one number gets two messages a day."""

    service_name = "Tencent Cloud SMS"
    service_url = "https://cloud.tencent.com/product/sms"
    secure_protocol = "tencentsms"
    provider = "Tencent Cloud SMS"
    default_via = "https://sms.tencentcloudapi.com"
    default_daily = 2
    names = ("app", "sign", "template")

    def request(self, client: httpx.AsyncClient, message: Message, now: datetime) -> httpx.Request:
        """Return the call that sends `message`, signed as of `now`."""
        said = {
            "PhoneNumberSet": [f"+86{self.phone}"],
            "SmsSdkAppId": self.parts["app"],
            "SignName": self.parts["sign"],
            "TemplateId": self.parts["template"],
            "TemplateParamSet": list(values(self, message).values()),
            "SessionContext": message.message_id,
        }
        return self._call(client, "SendSms", said, now)

    def inquiries(self, client: httpx.AsyncClient, message: Message, now: datetime) -> Iterator[httpx.Request]:
        """Yield the one call for what was reported of this number since `message` was made."""
        said = {
            "BeginTime": int(asked_since(message, now).timestamp()),
            "EndTime": int(now.timestamp()),
            "Offset": 0,
            "Limit": 100,
            "PhoneNumber": f"+86{self.phone}",
            "SmsSdkAppId": self.parts["app"],
        }
        yield self._call(client, "PullSmsSendStatusByPhoneNumber", said, now)

    def _call(self, client: httpx.AsyncClient, action: str, said: Mapping[str, object], now: datetime) -> httpx.Request:
        now = now.astimezone(UTC)
        body = json.dumps(said, ensure_ascii=False).encode()
        headers = {"content-type": "application/json; charset=utf-8", "host": httpx.URL(self.via).netloc.decode()}
        signed = signature("sms", headers, hashlib.sha256(body).hexdigest(), now, self.secret)
        scope, names = f"{now:%Y-%m-%d}/sms/tc3_request", ";".join(sorted(headers))
        credential = f"Credential={self.key}/{scope}, SignedHeaders={names}, Signature={signed}"
        others = {
            "authorization": f"{ALGORITHM} {credential}",
            "x-tc-action": action,
            "x-tc-version": "2021-01-11",
            "x-tc-timestamp": str(int(now.timestamp())),
            "x-tc-region": "ap-guangzhou",
        }
        return client.build_request("POST", f"{self.via}/", content=body, headers=headers | others)

    @staticmethod
    def judge(answer: Answer) -> Delivery:
        """Return what an answer means. It speaks of the whole call (`Error`) or of the number (`SendStatusSet`).

        Raises Transient when the provider was called too often.
        """
        code = _code(answer.said.get("Response"))
        if code is None:
            return Delivery(Outcome.UNKNOWN, f"HTTP {answer.status} without a status")
        if code.startswith(THROTTLED):
            raise _later(code)
        if code == "Ok":
            return Delivery(Outcome.SENT, "Ok", reference=_serial(answer.said["Response"]))
        return Delivery(Outcome.UNKNOWN if code.startswith(FAILED_WITHIN) else Outcome.REFUSED, code)

    @staticmethod
    def report(answer: Answer, message: Message, reference: str) -> Delivery | None:
        """Return what the list says of `message`: it holds those only of which the carrier has reported.

        It names a message by our own id (`SessionContext`) where the provider has switched that on for the account,
        otherwise only by the `SerialNo` that SendSms had answered. A message that was sent twice has arrived if one
        has. Raises Transient when the provider was called too often.
        """
        code = _code(answer.said.get("Response"))
        if code is not None and code.startswith(THROTTLED):
            raise _later(code)
        entries = [one for one in _reports(answer.said.get("Response")) if _is_of(one, message, reference)]
        found = {entry.get("ReportStatus"): str(entry.get("Description", "")) for entry in entries}
        for status, outcome in STATUSES:
            if status in found:
                return Delivery(outcome, found[status], reference=reference or message.message_id)
        return None


def signature(service: str, headers: Mapping[str, str], payload_hash: str, now: datetime, secret: str) -> str:
    """Return the signature (hex) of a POST to `/` without a query; all `headers`, named in lower case, are signed."""
    day = f"{now:%Y-%m-%d}"
    lines = "".join(f"{name}:{headers[name].strip().lower()}\n" for name in sorted(headers))
    canonical = "\n".join(["POST", "/", "", lines, ";".join(sorted(headers)), payload_hash])
    scope = f"{day}/{service}/tc3_request"
    hashed = hashlib.sha256(canonical.encode()).hexdigest()
    text = "\n".join([ALGORITHM, str(int(now.timestamp())), scope, hashed])
    key = f"TC3{secret}".encode()
    for step in (day, service, "tc3_request"):
        key = hmac.new(key, step.encode(), hashlib.sha256).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _code(response: object) -> str | None:
    match response:
        case {"Error": {"Code": str(code)}} | {"SendStatusSet": [{"Code": str(code)}]}:
            return code
    return None


def _later(code: str) -> Transient:
    return Transient(f"Tencent Cloud SMS was called too often ({code})", LATER)


def _serial(response: object) -> str:
    match response:
        case {"SendStatusSet": [{"SerialNo": str(serial)}]}:
            return serial
    return ""


def _reports(response: object) -> list[dict[str, Any]]:
    match response:
        case {"PullSmsSendStatusSet": [*entries]}:
            return [entry for entry in entries if isinstance(entry, dict)]
    return []


def _is_of(entry: Mapping[str, Any], message: Message, reference: str) -> bool:
    return entry.get("SessionContext") == message.message_id or (reference != "" and entry.get("SerialNo") == reference)
