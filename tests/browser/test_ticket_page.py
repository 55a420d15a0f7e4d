"""The contact's page in a real browser, as wide as a phone: from the message to the proof."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import chromium
import pytest

from streammon.alerting.links import Links
from streammon.clock import LOCAL, VirtualClock
from streammon.model.action import Decision, Told
from streammon.model.alert import AlertKind, alert_id
from streammon.model.base import Event
from streammon.model.incident import Incident, State
from streammon.model.inspection import Finding, Inspection, Place, Severity
from streammon.model.poll import PageKind
from streammon.model.rules import Windows
from streammon.model.unit import Unit
from streammon.rules.calendar import WorkingDays
from streammon.rules.incidents import Duty, SubjectState, step
from streammon.rules.ladder import Ladder
from streammon.store import PrivateRedis, Views
from streammon.web import console_server, create_app
from streammon.web.appeals import SIZE_LIMIT, Appeals
from streammon.web.ticket import Tickets

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium.binary() is None, reason="needs Chromium"),
]

NOW = datetime(2023, 10, 11, 1, 0, tzinfo=UTC)
LINKS = Links("https://jc.gov.test", b"k" * 32)
LADDER = Ladder({"u": Unit(unit_id="u", name="县教育局", contact_id="c1")})
DUTY = Duty(Windows(days=dict.fromkeys(Severity, 3), close=time(18)), WorkingDays({}), LADDER)
TYPO = Finding(
    rule="text/lexicon", severity=Severity.ORDINARY, evidence="e", snippet="做好工做" * 30, wrong="工做", right="工作"
)


class Page:
    """One page of a unit's site, its incidents, and what the console shows of them."""

    def __init__(self, views: Views, folder: Path) -> None:
        self.views, self.state, self.clock = views, SubjectState(), VirtualClock(NOW)
        self.appeals = Appeals(folder / "appeals")
        self.decided: list[Decision] = []

    async def hears(self, event: Inspection | Decision | Told) -> None:
        done = step(self.state, event, self.clock.now(), DUTY)
        self.state = done.state
        shown: list[Event] = [event for event in done.emits if isinstance(event, Incident)]
        await self.views.apply(shown, now=self.clock.now())

    async def looks(self, *findings: Finding) -> None:
        self.clock.advance_to(self.clock.now() + timedelta(minutes=1))
        place = Place(url="http://a.example/1", title="通知", kind=PageKind.ARTICLE, host="a.example")
        await self.hears(
            Inspection(
                inspection_id=self.clock.now().isoformat(),
                subject_id="page",
                scope="text",
                source_id="s",
                unit_id="u",
                at=self.clock.now(),
                place=place,
                findings=findings,
            )
        )

    async def decide(self, decision: Decision) -> None:
        self.decided.append(decision)
        await self.hears(decision)

    @property
    def incident(self) -> Incident:
        (incident,) = self.state.incidents.values()
        return incident


def told(incident: Incident) -> Told:
    return Told(
        action_id="told",
        source_id=incident.source_id,
        subject_id=incident.subject_id,
        incident_id=incident.incident_id,
        alert_id=alert_id(incident.incident_id, AlertKind.OPENED, 1),
        contact_id="c1",
        message_id="m",
        at=incident.opened_at,
    )


@pytest.fixture
async def page(tmp_path: Path) -> AsyncIterator[Page]:
    server = PrivateRedis(tmp_path / "redis")
    views = Views.connect(server.start())
    page = Page(views, tmp_path)
    await page.looks(TYPO)
    yield page
    await views.close()
    server.stop()


@pytest.fixture
async def url(page: Page) -> AsyncIterator[str]:
    tickets = Tickets(
        page.views, LINKS.read, page.decide, page.clock.now, {"c1": "某某"}, {"u": "县教育局"}, page.appeals
    )
    server = console_server(create_app(page.views, clock=page.clock, title="某县", tickets=tickets))
    await server.start()
    yield f"{server.url.rstrip('/')}/t/{LINKS.token(page.incident.incident_id, 'c1', page.incident.deadline)}"
    await server.stop()


def has(words: str) -> str:
    return f"document.readyState === 'complete' && document.body.textContent.includes('{words}')"


@asynccontextmanager
async def phone(url: str, folder: Path) -> AsyncIterator[chromium.Tab]:
    """Open `url` on something as wide as a phone."""
    async with chromium.opened(url, folder / "profile", "390,844") as tab:
        await tab.call("Emulation.setDeviceMetricsOverride", width=390, height=844, deviceScaleFactor=2, mobile=True)
        await tab.call("DOM.enable")
        yield tab
        assert await tab.ask("document.documentElement.scrollWidth <= innerWidth"), "nothing hangs over the edge"
        assert tab.errors == []


