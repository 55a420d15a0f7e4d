"""Providers that live on this machine: real HTTP servers that speak the interfaces of SMS providers and of WeCom.

Each checks what the real one checks (signature, template, size, token) and counts nothing. Those that report whether a
message has arrived say of all that they have taken what `fate` says.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import parse_qs, parse_qsl, urlsplit
from zoneinfo import ZoneInfo

from wecom_robot import answer_of

from streammon.alerting.channels import aliyun, tencent, yunmas

SECRET = "SECRET-0f3a"
PHONE = "13800000000"
CHINA = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Request:
    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes


class Provider:
    """`next_answers` go before what is right: raw bytes, or None to hang up once the request has been heard.

    A message on which it hangs up, or falls silent, is taken all the same.
    """

    url = ""
    """The address in contacts.csv, with {via} for where this server is."""

    def __init__(self) -> None:
        self.port = 0
        self.heard: list[Request] = []
        self.next_answers: deque[bytes | None] = deque()
        self.silent = asyncio.Event()

    @property
    def via(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().strip().split("\r\n")
        method, target, _ = head[0].split()
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in head[1:])}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        request = Request(method, target, headers, body)
        answer: bytes | None = None
        if self.is_a_message(request) and self.next_answers:
            self.heard.append(request)
            answer = self.next_answers.popleft()
            if not answer:
                self.answer(request)
        else:
            if self.is_a_message(request):
                self.heard.append(request)
            status, said = self.answer(request)
            answer = answer_of(status, json.dumps(said))
        if answer == b"":
            await self.silent.wait()
        elif answer is not None:
            writer.write(answer)
            await writer.drain()
        writer.close()

    def is_a_message(self, _: Request) -> bool:
        return True

    def answer(self, request: Request) -> tuple[str, Any]:
        raise NotImplementedError

    def text(self, request: Request) -> str:
        """Return what the person reads."""
        raise NotImplementedError


class Aliyun(Provider):
    url = (
        f"aliyunsms://KEYID:{SECRET}@{PHONE}/%E6%9F%90%E5%8E%BF%E6%94%BF%E5%8A%A1/SMS_1?facts=unit,deadline&via={{via}}"
    )
    throttled = answer_of("400 Bad Request", json.dumps({"Code": "Throttling.User", "Message": "too often"}))
    spent = answer_of("200 OK", json.dumps({"Code": "isv.BUSINESS_LIMIT_CONTROL", "Message": "触发天级流控Permits:40"}))

    fates: ClassVar = {"late": 1, "failed": 2, "delivered": 3}
    """`SendStatus` in the provider's list."""

    def __init__(self) -> None:
        super().__init__()
        self.fate, self.taken = "late", list[tuple[str, str]]()

    def is_a_message(self, request: Request) -> bool:
        return request.headers["x-acs-action"] == "SendSms"

    def answer(self, request: Request) -> tuple[str, Any]:
        said = dict(parse_qsl(urlsplit(request.target).query))
        claim = request.headers["authorization"].removeprefix("ACS3-HMAC-SHA256 ")
        parts = dict(part.split("=", 1) for part in claim.split(","))
        signed = {name: request.headers[name] for name in parts["SignedHeaders"].split(";")}
        late = abs(datetime.now(UTC) - datetime.fromisoformat(signed["x-acs-date"])).total_seconds() > 900
        if late or parts["Signature"] != aliyun.signature(said, signed, SECRET):
            return "400 Bad Request", {"Code": "SignatureDoesNotMatch"}
        if signed["x-acs-content-sha256"] != hashlib.sha256(b"").hexdigest():
            return "400 Bad Request", {"Code": "InvalidAction.NotFound"}
        if signed["x-acs-action"] == "QuerySendDetails":
            return "200 OK", self.details(said)
        if set(json.loads(said["TemplateParam"])) != {"unit", "deadline"} or said["TemplateCode"] != "SMS_1":
            return "200 OK", {"Code": "isv.TEMPLATE_MISSING_PARAMETERS"}
        day = datetime.fromisoformat(signed["x-acs-date"]).astimezone(CHINA)
        self.taken.append((said["OutId"], f"{day:%Y%m%d}"))
        return "200 OK", {"Code": "OK", "BizId": "1"}

    def details(self, said: Mapping[str, str]) -> dict[str, Any]:
        if said["PhoneNumber"] != PHONE or not 1 <= int(said["PageSize"]) <= 50 or said["CurrentPage"] != "1":
            return {"Code": "isv.INVALID_PARAMETERS"}
        listed = [out_id for out_id, day in self.taken if day == said["SendDate"]]
        entries = [{"OutId": one, "SendStatus": self.fates[self.fate], "ErrCode": self.fate.upper()} for one in listed]
        others = [{"OutId": "another", "SendStatus": 3 if self.fate == "failed" else 2, "ErrCode": "?"}]
        return {
            "Code": "OK",
            "TotalCount": str(len(entries) + 1),
            "SmsSendDetailDTOs": {"SmsSendDetailDTO": others + entries},
        }

    def text(self, request: Request) -> str:
        said = dict(parse_qsl(urlsplit(request.target).query))
        return said["SignName"] + "".join(json.loads(said["TemplateParam"]).values())


