"""The page behind a link: what it shows, what can be pressed, and who is turned away."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import msgspec
import pytest
from lxml import html
from test_console import EVIL, incident

from streammon.alerting.links import Links
from streammon.clock import LOCAL, VirtualClock
from streammon.model.action import Decision, Verb
from streammon.model.incident import Incident, State, Transition
from streammon.model.proof import Ending, Proof
from streammon.store import Views
from streammon.web import console_server, create_app
from streammon.web.appeals import SIZE_LIMIT, Appeals
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
def appeals(tmp_path: Path) -> Appeals:
    return Appeals(tmp_path / "appeals")


@pytest.fixture
async def phone(
    views: Views, clock: VirtualClock, decisions: list[Decision], appeals: Appeals
) -> AsyncIterator[httpx.AsyncClient]:
    async def decide(decision: Decision) -> None:
        decisions.append(decision)

    tickets = Tickets(views, LINKS.read, decide, clock.now, {"c1": "某某"}, {"u": "县教育局"}, appeals)
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
    assert page.xpath("//button/@value") == ["claim", "acknowledge", "request", "appeal"]


@pytest.mark.parametrize("verb", [Verb.CLAIM, Verb.ACKNOWLEDGE])
async def test_what_is_pressed_is_decided_by_the_contact(
    phone: httpx.AsyncClient, views: Views, decisions: list[Decision], verb: Verb
) -> None:
    await views.apply([alerted()], now=NOW)
    answer = await phone.post(link(), data={"verb": verb})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{link()}?after=1")
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
    done = alerted(state=State.FIXED, claimed_at=NOW, appeal="这是书名", history=(claimed, fixed))
    await views.apply([done], now=NOW)
    page = await shown(phone)
    assert "等待答复" not in page.text_content()
    assert not page.xpath("//meta[@http-equiv='refresh']")
    assert not page.xpath("//button")
    assert "已整改" in page.xpath("string(//section[1])")


async def test_what_strangers_wrote_stays_text(phone: httpx.AsyncClient, views: Views) -> None:
    told = incident(OWN, snippet=EVIL, url="javascript:alert(1)", state=State.ALERTED)
    await views.apply([msgspec.structs.replace(told, appeal=EVIL)], now=NOW)
    page = await shown(phone)
    assert page.xpath("//script/@src") == ["../static/ticket.js"]
    assert not page.xpath("//script[not(@src)]")
    assert not page.xpath("//a[starts-with(@href, 'javascript')]")


async def test_a_column_is_looked_at_again(phone: httpx.AsyncClient, views: Views) -> None:
    claimed = Transition(at=NOW, state=State.CLAIMED, why="claim x", by="c1")
    await views.apply([alerted(scope="gap", state=State.CLAIMED, claimed_at=NOW, history=(claimed,))], now=NOW)
    assert "正在重新查看栏目" in (await shown(phone)).xpath("string(//*[@role='status'])")


async def test_what_was_sent_is_waited_for_until_it_has_come(phone: httpx.AsyncClient, views: Views) -> None:
    await views.apply([alerted()], now=NOW)
    assert "已提交" in (await shown(phone, f"{link()}?after=1")).text_content()
    seen = Transition(at=NOW, state=State.ACKNOWLEDGED, why="acknowledge x", by="c1")
    later = alerted(state=State.ACKNOWLEDGED, acknowledged_at=NOW, history=(*alerted().history, seen))
    await views.apply([later], now=NOW)
    page = await shown(phone, f"{link()}?after=1")
    assert "已提交" not in page.text_content()
    assert page.xpath("//button/@value") == ["claim", "request", "appeal"]


async def test_a_look_that_still_finds_it_says_so(phone: httpx.AsyncClient, views: Views) -> None:
    claimed = Transition(at=NOW, state=State.CLAIMED, why="claim x", by="c1")
    refuted = Transition(at=NOW, state=State.ACKNOWLEDGED, why="inspection y")
    await views.apply([alerted(state=State.ACKNOWLEDGED, history=(claimed, refuted))], now=NOW)
    page = await shown(phone)
    assert "复查发现问题仍在" in page.xpath("string(//*[@role='status'])")
    assert page.xpath("//*[@data-part='steps']//li[1]/span/text()") == ["复查：问题仍在"]
    assert "claim" in page.xpath("//button/@value")


async def test_the_page_hears_of_a_change_by_itself(phone: httpx.AsyncClient, views: Views) -> None:
    await views.apply([alerted()], now=NOW)
    mark = (await shown(phone)).xpath("//body/@data-mark")[0]
    async with phone.stream("GET", f"{link()}/events", params={"seen": mark}, timeout=10) as stream:
        events = (line.partition(":")[2].strip() async for line in stream.aiter_lines() if line.startswith("event"))
        assert await anext(events) == "alive"
        await views.apply([alerted(state=State.FIXED, fixed_at=NOW)], now=NOW)
        while (event := await anext(events)) == "alive":
            pass
        assert event == "change"


@pytest.mark.parametrize("ending", Ending)
async def test_the_proof_shows_what_stands_there_now(phone: httpx.AsyncClient, views: Views, ending: Ending) -> None:
    proof = Proof(incident_id=OWN, ending=ending, after="做好工作。" if ending is Ending.RIGHT else "")
    await views.apply([alerted(state=State.FIXED, fixed_at=NOW, proof=proof)], now=NOW)
    page = await shown(phone)
    assert page.xpath("//*[@class='ending']")
    assert page.xpath("//*[@class='after']/mark/text()") == (["工作"] if ending is Ending.RIGHT else [])


async def test_nobody_without_a_link_hears_anything(phone: httpx.AsyncClient, views: Views) -> None:
    await views.apply([alerted()], now=NOW)
    assert (await phone.get("/t/nonsense/events")).status_code == 404


PDF = b"%PDF-1.7\n..."


async def test_an_appeal_may_bring_a_file(
    phone: httpx.AsyncClient, views: Views, decisions: list[Decision], appeals: Appeals
) -> None:
    await views.apply([alerted()], now=NOW)
    file = {"file": ("../../说明13800000000.exe", PDF, "application/x-msdownload")}
    answer = await phone.post(link(), data={"verb": "appeal", "reason": "见附件"}, files=file)
    assert answer.status_code == 303
    (decision,) = decisions
    digest, _, name = decision.attachment.partition("-")
    assert (len(digest), name) == (64, "说明138….pdf")
    assert appeals.read(decision.attachment) == PDF
    assert (await phone.get(f"{link()}/file")).status_code == 404, "only the desk gives it out"


@pytest.mark.parametrize(
    ("data", "status", "said"),
    [
        (b"MZ this runs", 400, "只收"),
        (b"<html><script>alert(1)</script>", 400, "只收"),
        (b"%PDF-" + b"x" * SIZE_LIMIT, 400, "超过 10 MB"),
        (b"%PDF-" + b"x" * (SIZE_LIMIT + 128 * 1024), 413, "超过 10 MB"),
    ],
)
async def test_a_file_that_is_not_wanted_is_refused_in_words(
    phone: httpx.AsyncClient, views: Views, decisions: list[Decision], data: bytes, status: int, said: str
) -> None:
    await views.apply([alerted()], now=NOW)
    answer = await phone.post(link(), data={"verb": "appeal", "reason": "x"}, files={"file": ("a.pdf", data)})
    assert (answer.status_code, said in answer.text) == (status, True)
    assert decisions == []


async def test_a_form_without_a_choice_of_file_is_an_appeal(
    phone: httpx.AsyncClient, views: Views, decisions: list[Decision]
) -> None:
    await views.apply([alerted()], now=NOW)
    await phone.post(link(), data={"verb": "appeal", "reason": "这是书名"}, files={"file": ("", b"")})
    assert [(decision.reason, decision.attachment) for decision in decisions] == [("这是书名", "")]


async def test_more_time_is_asked_for_until_the_hour_of_the_deadline(
    phone: httpx.AsyncClient, views: Views, decisions: list[Decision]
) -> None:
    await views.apply([alerted()], now=NOW)
    page = await shown(phone)
    assert page.xpath("//input[@type='date']/@min") == ["2023-10-15"]
    form = {"verb": "request", "until": "2023-10-20", "reason": "系统升级"}
    assert (await phone.post(link(), data=form)).status_code == 303
    (decision,) = decisions
    assert (decision.verb, decision.reason) == (Verb.REQUEST, "系统升级")
    assert decision.until == datetime(2023, 10, 20, 12, 30, tzinfo=LOCAL)


@pytest.mark.parametrize(
    "form",
    [
        {"until": "2023-10-20"},
        {"until": "soon", "reason": "x"},
        {"reason": "x"},
        {"until": "2023-10-14", "reason": "x"},
        {"until": "2099-10-14", "reason": "x"},
    ],
)
async def test_a_request_without_a_reason_or_a_good_day_is_refused(
    phone: httpx.AsyncClient, views: Views, decisions: list[Decision], form: dict[str, str]
) -> None:
    await views.apply([alerted()], now=NOW)
    answer = await phone.post(link(), data={"verb": "request", **form})
    assert (answer.status_code, 'role="alert"' in answer.text) == (400, True)
    assert decisions == []


async def test_what_waits_for_an_answer_is_not_asked_again(phone: httpx.AsyncClient, views: Views) -> None:
    await views.apply([alerted(appeal="这是书名", wanted_until=NOW + timedelta(days=9))], now=NOW)
    page = await shown(phone)
    assert page.xpath("//button/@value") == ["claim", "acknowledge"]
    assert "希望" not in page.text_content()
    assert "已申请延期至2023年10月21日" in page.text_content()


async def test_the_same_words_elsewhere_are_named_to_their_own_unit_alone(
    phone: httpx.AsyncClient, views: Views
) -> None:
    own = incident("2" * 16, state=State.ALERTED, url="http://a.test/own")
    other = msgspec.structs.replace(incident("3" * 16, state=State.ALERTED, url="http://a.test/other"), unit_id="v")
    doubtful = incident("4" * 16, state=State.REVIEW, url="http://a.test/doubtful")
    await views.apply([alerted(), own, other, doubtful], now=NOW)
    page = await shown(phone)
    assert page.xpath("//*[@data-part='echoes']//a/@href") == ["http://a.test/own"]
    words = page.xpath("string(//*[@data-part='echoes'])")
    assert "本单位另有 1 处" in words
    assert "其他单位另有 1 处" in words
    assert "http://a.test/other" not in html.tostring(page, encoding="unicode")


@pytest.mark.parametrize("state", State)
async def test_every_state_has_its_words(phone: httpx.AsyncClient, views: Views, state: State) -> None:
    await views.apply([alerted(state=state, history=(Transition(at=NOW, state=state, why="x"),))], now=NOW)
    assert (await phone.get(link())).status_code == 200


@pytest.mark.parametrize("verb", Verb)
async def test_every_verb_has_its_words(phone: httpx.AsyncClient, views: Views, verb: Verb) -> None:
    await views.apply([alerted(history=(Transition(at=NOW, state=State.ALERTED, why=f"{verb} x"),))], now=NOW)
    assert (await phone.get(link())).status_code == 200
