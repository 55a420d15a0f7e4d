"""The supervisor's desk: who may sit there, what lies on it, what can be decided."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import msgspec
import pytest
from lxml import html
from test_console import EVIL, incident

from streammon.clock import LOCAL, VirtualClock
from streammon.model.action import Decision, Verb
from streammon.model.incident import State, Transition
from streammon.store import Views
from streammon.web import console_server, create_app
from streammon.web.appeals import Appeals
from streammon.web.desk import Desk

NOW = datetime(2023, 10, 12, 1, 30, tzinfo=UTC)
KEY = "correct-horse"


@pytest.fixture
def decisions() -> list[Decision]:
    return []


@pytest.fixture
def appeals(tmp_path: Path) -> Appeals:
    return Appeals(tmp_path / "appeals")


@pytest.fixture
async def browser(views: Views, decisions: list[Decision], appeals: Appeals) -> AsyncIterator[httpx.AsyncClient]:
    async def decide(decision: Decision) -> None:
        decisions.append(decision)

    clock = VirtualClock(NOW)
    desk = Desk(views, decide, clock.now, {"u": "县教育局"}, KEY, appeals)
    server = console_server(create_app(views, clock=clock, title="某县", desk=desk))
    await server.start()
    async with httpx.AsyncClient(base_url=server.url, trust_env=False, auth=("王主任", KEY)) as client:
        yield client
    await server.stop()


async def shown(browser: httpx.AsyncClient) -> html.HtmlElement:
    answer = await browser.get("/desk")
    assert answer.status_code == 200
    return html.fromstring(answer.text)


async def test_doubts_and_appeals_lie_on_it_and_nothing_else(browser: httpx.AsyncClient, views: Views) -> None:
    appealed = msgspec.structs.replace(incident("appealed", state=State.ALERTED), appeal=EVIL)
    doubtful = incident("doubtful", state=State.REVIEW)
    await views.apply([appealed, doubtful, incident("open"), incident("done", state=State.DISMISSED)], now=NOW)
    page = await shown(browser)
    assert page.xpath("//*[@id='review']//article/@data-id") == ["doubtful"]
    assert page.xpath("//*[@id='appeals']//article/@data-id") == ["appealed"]
    assert page.xpath("//*[@id='dismissed']//article/@data-id") == ["done"]
    assert page.xpath("//article/@data-id") == ["doubtful", "appealed", "done"]
    assert page.xpath("//*[@id='review']//button/@value") == ["confirm", "dismiss"]
    assert page.xpath("//*[@id='dismissed']//button/@value") == ["confirm"]
    assert not page.xpath("//script")
    assert EVIL in page.xpath("string(//*[@id='appeals'])")


async def test_a_doubt_comes_with_what_persons_said_of_its_rule(browser: httpx.AsyncClient, views: Views) -> None:
    doubtful = incident("doubtful", state=State.REVIEW)
    await views.apply([doubtful, incident("echo", state=State.ALERTED)], now=NOW)
    assert "还没有人核实过" in (await shown(browser)).xpath("string(//*[@id='review'])")
    for number, verb in enumerate(["confirm", "confirm", "dismiss"]):
        state = State.OPEN if verb == "confirm" else State.DISMISSED
        step = Transition(at=NOW, state=state, why=f"{verb} {number}", by="王主任")
        await views.apply([msgspec.structs.replace(incident(f"{number}", state=state), history=(step,))], now=NOW)
    words = (await shown(browser)).xpath("string(//*[@id='review'])")
    assert "此规则至今：确认 2，误报 1" in words
    assert "同样的问题另有 3 处" in words


async def test_who_asks_for_more_time_is_answered_with_a_date(
    browser: httpx.AsyncClient, views: Views, decisions: list[Decision]
) -> None:
    asked = Transition(at=NOW, state=State.ALERTED, why="request x", by="c1", reason="系统升级")
    until = datetime(2023, 10, 20, 18, tzinfo=LOCAL)
    asking = msgspec.structs.replace(incident("asking", state=State.ALERTED), wanted_until=until, history=(asked,))
    await views.apply([asking], now=NOW)
    group = (await shown(browser)).xpath("//*[@id='requests']")[0]
    assert "系统升级" in group.text_content()
    assert "希望延期至 2023年10月20日" in group.text_content()
    assert group.xpath(".//button/@value") == ["extend", "reject"]
    (wanted,) = group.xpath(".//input[@name='until']/@value")
    await browser.post("/desk/asking", data={"verb": "extend", "until": wanted})
    assert [decision.until for decision in decisions] == [until]


async def test_the_file_of_an_appeal_is_saved_and_never_shown(
    browser: httpx.AsyncClient, views: Views, appeals: Appeals
) -> None:
    kept = appeals.keep("说明.pdf", b"%PDF-1.7")
    appealed = msgspec.structs.replace(incident("i", state=State.ALERTED), appeal="见附件", attachment=kept)
    await views.apply([appealed, incident("bare")], now=NOW)
    (link,) = (await shown(browser)).xpath("//*[@id='appeals']//a[@download]/@href")
    answer = await browser.get(f"/{link}")
    assert (answer.content, answer.headers["content-type"]) == (b"%PDF-1.7", "application/octet-stream")
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''%E8%AF%B4%E6%98%8E.pdf"
    assert (await browser.get("/desk/bare/file")).status_code == 404
    browser.auth = httpx.Auth()
    assert (await browser.get(f"/{link}")).status_code == 401


async def test_what_was_decided_leaves_the_desk(browser: httpx.AsyncClient, views: Views) -> None:
    await views.apply([incident("i", state=State.REVIEW)], now=NOW)
    later = msgspec.structs.replace(incident("i", state=State.OPEN), opened_at=datetime(2023, 10, 12, 2, tzinfo=UTC))
    await views.apply([later], now=NOW)
    page = await shown(browser)
    assert not page.xpath("//article")
    assert [one.incident_id for one in await views.incidents()] == ["i"]


async def test_a_decision_names_who_made_it(
    browser: httpx.AsyncClient, views: Views, decisions: list[Decision]
) -> None:
    await views.apply([incident("i", state=State.REVIEW)], now=NOW)
    answer = await browser.post("/desk/i", data={"verb": "dismiss", "reason": " 这是 书名"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk")
    (decision,) = decisions
    assert (decision.verb, decision.by, decision.reason, decision.at) == (Verb.DISMISS, "王主任", "这是 书名", NOW)


async def test_an_extension_is_local_time(browser: httpx.AsyncClient, views: Views, decisions: list[Decision]) -> None:
    await views.apply([incident("i")], now=NOW)
    assert (await browser.post("/desk/i", data={"verb": "extend", "until": "soon"})).status_code == 400
    await browser.post("/desk/i", data={"verb": "extend", "until": "2023-10-25T18:00"})
    assert [decision.until for decision in decisions] == [datetime(2023, 10, 25, 18, tzinfo=LOCAL)]


@pytest.mark.parametrize(
    ("path", "data", "status"),
    [
        ("/desk/i", {"verb": "claim"}, 400),
        ("/desk/i", {}, 400),
        ("/desk/nowhere", {"verb": "dismiss"}, 404),
    ],
)
async def test_what_can_not_be_decided_is_refused(
    browser: httpx.AsyncClient, views: Views, decisions: list[Decision], path: str, data: dict[str, str], status: int
) -> None:
    await views.apply([incident("i")], now=NOW)
    assert (await browser.post(path, data=data)).status_code == status
    assert decisions == []


@pytest.mark.parametrize("auth", [None, ("王主任", "wrong"), ("", KEY), ("王主任", "")])
async def test_nobody_else_sits_there(
    browser: httpx.AsyncClient, views: Views, decisions: list[Decision], auth: tuple[str, str] | None
) -> None:
    await views.apply([incident("i", state=State.REVIEW)], now=NOW)
    browser.auth = httpx.Auth() if auth is None else httpx.BasicAuth(*auth)
    for answer in (await browser.get("/desk"), await browser.post("/desk/i", data={"verb": "dismiss"})):
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Basic")
    assert decisions == []


async def test_another_site_can_not_press_the_buttons(
    browser: httpx.AsyncClient, views: Views, decisions: list[Decision]
) -> None:
    await views.apply([incident("i", state=State.REVIEW)], now=NOW)
    evil = {"origin": "http://evil.example"}
    assert (await browser.post("/desk/i", data={"verb": "dismiss"}, headers=evil)).status_code == 403
    own = {"origin": str(browser.base_url).rstrip("/")}
    assert (await browser.post("/desk/i", data={"verb": "dismiss"}, headers=own)).status_code == 303
    assert len(decisions) == 1
