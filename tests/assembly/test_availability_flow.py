"""From visits to a home page to the grade of a website, through the agents, the embedded log and a real server."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from streammon.assembly.folders import shipped
from streammon.assembly.options import Options
from streammon.assembly.sites import read_site
from streammon.assembly.wiring import read_wiring, settings_of
from streammon.clock import LOCAL, VirtualClock
from streammon.model.grade import Grade
from streammon.model.source import SourceKind
from streammon.site import Site
from streammon.sources.clients import Clients
from streammon.sources.website import Website
from streammon.stream import reading
from streammon.stream.agent import Context
from streammon.stream.desks import layouts
from streammon.stream.outbox import Outbox
from streammon.stream.sqlite.log import SqliteLog
from streammon.stream.worker import Worker

MIDNIGHT = datetime(2023, 10, 11, tzinfo=LOCAL)
HOUR = timedelta(hours=1)
AGENTS = ("schedule", "poll", "gaps", "outages", "tally", "grade")
HOME = '<html><body><ul class="list"><li><a href="/a.html">一条动态</a></li></ul><a class="next" href="/2.html"></a>'
BOARD = """
[gaps.sites]
any_days = 7

[[boards]]
board_id = "sites"
title    = "网站可用性"
subject  = "source"

[boards.measures]
availability = "looks == 0 ? 0.0 : 1.0 - double(misses) / double(looks)"

[[boards.rungs]]
grade   = "不合格"
because = "5% 及以上的访问打不开"
when    = "misses * 20 >= looks"

[[boards.rungs]]
grade   = "合格"
because = "能打开"
"""


@dataclass
class HomePage:
    """A website that answers with one page, or with 500 while it is `down`."""

    down: bool = False
    port: int = 0
    asked: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = (await reader.readuntil(b"\r\n\r\n")).decode()
        path, body = request.split()[1], HOME.encode()
        self.asked += path != "/robots.txt"
        status = "404 Not Found" if path == "/robots.txt" else "500 Down" if self.down else "200 OK"
        head = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n"
        writer.write(f"{head}Connection: close\r\n\r\n".encode() + body)
        await writer.drain()
        writer.close()


@dataclass
class Watched:
    """A county with one website and nothing else."""

    site: Site
    clock: VirtualClock
    worker: Worker
    topics: dict[str, Any]
    page: HomePage

    async def passes(self, hours: int, *, down: bool = False) -> None:
        self.page.down = down
        for _ in range(hours):
            self.clock.advance_to(self.clock.now() + HOUR)
            await self.worker.settled()

    async def all_of(self, topic: str) -> list[Any]:
        return [event async for event in reading.events(self.worker.log, self.topics[topic], "streammon.")]

    async def grade(self) -> Grade:
        grades = [one for one in await self.all_of("grades") if one.subject_id == "w001"]
        return grades[-1]


@pytest.fixture
async def watched(tmp_path: Path) -> AsyncIterator[Watched]:
    page = HomePage()
    server = await asyncio.start_server(page.serve, "127.0.0.1", 0)
    page.port = server.sockets[0].getsockname()[1]
    folder = Path(shutil.copytree(shipped("sites/demo"), tmp_path / "site"))
    rules = folder / "rules.toml"
    rules.write_text(rules.read_text(encoding="utf-8") + BOARD, encoding="utf-8")
    (folder / "sources.csv").write_text(
        "source_id,unit_id,board,name,url,cadence,every,selectors,kind\n"
        f"w001,u01,sites,政府门户网站,http://127.0.0.1:{page.port}/,/,1h,,site\n",
        encoding="utf-8",
    )
    options = Options(folder, tmp_path / "data", health_port=None)
    site, clock = read_site(options), VirtualClock(MIDNIGHT)
    agents, topics = read_wiring(options)
    playing, settings = [agents[name] for name in AGENTS], settings_of(options, site)
    options.data.mkdir()
    log, clients = SqliteLog(options.data / "log.db"), Clients(site.politeness, clock)
    await log.start()
    await log.create(layouts(playing, topics, settings))
    resources = {Site: site, Website: Website(clients, clock)}
    worker = Worker(log, playing, topics, Context(clock, None, resources), settings)
    await worker.start()
    try:
        outbox = Outbox([topics["sources"]], site.partitions, "streammon.")
        await log.append([outbox.address(site.sources["w001"], clock.now())])
        await worker.settled()
        yield Watched(site, clock, worker, topics, page)
    finally:
        await worker.stop()
        await log.stop()
        await clients.aclose()
        server.close()
        await server.wait_closed()


async def test_a_website_is_graded_by_how_often_its_home_page_was_there(watched: Watched) -> None:
    assert watched.site.sources["w001"].kind is SourceKind.SITE
    await watched.passes(20)
    await watched.passes(3, down=True)
    assert await watched.all_of("signals") == []
    await watched.passes(3)
    (told,) = await watched.all_of("signals")
    assert (told.source_id, told.date, told.misses) == ("w001", MIDNIGHT.date(), 3)
    assert told.looks in (23, 24)
    grade = await watched.grade()
    assert (grade.grade, grade.measures["looks"], grade.measures["misses"]) == ("不合格", told.looks, 3)
    assert grade.measures["availability"] == pytest.approx(1 - 3 / told.looks)


async def test_nothing_on_a_home_page_is_followed_and_no_clock_runs(watched: Watched) -> None:
    await watched.passes(24 * 15)
    assert watched.page.asked >= 24 * 14
    assert {poll.url for poll in await watched.all_of("polls")} == {watched.site.sources["w001"].url}
    assert await watched.all_of("contents") == []
    assert await watched.all_of("inspections") == []
    grade = await watched.grade()
    assert (grade.grade, grade.measures["misses"], grade.measures["gaps"]) == ("合格", 0, 0)
    assert grade.measures["looks"] >= 20 * 14
