"""The contact's page in a real browser, as wide as a phone: from the message to the proof."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import chromium
import pytest

from streammon.alerting.links import Links
from streammon.clock import VirtualClock
from streammon.model.action import Decision
from streammon.model.base import Event
from streammon.model.incident import Incident, State
from streammon.model.inspection import Finding, Inspection, Place, Severity
from streammon.model.poll import PageKind
from streammon.model.rules import Windows
from streammon.rules.calendar import WorkingDays
from streammon.rules.incidents import Duty, SubjectState, step
from streammon.store import PrivateRedis, Views
from streammon.web import console_server, create_app
from streammon.web.ticket import Tickets

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium.binary() is None, reason="needs Chromium"),
]

NOW = datetime(2023, 10, 11, 1, 0, tzinfo=UTC)
LINKS = Links("https://jc.gov.test", b"k" * 32)
DUTY = Duty(Windows(days=dict.fromkeys(Severity, 3), close=time(18)), WorkingDays({}), lambda _: "c1")
TYPO = Finding(
    rule="text/lexicon", severity=Severity.ORDINARY, evidence="e", snippet="做好工做" * 30, wrong="工做", right="工作"
)


class Page:
    """One page of a unit's site, its incidents, and what the console shows of them."""

    def __init__(self, views: Views) -> None:
        self.views, self.state, self.clock = views, SubjectState(), VirtualClock(NOW)
        self.decided: list[Decision] = []

    async def hears(self, event: Inspection | Decision) -> None:
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


@pytest.fixture
async def page(tmp_path: Path) -> AsyncIterator[Page]:
    server = PrivateRedis(tmp_path / "redis")
    views = Views.connect(server.start())
    page = Page(views)
    await page.looks(TYPO)
    yield page
    await views.close()
    server.stop()


@pytest.fixture
async def url(page: Page) -> AsyncIterator[str]:
    tickets = Tickets(page.views, LINKS.read, page.decide, page.clock.now, {"c1": "某某"}, {"u": "县教育局"})
    server = console_server(create_app(page.views, clock=page.clock, title="某县", tickets=tickets))
    await server.start()
    yield f"{server.url.rstrip('/')}/t/{LINKS.token(page.incident.incident_id, 'c1', page.incident.deadline)}"
    await server.stop()


def has(words: str) -> str:
    return f"document.readyState === 'complete' && document.body.textContent.includes('{words}')"


async def test_from_the_message_to_the_proof(page: Page, url: str, tmp_path: Path) -> None:
    async with chromium.opened(url, tmp_path / "profile", "390,844") as tab:
        await tab.call("Emulation.setDeviceMetricsOverride", width=390, height=844, deviceScaleFactor=2, mobile=True)
        assert await tab.ask("document.querySelector('mark').textContent") == "工做"
        assert await tab.ask("document.documentElement.scrollWidth <= innerWidth")
        heights = "[...document.querySelectorAll('.acts form:first-child button')].map(one => one.offsetHeight)"
        assert min(await tab.ask(heights)) >= 44, "a thumb must hit it"

        await tab.ask("document.querySelector('button[value=claim]').click()")
        await tab.until(has("正在复查"))
        assert page.incident.state is State.CLAIMED
        await page.looks(TYPO)
        await tab.until(has("处理中") + " && !document.body.textContent.includes('正在复查')")

        await tab.ask("document.querySelector('details').open = true")
        await tab.ask("document.querySelector('textarea').value = '这是书名'")
        await tab.ask("document.querySelector('button[value=appeal]').click()")
        await tab.until(has("等待答复：这是书名"))

        await tab.ask("document.querySelector('button[value=claim]').click()")
        await tab.until(has("正在复查"))
        await page.looks()
        await tab.until(has("已整改") + " && !document.querySelector('button')")
        assert [str(decision.verb) for decision in page.decided] == ["claim", "appeal", "claim"]
        assert tab.errors == []
