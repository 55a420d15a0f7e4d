"""The message format of a WeCom group robot, as https://developer.work.weixin.qq.com/document/path/91770 has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

LIMITS = {"text": 2048, "markdown": 4096, "markdown_v2": 4096}
"""The types that are taken here, and how many bytes of UTF-8 each may have."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that the robot takes; `mentioned` are mobile numbers or user ids."""

    kind: str
    content: str
    mentioned: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """What the robot answers; `code` 0 means that the message was taken."""

    code: int
    text: str


TAKEN = Reply(0, "ok")
BAD_KEY = Reply(93000, "invalid webhook url")
TOO_MANY = Reply(45009, "api freq out of limit")
NO_JSON = Reply(47001, "data format error")
BAD_TYPE = Reply(40008, "invalid message type")
EMPTY = Reply(44004, "text content is empty")


def read(body: bytes) -> Sent | Reply:
    """Return the message in a request's body, or the answer that refuses it."""
    try:
        sent = msgspec.json.decode(body, type=dict[str, Any])
    except msgspec.MsgspecError:
        return NO_JSON
    kind = sent.get("msgtype")
    if not isinstance(kind, str) or kind not in LIMITS:
        return BAD_TYPE
    part = sent.get(kind)
    content = part.get("content") if isinstance(part, dict) else None
    if not isinstance(part, dict) or not isinstance(content, str) or not content:
        return EMPTY
    if len(content.encode(errors="replace")) > LIMITS[kind]:
        return Reply(40058, f"{kind}.content exceed max length {LIMITS[kind]}")
    return Sent(kind, content, _mentioned(part))


def _mentioned(part: dict[str, Any]) -> tuple[str, ...]:
    named = [part.get("mentioned_mobile_list"), part.get("mentioned_list")]
    return tuple(str(who) for people in named if isinstance(people, list) for who in people)
