from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import httpx
import pytest

from streammon.clock import VirtualClock
from streammon.demo.inbox import Inbox


def local(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


SEND = "/cgi-bin/webhook/send?key=demo-key"


def text(content: str, *mobiles: str) -> dict[str, object]:
    return {"msgtype": "text", "text": {"content": content, "mentioned_mobile_list": list(mobiles)}}


@pytest.fixture
async def inbox(tmp_path: Path, clock: VirtualClock) -> AsyncIterator[Inbox]:
    async with Inbox(tmp_path / "inbox.jsonl", clock, per_minute=20) as inbox:
        yield inbox


@pytest.fixture
async def web(inbox: Inbox) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=inbox.base_url, trust_env=False) as client:
        yield client


async def test_a_message_is_kept_and_shown_newest_first(
    inbox: Inbox, web: httpx.AsyncClient, clock: VirtualClock
) -> None:
    clock.advance_to(local("2023-10-23 12:05"))
    assert (await web.post(SEND, json=text("第一条", "13800000040"))).json() == {"errcode": 0, "errmsg": "ok"}
    markdown = {"msgtype": "markdown", "markdown": {"content": "**第二条**\n<script>alert(1)</script>"}}
    assert (await web.post(SEND, json=markdown)).json()["errcode"] == 0
    assert [(arrival.kind, arrival.mentioned) for arrival in inbox.messages()] == [
        ("text", ("13800000040",)),
        ("markdown", ()),
    ]
    page = (await web.get("/")).text
    assert page.index("第二条") < page.index("第一条")
    assert "2023-10-23 12:05" in page
    assert "共收到 2 条" in page
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("/cgi-bin/webhook/send?key=other", b'{"msgtype":"text","text":{"content":"x"}}', 93000),
        ("/cgi-bin/webhook/send", b"{}", 93000),
        (SEND, b'{"msgtype":"voice","voice":{}}', 40008),
        (SEND, b'{"msgtype":["text"]}', 40008),
        (SEND, b"{}", 40008),
        (SEND, b"not json", 47001),
        (SEND, b"[]", 47001),
        (SEND, b'"' + b"x" * 70_000 + b'"', 47001),
        (SEND, b'{"msgtype":"text","text":{"content":""}}', 44004),
        (SEND, b'{"msgtype":"text","text":"x"}', 44004),
        (SEND, b'{"msgtype":"text","text":{"content":"' + "长".encode() * 683 + b'"}}', 40058),
    ],
)
async def test_what_the_robot_refuses_is_not_kept(
    inbox: Inbox, web: httpx.AsyncClient, path: str, body: bytes, code: int
) -> None:
    assert (await web.post(path, content=body)).json()["errcode"] == code
    assert inbox.count() == 0


async def test_twenty_messages_in_a_minute_of_the_clock(
    inbox: Inbox, web: httpx.AsyncClient, clock: VirtualClock
) -> None:
    codes = [(await web.post(SEND, json=text(str(number)))).json()["errcode"] for number in range(21)]
    assert codes == [0] * 20 + [45009]
    clock.advance_to(local("2023-10-01 00:01"))
    assert (await web.post(SEND, json=text("later"))).json()["errcode"] == 0
    assert inbox.count() == 21


async def test_it_goes_on_after_a_restart(tmp_path: Path, clock: VirtualClock) -> None:
    file = tmp_path / "inbox.jsonl"
    async with Inbox(file, clock) as first, httpx.AsyncClient(base_url=first.base_url, trust_env=False) as web:
        await web.post(SEND, json=text("before"))
    with file.open("ab") as torn:
        torn.write(b'{"at":"2023-')
    async with Inbox(file, clock) as second, httpx.AsyncClient(base_url=second.base_url, trust_env=False) as web:
        assert [arrival.content for arrival in second.messages()] == ["before"]
        await web.post(SEND, json=text("after"))
    assert [arrival.content for arrival in Inbox(file, clock).messages()] == ["before", "after"]
