"""A bad word list, through the agents and the embedded log: what the brake lets pass, holds, and gives back."""

from __future__ import annotations

import asyncio
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from streammon.alerting.links import Links
from streammon.alerting.templating import Templates
from streammon.assembly.folders import shipped
from streammon.assembly.options import Options
from streammon.assembly.silencing import Gatehouse
from streammon.assembly.sites import read_site
from streammon.assembly.wiring import read_wiring, settings_of
from streammon.clock import LOCAL, VirtualClock
from streammon.model.base import Event
from streammon.model.inspection import Finding, Inspection, Place, Severity
from streammon.model.message import Message
from streammon.model.poll import PageKind
from streammon.model.silence import Ruling
from streammon.rules.calendar import WorkingDays
from streammon.rules.incidents import Duty
from streammon.rules.ladder import Ladder
from streammon.site import Site
from streammon.stream import reading
from streammon.stream.agent import Context
from streammon.stream.desks import layouts
from streammon.stream.outbox import Outbox
from streammon.stream.sqlite.log import SqliteLog
from streammon.stream.worker import Worker

CONTACTS, INCIDENTS, PER_HOUR, DAILY = 200, 10_000, 200, 2
MORNING = datetime(2023, 10, 11, 9, 0, tzinfo=LOCAL)
ALERTS = f"""\
operator = "p000"

[brake]
per_hour = {PER_HOUR}

[lanes.all]
wait  = 300
quiet = true
daily = {DAILY}
"""


@pytest.fixture
def options(tmp_path: Path) -> Options:
    """A county of 200 units."""
    folder = Path(shutil.copytree(shipped("sites/demo"), tmp_path / "site"))
    units = [f"u{n:03},第{n}局,p{n:03}" for n in range(CONTACTS)]
    contacts = [f"p{n:03},某某,,wecomrobot://key@{{inbox}}" for n in range(CONTACTS)]
    source = "c001,u001,columns,政府机构,/columns/c001/index.html,实时更新,2d,demo"
    _add(folder / "units.csv", units)
    _add(folder / "contacts.csv", contacts)
    _add(folder / "sources.csv", [source])
    (folder / "alerts.toml").write_text(ALERTS, encoding="utf-8")
    return Options(folder, tmp_path / "data", health_port=None)


def _add(file: Path, rows: Sequence[str]) -> None:
    header = file.read_text(encoding="utf-8").splitlines()[0]
    file.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")


@dataclass
class Flooded:
    """The agents that an incident passes on its way to a message, on a log of their own."""

    site: Site
    options: Options
    clock: VirtualClock
    worker: Worker
    topics: dict[str, Any]

    async def hears(self, events: Sequence[Event], topic: str) -> None:
        outbox, now = Outbox([self.topics[topic]], self.site.partitions, "streammon."), self.clock.now()
        for start in range(0, len(events), 500):
            await self.worker.log.append([outbox.address(event, now) for event in events[start : start + 500]])
            await asyncio.sleep(0)
        await self.worker.settled()

    async def passes(self, **time: int) -> None:
        self.clock.advance_to(self.clock.now() + timedelta(**time))
        await self.worker.settled()

    async def all_of(self, topic: str) -> list[Any]:
        return [event async for event in reading.events(self.worker.log, self.topics[topic], "streammon.")]


@asynccontextmanager
async def running(options: Options) -> AsyncIterator[Flooded]:
    site, clock = read_site(options), VirtualClock(MORNING)
    agents, topics = read_wiring(options)
    playing, settings = [agents[name] for name in ("incidents", "gate", "route")], settings_of(options, site)
    options.data.mkdir()
    log = SqliteLog(options.data / "log.db")
    await log.start()
    await log.create(layouts(playing, topics, settings))
    duty = Duty(site.rules.windows, WorkingDays(site.rules.holidays), Ladder(site.units))
    resources = {Site: site, Duty: duty, Links: Links("", b""), Templates: Templates()}
    worker = Worker(log, playing, topics, Context(clock, None, resources), settings)
    await worker.start()
    try:
        await worker.settled()
        yield Flooded(site, options, clock, worker, topics)
    finally:
        await worker.stop()
        await log.stop()


def wrong_page(number: int) -> Inspection:
    finding = Finding(rule="text/lexicon", severity=Severity.ORDINARY, evidence="e", wrong="工做", right="工作")
    place = Place(url=f"http://gov.test/{number}", title="通知", kind=PageKind.ARTICLE, host="gov.test")
    return Inspection(
        inspection_id=str(number),
        subject_id=f"page-{number}",
        scope="text",
        source_id="c001",
        unit_id=f"u{number % CONTACTS:03}",
        at=MORNING,
        place=place,
        findings=(finding,),
    )


async def test_ten_thousand_incidents_become_few_messages_and_a_pile_for_a_person(options: Options) -> None:
    async with running(options) as county:
        await county.hears([wrong_page(number) for number in range(INCIDENTS)], "inspections")
        assert len(await county.all_of("alerts")) == INCIDENTS
        await county.passes(minutes=10)
        messages: list[Message] = await county.all_of("messages")
        (summons,) = [message for message in messages if not message.alerts]
        assert (summons.contact_id, f"{INCIDENTS - PER_HOUR} 条" in summons.body) == ("p000", True)
        assert sum(len(message.alerts) for message in messages) == PER_HOUR
        (pile,) = (await Gatehouse(options, county.site, county.clock).kept_back()).state.piles.values()
        ruling = Ruling(
            order_id="r1", pile_id=pile.pile_id, release=True, reason="没有误", by="某某", at=county.clock.now()
        )
        await county.hears([ruling], "silences")
        await county.passes(days=1)
        messages = [message for message in await county.all_of("messages") if message.alerts]
        told = [ref.incident_id for message in messages for ref in message.alerts]
        assert len(told) == len(set(told)) == INCIDENTS
        days = Counter((message.contact_id, message.at.astimezone(LOCAL).date()) for message in messages)
        assert max(days.values()) <= DAILY
        assert await county.all_of("dead-letters") == []