async def press(tab: chromium.Tab, verb: str) -> None:
    await tab.ask(f"document.querySelector('button[value={verb}]').click()")


async def fill(tab: chromium.Tab, selector: str, text: str) -> None:
    await tab.ask(f"document.querySelector('{selector}').closest('details').open = true")
    await tab.ask(f"document.querySelector('{selector}').value = '{text}'")


async def test_from_the_message_to_the_proof(page: Page, url: str, tmp_path: Path) -> None:
    async with phone(url, tmp_path) as tab:
        assert await tab.ask("document.querySelector('mark').textContent") == "工做"
        heights = "[...document.querySelectorAll('.acts summary, .acts > form button')].map(one => one.offsetHeight)"
        assert min(await tab.ask(heights)) >= 44, "a thumb must hit it"

        await press(tab, "claim")
        await tab.until(has("正在复查"))
        assert page.incident.state is State.CLAIMED
        await tab.ask("window.kept = true")
        await page.looks(TYPO)
        await tab.until(has("问题仍在") + " && !document.body.textContent.includes('正在复查')")

        await tab.ask("document.querySelector('button[value=claim]').focus()")
        assert await tab.ask("window.kept"), "the result has come into the page that was open"
        await press(tab, "claim")
        await tab.until(has("正在复查"))
        await page.looks()
        await tab.until(has("已整改") + " && document.querySelector('[data-part=acts]').hidden")
        assert [str(decision.verb) for decision in page.decided] == ["claim", "claim"]


async def test_an_appeal_with_a_file(page: Page, url: str, tmp_path: Path) -> None:
    paper = tmp_path / "情况说明.pdf"
    paper.write_bytes(b"%PDF-1.7")
    async with phone(url, tmp_path) as tab:
        await fill(tab, "#reason", "这是书名")
        root = (await tab.call("DOM.getDocument"))["root"]["nodeId"]
        field = (await tab.call("DOM.querySelector", nodeId=root, selector="#file"))["nodeId"]
        await tab.call("DOM.setFileInputFiles", nodeId=field, files=[str(paper)])
        await press(tab, "appeal")
        await tab.until(has("等待答复：这是书名") + " && " + has("附件：情况说明.pdf"))
        assert not await tab.ask("document.querySelector('button[value=appeal]')")
    assert page.appeals.read(page.incident.attachment) == b"%PDF-1.7"


async def test_a_file_that_is_too_big_does_not_set_out(page: Page, url: str, tmp_path: Path) -> None:
    big = tmp_path / "大.pdf"
    big.write_bytes(b"%PDF" + b"x" * SIZE_LIMIT)
    async with phone(url, tmp_path) as tab:
        await fill(tab, "#reason", "这是书名")
        root = (await tab.call("DOM.getDocument"))["root"]["nodeId"]
        field = (await tab.call("DOM.querySelector", nodeId=root, selector="#file"))["nodeId"]
        await tab.call("DOM.setFileInputFiles", nodeId=field, files=[str(big)])
        assert "超过 10 MB" in await tab.ask("document.querySelector('#file').validationMessage")
        await press(tab, "appeal")
        assert page.decided == []


async def test_more_time_is_asked_for(page: Page, url: str, tmp_path: Path) -> None:
    async with phone(url, tmp_path) as tab:
        await fill(tab, "#until", "2023-10-20")
        await fill(tab, "#because", "系统升级")
        await press(tab, "request")
        await tab.until(has("已申请延期至2023年10月20日"))
        assert not await tab.ask("document.querySelector('button[value=request]')")
    (decision,) = page.decided
    assert (decision.until, decision.reason) == (datetime(2023, 10, 20, 18, tzinfo=LOCAL), "系统升级")


async def test_what_is_being_written_is_not_taken_away(page: Page, url: str, tmp_path: Path) -> None:
    async with phone(url, tmp_path) as tab:
        await fill(tab, "#reason", "写到一半")
        await page.hears(told(page.incident))
        await tab.until(has("已通知"))
        assert await tab.ask("document.querySelector('#reason').value") == "写到一半"


async def test_the_time_that_is_left_runs(page: Page, url: str, tmp_path: Path) -> None:
    page.clock.advance_to(page.incident.deadline - timedelta(hours=2))
    async with phone(url, tmp_path) as tab:
        first = await tab.ask("document.querySelector('[data-left]').textContent")
        await tab.until(f"document.querySelector('[data-left]').textContent !== '{first}'")
        assert "剩 1 小时 59 分" in await tab.ask("document.querySelector('[data-left]').textContent")