class Tencent(Provider):
    url = f"tencentsms://KEYID:{SECRET}@{PHONE}/1400/%E6%9F%90%E5%8E%BF%E6%94%BF%E5%8A%A1/77?daily=9&facts=unit,deadline&via={{via}}"
    throttled = answer_of("200 OK", json.dumps({"Response": {"Error": {"Code": "RequestLimitExceeded"}}}))
    spent = answer_of(
        "200 OK", json.dumps({"Response": {"SendStatusSet": [{"Code": "LimitExceeded.PhoneNumberDailyLimit"}]}})
    )

    fates: ClassVar = {"failed": "FAIL", "delivered": "SUCCESS"}
    """`ReportStatus` in the provider's list; of what is late it does not speak."""

    def __init__(self) -> None:
        super().__init__()
        self.fate, self.taken, self.gives_back_sessions = "late", list[tuple[str, datetime]](), True

    def is_a_message(self, request: Request) -> bool:
        return request.headers["x-tc-action"] == "SendSms"

    def answer(self, request: Request) -> tuple[str, Any]:
        claim = request.headers["authorization"].removeprefix("TC3-HMAC-SHA256 ")
        parts = dict(part.split("=", 1) for part in claim.split(", "))
        at = datetime.fromtimestamp(int(request.headers["x-tc-timestamp"]), UTC)
        signed = {name: request.headers[name] for name in parts["SignedHeaders"].split(";")}
        right = tencent.signature("sms", signed, hashlib.sha256(request.body).hexdigest(), at, SECRET)
        if abs(datetime.now(UTC) - at).total_seconds() > 300:
            return "200 OK", {"Response": {"Error": {"Code": "AuthFailure.SignatureExpire"}}}
        if parts["Signature"] != right or f"{at:%Y-%m-%d}/sms/tc3_request" not in parts["Credential"]:
            return "200 OK", {"Response": {"Error": {"Code": "AuthFailure.SignatureFailure"}}}
        said = json.loads(request.body)
        if not self.is_a_message(request):
            return "200 OK", {"Response": self.statuses(said, at)}
        if said["PhoneNumberSet"] != [f"+86{PHONE}"] or len(said["TemplateParamSet"]) != 2:
            return "200 OK", {"Response": {"SendStatusSet": [{"Code": "FailedOperation.TemplateParamSetNotMatch"}]}}
        self.taken.append((said["SessionContext"], at))
        return "200 OK", {"Response": {"SendStatusSet": [{"Code": "Ok", "SerialNo": f"5000:{len(self.taken)}"}]}}

    def statuses(self, said: Mapping[str, Any], now: datetime) -> dict[str, Any]:
        since = datetime.fromtimestamp(said["BeginTime"], UTC)
        asked = (said["PhoneNumber"], said["SmsSdkAppId"], said["Offset"])
        if asked != (f"+86{PHONE}", "1400", 0) or not 1 <= said["Limit"] <= 100 or now - since > timedelta(days=7):
            return {"Error": {"Code": "InvalidParameterValue"}}
        entries = [
            {
                "SerialNo": f"5000:{number}",
                "SessionContext": session if self.gives_back_sessions else "",
                "ReportStatus": self.fates[self.fate],
                "Description": self.fate.upper(),
            }
            for number, (session, at) in enumerate(self.taken, 1)
            if self.fate in self.fates and since <= at
        ]
        wrong = "SUCCESS" if self.fate == "failed" else "FAIL"
        other = {"SerialNo": "5000:0", "SessionContext": "", "ReportStatus": wrong, "Description": "?"}
        return {"PullSmsSendStatusSet": [other, *entries]}

    def text(self, request: Request) -> str:
        said = json.loads(request.body)
        return str(said["SignName"]) + "".join(said["TemplateParamSet"])


