"""Buttons pressed in WeCom: the envelope by its published examples, who is heard, and what the card says then."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from test_console import incident

from streammon.alerting.channels.wecom_card import card_of
from streammon.alerting.links import Links
from streammon.assembly.callback import wecom_of
from streammon.clock import VirtualClock
from streammon.errors import ConfigError
from streammon.model.action import Decision, Verb
from streammon.model.incident import Incident, State, Transition
from streammon.model.message import Message
from streammon.model.unit import Contact
from streammon.store import Views
from streammon.web import console_server, create_app
from streammon.web.appeals import Appeals
from streammon.web.ticket import Tickets
from streammon.web.wecom import WeCom
from streammon.web.wecom_crypt import Envelope, Forged, Signed

NOW = datetime(2023, 10, 12, 1, 30, tzinfo=UTC)
OWN = "00ff00ff00ff00ff"
LINKS = Links("https://jc.gov.test", b"k" * 32)
KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
CORP = "wx5823bf96d3bd56c7"
ENVELOPE = Envelope("QDG6eK", KEY, CORP)
"""Token, key and id of the examples in WeCom's documentation."""


def published(name: str) -> tuple[Signed, str]:
    """Return an example of the documentation."""
    if name == "check":
        signed = Signed("5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3", "1409659589", "263014780")
        return signed, "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ=="
    signed = Signed("477715d11cdb4164915debcba66cb864d751f3e6", "1409659813", "1372623149")
    return signed, (
        "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvu"
        "JTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwG"
        "c2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9"
        "EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0"
        "lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q=="
    )


def test_the_published_examples_open() -> None:
    assert ENVELOPE.open(*published("check")) == "1616140317555161061"
    assert "<Content><![CDATA[hello]]></Content>" in ENVELOPE.open(*published("message"))


@pytest.mark.parametrize(
    "envelope",
    [Envelope("other", KEY, CORP), Envelope("QDG6eK", KEY[::-1], CORP), Envelope("QDG6eK", KEY, "other")],
)
def test_other_keys_open_nothing(envelope: Envelope) -> None:
    with pytest.raises(Forged):
        envelope.open(*published("check"))


def test_a_changed_letter_is_noticed() -> None:
    signed, sealed = published("check")
    with pytest.raises(Forged):
        ENVELOPE.open(signed, sealed.replace("P9n", "Q9n"))


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200))
def test_what_is_sealed_opens_again(message: str) -> None:
    sealed, signature = ENVELOPE.seal(message, "1", "2")
    assert ENVELOPE.open(Signed(signature, "1", "2"), sealed) == message


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=128))
def test_rubbish_under_a_good_signature_is_forged(data: bytes) -> None:
    sealed = data.hex()
    _, signature = "", ENVELOPE._signature("1", "2", sealed).decode()
    with pytest.raises(Forged):
        ENVELOPE.open(Signed(signature, "1", "2"), sealed)


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(NOW)


@pytest.fixture
def decisions() -> list[Decision]:
    return []


@pytest.fixture
async def wecom(
    views: Views, clock: VirtualClock, decisions: list[Decision], tmp_path: Path
) -> AsyncIterator[httpx.AsyncClient]:
    async def decide(decision: Decision) -> None:
        decisions.append(decision)

    names = {"c1": "某某", "c2": "某人"}
    tickets = Tickets(views, LINKS.read, decide, clock.now, names, {"u": "县教育局"}, Appeals(tmp_path / "appeals"))
    users = {("7", "zhang.san"): frozenset({"c1"}), ("7", "li.si"): frozenset({"c2"})}
    back = WeCom(ENVELOPE, users, tickets)
    server = console_server(create_app(views, clock=clock, title="某县", tickets=tickets, wecom=back))
    await server.start()
    async with httpx.AsyncClient(base_url=server.url, trust_env=False) as client:
        yield client
    await server.stop()


def alerted(**changes: object) -> Incident:
    told = incident(OWN, state=State.ALERTED)
    told = msgspec.structs.replace(told, history=(Transition(at=NOW, state=State.ALERTED, why="told"),))
    return msgspec.structs.replace(told, **changes)


def key(verb: str = "claim", contact: str = "c1") -> str:
    return f"{verb} {LINKS.token(OWN, contact, NOW + timedelta(days=2))}"


def press(event_key: str, user: str = "Zhang.San", kind: str = "template_card_event") -> str:
    return (
        f"<xml><ToUserName><![CDATA[{CORP}]]></ToUserName><FromUserName><![CDATA[{user}]]></FromUserName>"
        f"<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[{kind}]]></Event>"
        f"<CreateTime>{int(NOW.timestamp())}</CreateTime><AgentID>7</AgentID>"
        f"<EventKey><![CDATA[{event_key}]]></EventKey><TaskId><![CDATA[m1]]></TaskId>"
        "<CardType><![CDATA[button_interaction]]></CardType><ResponseCode><![CDATA[r]]></ResponseCode></xml>"
    )


