from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import chromium
import county
import pytest
from msgspec.structs import replace

from streammon.clock import VirtualClock
from streammon.model.incident import State
from streammon.store import PrivateRedis, Views
from streammon.web import Server, console_server, create_app

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium.binary() is None, reason="needs Chromium"),
]


@pytest.fixture
async def views(tmp_path: Path) -> AsyncIterator[Views]:
    server = PrivateRedis(tmp_path / "redis")
    views = Views.connect(server.start())
    await views.apply(list(county.events()), now=county.NOW)
    yield views
    await views.close()
    server.stop()


@pytest.fixture
async def url(views: Views) -> AsyncIterator[str]:
    app = create_app(views, clock=VirtualClock(county.NOW), title="某县", units=county.UNITS)
    server = console_server(app)
    await server.start()
    yield server.url
    await server.stop()


def number(name: str) -> str:
    return f"document.querySelector('[data-tile={name}] b').textContent"


def row(name: str) -> str:
    return f"document.querySelector('[data-id=\"{name}\"]')"


async def test_the_page_moves_while_one_looks(views: Views, url: str, tmp_path: Path) -> None:
    async with chromium.opened(url, tmp_path / "profile") as tab:
        await tab.until("document.getElementById('live').dataset.state === 'on'")
        assert await tab.ask("document.querySelectorAll('[data-list=sources] > li').length") == 36
        assert await tab.ask(number("open")) == "3"
        await tab.ask(f"window.untouched = {row('i2')}")

        typo = county.finding("text/lexicon", county.Severity.VETO, "<img src=x onerror=alert(1)>")
        await views.apply(list(county.incident("new", "u1", typo, 0, State.OPEN, "新发现")))
        await tab.until(f"{number('open')} === '4'")
        assert await tab.ask(f"{row('new')}.querySelector('blockquote').textContent") == "<img src=x onerror=alert(1)>"
        order = "[...document.querySelectorAll('[data-list=incidents] > li')].map(row => row.dataset.id)"
        assert await tab.ask(order) == ["i4", "new", "i1", "i2", "i3"]

        fixed = county.incident("i1", "u3", typo, 1, State.FIXED, "明细表")
        later = [event for event in fixed if isinstance(event, county.Incident)]
        history = (*later[0].history, county.Transition(at=county.NOW, state=State.FIXED, why=""))
        await views.apply([replace(later[0], history=history)])
        await tab.until(f"{number('fixed')} === '2' && !{row('i1')}")

        assert await tab.ask(f"window.untouched === {row('i2')}"), "an unchanged row was sent again"
        await views.apply([], now=county.NOW + timedelta(days=3))
        await tab.until("document.querySelector('time').textContent.includes('10月15日')")
        assert "剩 8 小时" in await tab.ask(f"{row('i2')}.textContent")
        assert tab.errors == []


@pytest.mark.parametrize("size", ["1280,900", "390,844"])
async def test_nothing_sticks_out_at_any_width(url: str, tmp_path: Path, size: str) -> None:
    async with chromium.opened(url, tmp_path / "profile", size) as tab:
        width, _, height = size.partition(",")
        await tab.call(
            "Emulation.setDeviceMetricsOverride",
            width=int(width),
            height=int(height),
            deviceScaleFactor=1,
            mobile=int(width) < 500,
        )
        assert await tab.ask("document.documentElement.scrollWidth <= innerWidth")
        outside = (
            "[...document.querySelectorAll('main *')].filter(node => node.getBoundingClientRect().right > innerWidth)"
        )
        assert await tab.ask(f"{outside}.length") == 0
        assert tab.errors == []


async def test_it_comes_back_after_the_server_was_away(views: Views, tmp_path: Path) -> None:
    def console(port: int = 0) -> Server:
        return console_server(create_app(views, clock=VirtualClock(county.NOW), title="某县"), port=port)

    server = console()
    await server.start()
    port = int(server.url.rstrip("/").rpartition(":")[2])
    async with chromium.opened(server.url, tmp_path / "profile") as tab:
        await tab.until("document.getElementById('live').dataset.state === 'on'")
        await server.stop()
        await tab.until("document.getElementById('live').dataset.state === 'off'")
        await views.apply([], now=county.NOW + timedelta(days=1))
        server = console(port)
        await server.start()
        await tab.until("document.querySelector('time').textContent.includes('10月13日')")
        assert await tab.ask("document.querySelectorAll('[data-list=sources] > li').length") == 36
    await server.stop()
