"""The page behind a link: what it shows, what can be pressed, and who is turned away."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import httpx
import msgspec
import pytest
from lxml import html
from test_console import EVIL, incident

from streammon.alerting.links import Links
from streammon.clock import VirtualClock
from streammon.model.action import Decision, Verb
from streammon.model.incident import Incident, State, Transition
from streammon.store import Views
from streammon.web import console_server, create_app
from streammon.web.ticket import Tickets

NOW = datetime(2023, 10, 12, 1, 30, tzinfo=UTC)
OWN = "00ff00ff00ff00ff"
LINKS = Links("https://jc.gov.test", b"k" * 32)


def alerted(**changes: object) -> Incident:
    told = incident(OWN, state=State.ALERTED)
    told = msgspec.structs.replace(told, history=(Transition(at=NOW, state=State.ALERTED, why="told"),))
    return msgspec.structs.replace(told, **changes)


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(NOW)


@pytest.fixture
def decisions() -> list[Decision]:
    return []


@pytest.fixture
async def phone(views: Views, clock: VirtualClock, decisions: list[Decision]) -> AsyncIterator[httpx.AsyncClient]:
    async def decide(decision: Decision) -> None:
        decisions.append(decision)

    tickets = Tickets(views, LINKS.read, decide, clock.now, {"c1": "某某"}, {"u": "县教育局"})
    server = console_server(create_app(views, clock=clock, title="某县", tickets=tickets))
    await server.start()
    async with httpx.AsyncClient(base_url=server.url, trust_env=False) as client:
        yield client
    await server.stop()


def link(contact: str = "c1", own: str = OWN, deadline: datetime = NOW) -> str:
    return f"/t/{LINKS.token(own, contact, deadline)}"


async def shown(phone: httpx.AsyncClient, path: str = "") -> html.HtmlElement:
    answer = await phone.get(path or link())
    assert answer.status_code == 200
    return html.fromstring(answer.text)


async def test_it_shows_problem_context_correction_and_deadline(phone: httpx.AsyncClient, views: Views) -> None:
    await views.apply([alerted()], now=NOW)
    page = await shown(phone)
    words = " ".join(page.text_content().split())
    for wanted in ("县教育局", "错误表述“工做”", "应为“工作”", "剩 2 天", "10月14日 12:30前整改", "已通知"):
        assert wanted in words
    assert page.xpath("//mark/text()") == ["工做"]
    assert page.xpath("//button/@value") == ["claim", "acknowledge", "appeal"]


@pytest.mark.parametrize("verb", [Verb.CLAIM, Verb.ACKNOWLEDGE])
async def test_what_is_pressed_is_decided_by_the_contact(
    phone: httpx.AsyncClient, views: Views, decisions: list[Decision], verb: Verb
) -> None:
    await views.apply([alerted()], now=NOW)
    answer = await phone.post(link(), data={"verb": verb})
    assert (answer.status_code, answer.headers["location"]) == (303, link())
    (decision,) = decisions
    assert (decision.verb, decision.by, decision.at, decision.incident_id) == (verb, "c1", NOW, OWN)


async def test_pressed_twice_is_one_decision(
    phone: httpx.AsyncClient, views: Views, decisions: list[Decision], clock: VirtualClock
) -> None:
    await views.apply([alerted()], now=NOW)
    for _ in range(2):
        await phone.post(link(), data={"verb": "claim"})
        clock.advance_to(clock.now() + timedelta(seconds=1))
    assert len({decision.action_id for decision in decisions}) == 1


async def test_an_appeal_says_why(phone: httpx.AsyncClient, views: Views, decisions: list[Decision]) -> None:
    await views.apply([alerted()], now=NOW)
    assert (await phone.post(link(), data={"verb": "appeal", "reason": "  "})).status_code == 400
    assert decisions == []
    await phone.post(link(), data={"verb": "appeal", "reason": " 这是\n书名 "})
    assert [decision.reason for decision in decisions] == ["这是 书名"]


@pytest.mark.parametrize("verb", ["dismiss", "waive", "extend", "confirm", "reject", "x", ""])
async def test_what_only_a_supervisor_may_do_is_refused(
    phone: httpx.AsyncClient, views: Views, decisions: list[Decision], verb: str
) -> None:
    await views.apply([alerted()], now=NOW)
    assert (await phone.post(link(), data={"verb": verb, "reason": "x"})).status_code == 400
    assert decisions == []


@pytest.mark.parametrize(
    "path",
    [
        "/t/nonsense",
        link(contact="who-has-left"),
        link(own="1111111111111111"),
        link(deadline=NOW - timedelta(days=31)),
        link()[:-2] + "AA",
    ],
)
async def test_a_link_that_is_not_good_opens_nothing(
    phone: httpx.AsyncClient, views: Views, decisions: list[Decision], path: str
) -> None:
    await views.apply([alerted()], now=NOW)
    for answer in (await phone.get(path), await phone.post(path, data={"verb": "claim"})):
        assert (answer.status_code, "链接打不开" in answer.text, "工做" in answer.text) == (404, True, False)
    assert decisions == []


async def test_a_claim_is_waited_for_until_the_look(phone: httpx.AsyncClient, views: Views) -> None:
    claimed = Transition(at=NOW, state=State.CLAIMED, why="claim x", by="c1")
    await views.apply([alerted(state=State.CLAIMED, claimed_at=NOW, history=(claimed,))], now=NOW)
    page = await shown(phone)
    assert page.xpath("//meta[@http-equiv='refresh']")
    fixed = Transition(at=NOW + timedelta(minutes=1), state=State.FIXED, why="inspection y")
    await views.apply([alerted(state=State.FIXED, claimed_at=NOW, history=(claimed, fixed))], now=NOW)
    page = await shown(phone)
    assert not page.xpath("//meta[@http-equiv='refresh']")
    assert not page.xpath("//button")
    assert "已整改" in page.xpath("string(//section[1])")


async def test_what_strangers_wrote_stays_text(phone: httpx.AsyncClient, views: Views) -> None:
    told = incident(OWN, snippet=EVIL, url="javascript:alert(1)", state=State.ALERTED)
    await views.apply([msgspec.structs.replace(told, appeal=EVIL)], now=NOW)
    page = await shown(phone)
    assert not page.xpath("//script")
    assert not page.xpath("//a[starts-with(@href, 'javascript')]")