class Yunmas(Provider):
    url = f"yunmas://demo:{SECRET}@{PHONE}/%E6%BC%94%E7%A4%BA%E5%8D%95%E4%BD%8D/abcDEF123?via={{via}}"
    throttled = answer_of("503 Service Unavailable")
    spent = answer_of("200 OK", json.dumps({"success": False, "rspcod": "TooManyMobiles"}))

    def answer(self, request: Request) -> tuple[str, Any]:
        said = json.loads(base64.b64decode(request.body))
        if request.target != "/sms/norsubmit" or said["secretKey"] != SECRET:
            return "200 OK", {"success": False, "rspcod": "InvalidUsrOrPwd"}
        if said["mac"] != yunmas.mac(said):
            return "200 OK", {"success": False, "rspcod": "IllegalMac"}
        return "200 OK", {"success": True, "rspcod": "success", "msgGroup": "0810"}

    def text(self, request: Request) -> str:
        return str(json.loads(base64.b64decode(request.body))["content"])


class WeComApp(Provider):
    """`tokens` are those that it takes; one that it does not know any more has run out."""

    url = f"wecomapp://CORP:{SECRET}@1000002/zhang.san?via={{via}}"
    throttled = answer_of("200 OK", json.dumps({"errcode": 45009}))
    spent = answer_of("200 OK", json.dumps({"errcode": 60020, "errmsg": "not allow to access from your ip"}))

    def __init__(self) -> None:
        super().__init__()
        self.given = 0
        self.tokens: set[str] = set()

    def is_a_message(self, request: Request) -> bool:
        return request.target.startswith("/cgi-bin/message/send")

    def answer(self, request: Request) -> tuple[str, Any]:
        query = {name: values[0] for name, values in parse_qs(urlsplit(request.target).query).items()}
        if not self.is_a_message(request):
            if query.get("corpsecret") != SECRET:
                return "200 OK", {"errcode": 40001}
            self.given += 1
            self.tokens = {f"token-{self.given}"}
            return "200 OK", {"errcode": 0, "access_token": f"token-{self.given}", "expires_in": 7200}
        if query["access_token"] not in self.tokens:
            return "200 OK", {"errcode": 42001}
        said = json.loads(request.body)
        if said["agentid"] != 1000002 or not said["enable_duplicate_check"]:
            return "200 OK", {"errcode": 40056}
        users = said["touser"].split("|")
        missing = [user for user in users if user.startswith("gone")]
        if missing == users:
            return "200 OK", {"errcode": 81013}
        return "200 OK", {"errcode": 0, "invaliduser": "|".join(missing)}

    def text(self, request: Request) -> str:
        return str(json.loads(request.body)["text"]["content"])
