"""A message of a WeCom application as a card with buttons, checked by a server as the documentation says."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import httpx
import msgspec
import pytest
from providers import Request, WeComApp

from streammon.alerting.channels.front_door import Deliverer, is_known
from streammon.alerting.channels.pace import OwnPurse
from streammon.alerting.channels.wecom_app import users_of
from streammon.clock import VirtualClock
from streammon.model.message import Message, Outcome
from streammon.model.unit import Contact

LINK = "https://jc.gov.test/t/TOKEN"
FACTS = {
    "unit": "县教育局",
    "problem": "错误表述“劳固树立”",
    "advice": "改为“牢固树立”。",
    "deadline": "9月29日（周日，调休上班）18:00前",
    "url": LINK,
    "link": LINK,
}
MESSAGE = Message(
    message_id="0011aabbccddeeff",
    contact_id="c",
    channel=0,
    title="【整改通知】县教育局：错误表述“劳固树立”",
    body="正文",
    markdown="**正文**",
    at=datetime(2024, 9, 27, tzinfo=UTC),
    alerts=(),
    facts=FACTS,
)


class Cards(WeComApp):
    """Takes a card only if it is one: what must be there, of which length, and each button with what it needs."""

    def answer(self, request: Request) -> tuple[str, Any]:
        status, said = super().answer(request)
        sent = json.loads(request.body or b"{}")
        if said.get("errcode") == 0 and sent.get("msgtype") == "template_card" and not _is_card(sent["template_card"]):
            return status, {"errcode": 42045}
        return status, said


def _is_card(card: dict[str, Any]) -> bool:
    buttons = card["button_list"]
    keys = [button["key"] for button in buttons if not button.get("type")]
    return (
        card["card_type"] == "button_interaction"
        and bool(card["main_title"]["title"] or card["sub_title_text"])
        and re.fullmatch(r"[0-9A-Za-z_@-]{1,128}", card["task_id"]) is not None
        and 1 <= len(buttons) <= 6
        and len(set(keys)) == len(keys)
        and all(len(key.encode()) <= 1024 for key in keys)
        and all(button["url"] for button in buttons if button.get("type") == 1)
        and len(card["horizontal_content_list"]) <= 6
        and (card["card_action"]["type"], bool(card["card_action"]["url"])) == (1, True)
    )


@pytest.fixture
async def provider() -> AsyncIterator[Cards]:
    provider = Cards()
    server = await asyncio.start_server(provider.serve, "127.0.0.1", 0)
    provider.port = server.sockets[0].getsockname()[1]
    async with server:
        yield provider


async def sent(provider: Cards, client: httpx.AsyncClient, form: str, message: Message) -> dict[str, Any]:
    contact = Contact(
        contact_id="c", name="某某", phone="", channels=(f"{provider.url.format(via=provider.via)}&as={form}",)
    )
    deliverer = Deliverer({"c": contact}, client, VirtualClock(datetime.now(UTC)), OwnPurse())
    assert (await deliverer.deliver(message)).outcome is Outcome.SENT
    said: dict[str, Any] = json.loads(provider.heard[-1].body)
    return said


async def test_a_card_says_what_and_when_and_has_buttons(provider: Cards, client: httpx.AsyncClient) -> None:
    card = (await sent(provider, client, "card", MESSAGE))["template_card"]
    assert [button["text"] for button in card["button_list"]] == ["已收到", "已整改", "申诉"]
    assert [button.get("key") for button in card["button_list"]] == ["acknowledge TOKEN", "claim TOKEN", None]
    assert card["button_list"][2]["url"] == f"{LINK}#appeal"
    said = json.dumps(card, ensure_ascii=False)
    for wanted in ("县教育局", "劳固树立", "改为“牢固树立”", "9月29日（周日，调休上班）18:00前"):
        assert wanted in said


async def test_what_is_too_long_for_a_card_is_cut(provider: Cards, client: httpx.AsyncClient) -> None:
    long = msgspec.structs.replace(
        MESSAGE, title="长" * 200, facts={**FACTS, "problem": "长" * 200, "unit": "长" * 200}
    )
    card = (await sent(provider, client, "card", long))["template_card"]
    assert (len(card["main_title"]["title"]), len(card["sub_title_text"])) == (36, 112)
    assert card["horizontal_content_list"][0]["value"] == "长" * 25 + "…"


async def test_without_a_link_there_is_nothing_to_be_pressed(provider: Cards, client: httpx.AsyncClient) -> None:
    bare = msgspec.structs.replace(MESSAGE, facts={name: fact for name, fact in FACTS.items() if name != "link"})
    assert (await sent(provider, client, "card", bare))["msgtype"] == "text"


async def test_markdown_where_the_address_says_so(provider: Cards, client: httpx.AsyncClient) -> None:
    assert (await sent(provider, client, "markdown", MESSAGE))["markdown"] == {"content": "**正文**"}
    bare = msgspec.structs.replace(MESSAGE, markdown="")
    assert (await sent(provider, client, "markdown", bare))["msgtype"] == "text"


def test_an_unknown_form_is_refused() -> None:
    assert is_known("wecomapp://CORP:S@1/zhang.san?as=card")
    assert not is_known("wecomapp://CORP:S@1/zhang.san?as=fax")


def test_who_is_behind_an_address() -> None:
    assert list(users_of("wecomapp://CORP:S@7/Zhang.San|li?as=card")) == [
        ("CORP", "7", "zhang.san"),
        ("CORP", "7", "li"),
    ]
    assert list(users_of("wecombot://key")) == []
    assert list(users_of("nonsense")) == []