async def call(
    wecom: httpx.AsyncClient, message: str, *, at: datetime = NOW, once: str = "n", **changes: str
) -> httpx.Response:
    timestamp = str(int(at.timestamp()))
    sealed, signature = ENVELOPE.seal(message, timestamp, once)
    params = {"msg_signature": signature, "timestamp": timestamp, "nonce": once, **changes}
    body = f"<xml><ToUserName>{CORP}</ToUserName><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>"
    return await wecom.post("/wecom", params=params, content=body.encode())


def answer(response: httpx.Response) -> etree._Element:
    assert response.status_code == 200
    root = etree.fromstring(response.content)
    signed = Signed(*(str(root.findtext(name)) for name in ("MsgSignature", "TimeStamp", "Nonce")))
    return etree.fromstring(ENVELOPE.open(signed, str(root.findtext("Encrypt"))))


async def test_the_address_is_proved_to_be_ours(wecom: httpx.AsyncClient) -> None:
    sealed, signature = ENVELOPE.seal("1616140317555161061", str(int(NOW.timestamp())), "n")
    params = {"msg_signature": signature, "timestamp": str(int(NOW.timestamp())), "nonce": "n", "echostr": sealed}
    response = await wecom.get("/wecom", params=params)
    assert (response.status_code, response.text) == (200, "1616140317555161061")


async def test_a_claim_is_decided_and_the_card_says_so(
    wecom: httpx.AsyncClient, views: Views, decisions: list[Decision]
) -> None:
    await views.apply([alerted()], now=NOW)
    said = answer(await call(wecom, press(key("claim"))))
    assert (said.findtext("MsgType"), said.findtext("Button/ReplaceName")) == ("update_button", "已报整改，正在复查")
    assert (said.findtext("ToUserName"), said.findtext("FromUserName")) == ("Zhang.San", CORP)
    (decision,) = decisions
    assert (decision.verb, decision.by, decision.incident_id, decision.at) == (Verb.CLAIM, "c1", OWN, NOW)


async def test_the_buttons_of_a_card_are_those_that_are_heard(
    wecom: httpx.AsyncClient, views: Views, decisions: list[Decision]
) -> None:
    await views.apply([alerted()], now=NOW)
    link = LINKS.url(OWN, "c1", NOW)
    facts = dict.fromkeys(("unit", "problem", "advice", "deadline"), "x") | {"url": link, "link": link}
    card = card_of(
        Message(message_id="m1", contact_id="c1", channel=0, title="x", body="x", at=NOW, alerts=(), facts=facts)
    )
    assert card is not None
    for number, button in enumerate(card["button_list"][:2]):
        answer(await call(wecom, press(button["key"]), once=str(number)))
    assert [decision.verb for decision in decisions] == [Verb.ACKNOWLEDGE, Verb.CLAIM]
    page = await wecom.get(card["button_list"][2]["url"].removeprefix("https://jc.gov.test"))
    assert 'id="appeal"' in page.text


async def test_who_has_seen_it_can_still_claim(
    wecom: httpx.AsyncClient, views: Views, decisions: list[Decision]
) -> None:
    await views.apply([alerted()], now=NOW)
    said = answer(await call(wecom, press(key("acknowledge"))))
    card = said.find("TemplateCard")
    assert said.findtext("MsgType") == "update_template_card"
    assert card is not None
    assert [button.findtext("Text") for button in card.findall("ButtonList")] == ["已整改"]
    answer(await call(wecom, press(str(card.findtext("ButtonList/Key"))), once="later"))
    assert [decision.verb for decision in decisions] == [Verb.ACKNOWLEDGE, Verb.CLAIM]


@pytest.mark.parametrize(
    ("event_key", "user", "said"),
    [
        (key(), "li.si", "您不是这个问题的联系人"),
        (key(), "nobody", "您不是这个问题的联系人"),
        (key(contact="c2"), "zhang.san", "您不是这个问题的联系人"),
        (key("dismiss"), "zhang.san", "没有这个操作"),
        (key("appeal"), "zhang.san", "没有这个操作"),
        ("claim forged", "zhang.san", "链接已失效"),
        ("", "zhang.san", "没有这个操作"),
    ],
)
async def test_what_is_nobodys_to_press_decides_nothing(
    wecom: httpx.AsyncClient, views: Views, decisions: list[Decision], event_key: str, user: str, said: str
) -> None:
    await views.apply([alerted()], now=NOW)
    assert answer(await call(wecom, press(event_key, user))).findtext("Button/ReplaceName") == said
    assert decisions == []


async def test_what_has_ended_is_said_to_have(
    wecom: httpx.AsyncClient, views: Views, decisions: list[Decision]
) -> None:
    await views.apply([alerted(state=State.FIXED, fixed_at=NOW)], now=NOW)
    assert answer(await call(wecom, press(key()))).findtext("Button/ReplaceName") == "已整改"
    assert decisions == []


async def test_a_replay_is_refused_and_a_repetition_is_the_same_action(
    wecom: httpx.AsyncClient, views: Views, decisions: list[Decision]
) -> None:
    await views.apply([alerted()], now=NOW)
    timestamp = str(int(NOW.timestamp()))
    sealed, signature = ENVELOPE.seal(press(key()), timestamp, "n")
    params = {"msg_signature": signature, "timestamp": timestamp, "nonce": "n"}
    body = f"<xml><Encrypt>{sealed}</Encrypt></xml>".encode()
    assert (await wecom.post("/wecom", params=params, content=body)).status_code == 200
    assert (await wecom.post("/wecom", params=params, content=body)).status_code == 403
    assert (await call(wecom, press(key()), once="again")).status_code == 200
    assert len(decisions) == 2
    assert len({decision.action_id for decision in decisions}) == 1


@pytest.mark.parametrize("minutes", [-11, 11])
async def test_an_old_call_is_refused(
    wecom: httpx.AsyncClient, views: Views, decisions: list[Decision], minutes: int
) -> None:
    await views.apply([alerted()], now=NOW)
    assert (await call(wecom, press(key()), at=NOW + timedelta(minutes=minutes))).status_code == 403
    assert decisions == []


@pytest.mark.parametrize("changes", [{"msg_signature": "0" * 40}, {"nonce": "x"}, {"timestamp": "now"}])
async def test_a_wrong_signature_is_refused(
    wecom: httpx.AsyncClient, views: Views, decisions: list[Decision], changes: dict[str, str]
) -> None:
    await views.apply([alerted()], now=NOW)
    assert (await call(wecom, press(key()), **changes)).status_code == 403
    assert decisions == []


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b"<xml/>", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml><Encrypt>&e;</Encrypt></xml>'],
)
async def test_rubbish_is_refused(wecom: httpx.AsyncClient, body: bytes) -> None:
    params = {"msg_signature": "x", "timestamp": str(int(NOW.timestamp())), "nonce": "n"}
    assert (await wecom.post("/wecom", params=params, content=body)).status_code in {400, 403}


async def test_other_events_are_left_alone(wecom: httpx.AsyncClient, decisions: list[Decision]) -> None:
    response = await call(wecom, press(key(), kind="enter_agent"))
    assert (response.status_code, response.text) == (200, "")
    assert decisions == []


def contact(name: str, *channels: str) -> Contact:
    return Contact(contact_id=name, name=name, phone="", channels=channels)


HERS = "wecomapp://CORP:S@7/zhang.san|deputy?as=card"


def prepared(monkeypatch: pytest.MonkeyPatch, data: Path, token: str, aes_key: str, *channels: str) -> WeCom | None:
    monkeypatch.setenv("STREAMMON_WECOM_TOKEN", token)
    (data / "wecom.aeskey").write_text(f"{aes_key}\n", encoding="utf-8")
    contacts = {f"c{number}": contact(f"c{number}", channel) for number, channel in enumerate(channels)}
    return wecom_of(data, contacts, None)  # type: ignore[arg-type]


def test_keys_come_from_variables_or_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    back = prepared(monkeypatch, tmp_path, "QDG6eK", KEY, HERS, "wecomapp://CORP:S@7/deputy", "mailto://a.test")
    assert back is not None
    assert back.users == {("7", "zhang.san"): {"c0"}, ("7", "deputy"): {"c0", "c1"}}
    assert prepared(monkeypatch, tmp_path, "", "", "wecomapp://CORP:S@7/zhang.san") is None


@pytest.mark.parametrize(
    ("token", "aes_key", "channels", "said"),
    [
        ("", "", (HERS,), "as=card"),
        ("", KEY, (HERS,), "没有 Token"),
        ("QDG6eK", "short", (HERS,), "现在是 5 个字符"),
        ("QDG6eK", "", (HERS,), "现在是 0 个字符"),
        ("QDG6eK", KEY, (), "有 0 个"),
        ("QDG6eK", KEY, (HERS, "wecomapp://OTHER:S@7/li"), "有 2 个"),
    ],
)
def test_keys_that_do_not_fit_are_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, token: str, aes_key: str, channels: tuple[str, ...], said: str
) -> None:
    with pytest.raises(ConfigError, match=said):
        prepared(monkeypatch, tmp_path, token, aes_key, *channels)
