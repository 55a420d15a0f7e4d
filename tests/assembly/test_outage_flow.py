"""From looks at hosts to what people are told, through the agents and the embedded log."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from streammon.alerting.links import Links
from streammon.alerting.templating import Templates
from streammon.assembly.folders import shipped
from streammon.assembly.options import Options
from streammon.assembly.sites import read_site
from streammon.assembly.wiring import read_wiring, settings_of
from streammon.clock import LOCAL, VirtualClock
from streammon.model.base import Event
from streammon.model.inspection import Finding, Inspection, Place, Severity
from streammon.model.poll import PageKind
from streammon.model.probe import Probe
from streammon.model.signal import Failure
from streammon.model.source import Source
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

NINE = datetime(2023, 10, 11, 9, 0, tzinfo=LOCAL)
AGENTS = ("outages", "line", "incidents", "gate", "route")


@dataclass
class County:
    """The demo's county, with an operator."""

    site: Site
    clock: VirtualClock
    worker: Worker
    topics: dict[str, Any]
    read: set[str] = field(default_factory=set)

    async def sees(self, failure: Failure = Failure.NONE, *, at: float) -> None:
        """Let a list of the county's one host be looked at, some minutes after nine."""
        source = next(iter(self.site.sources.values()))
        moment = NINE + timedelta(minutes=at)
        self.clock.advance_to(moment)
        probe = Probe(
            probe_id=f"at {at}",
            host=source.host,
            source_id=source.source_id,
            url=source.url,
            at=moment,
            failure=failure,
        )
        await self.happens("probes", probe)

    async def happens(self, topic: str, event: Event) -> None:
        outbox = Outbox([self.topics[topic]], self.site.partitions, "streammon.")
        await self.worker.log.append([outbox.address(event, self.clock.now())])
        await self.worker.settled()

    async def told(self) -> list[tuple[str, str]]:
        """Return who was told what since this was last asked: the contact, and the first line."""
        news = [message for message in await self.all_of("messages") if message.message_id not in self.read]
        self.read |= {message.message_id for message in news}
        return [(message.contact_id, message.title) for message in news]

    async def all_of(self, topic: str) -> list[Any]:
        return [event async for event in reading.events(self.worker.log, self.topics[topic], "streammon.")]


@pytest.fixture
async def county(tmp_path: Path) -> AsyncIterator[County]:
    folder = Path(shutil.copytree(shipped("sites/demo"), tmp_path / "site"))
    contacts = folder / "contacts.csv"
    contacts.write_text(
        contacts.read_text(encoding="utf-8") + "boss,值班员,,wecomrobot://k@{inbox}\n", encoding="utf-8"
    )
    (folder / "alerts.toml").write_text('operator = "boss"\n', encoding="utf-8")
    options = Options(folder, tmp_path / "data", health_port=None)
    site, clock = read_site(options), VirtualClock(NINE)
    agents, topics = read_wiring(options)
    playing, settings = [agents[name] for name in AGENTS], settings_of(options, site)
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
        yield County(site, clock, worker, topics)
    finally:
        await worker.stop()
        await log.stop()


def gap_of(source: Source, at: datetime) -> Inspection:
    finding = Finding(rule="gap/any", severity=Severity.ORDINARY, evidence="quiet", since=at, limit="14")
    return Inspection(
        inspection_id=f"gap {at}",
        subject_id=source.source_id,
        scope="gap",
        source_id=source.source_id,
        unit_id=source.unit_id,
        at=at,
        place=Place(url=source.url, title=source.name, kind=PageKind.LIST, host=source.host),
        findings=(finding,),
    )


async def test_a_site_that_is_down_is_told_to_its_unit_and_silences_its_columns(county: County) -> None:
    first = next(iter(county.site.sources.values()))
    other = list(county.site.sources.values())[-1]
    contact = county.site.units[first.unit_id].contact_id
    await county.sees(Failure.UNREACHED, at=0)
    await county.sees(Failure.UNREACHED, at=3)
    assert await county.told() == []
    await county.sees(Failure.UNREACHED, at=6)
    ((who, what),) = await county.told()
    assert (who, "网站打不开" in what) == (contact, True)
    await county.happens("inspections", gap_of(other, county.clock.now()))
    assert await county.told() == []
    await county.sees(at=20)
    told = await county.told()
    assert {who for who, _ in told} == {contact, county.site.units[other.unit_id].contact_id}
    (incident, *_) = [one for one in await county.all_of("incidents") if one.scope == "outage" and one.fixed_at]
    assert incident.fixed_at == NINE + timedelta(minutes=20)


async def test_without_a_line_the_operator_is_told_and_nobody_else(county: County) -> None:
    other = list(county.site.sources.values())[-1]
    for minutes in (0, 1, 3, 8):
        await county.sees(Failure.OFFLINE, at=minutes)
    ((who, what),) = await county.told()
    assert (who, "本机网络不通" in what) == ("boss", True)
    await county.happens("inspections", gap_of(other, county.clock.now()))
    assert await county.told() == []
    await county.sees(at=13)
    told = await county.told()
    assert {who for who, _ in told} == {"boss", county.site.units[other.unit_id].contact_id}
    assert {one.finding.rule for one in await county.all_of("incidents")} == {"outage/line", "gap/any"}


async def test_a_host_that_fails_is_looked_at_again(county: County) -> None:
    await county.sees(Failure.SERVER, at=0)
    county.clock.advance_to(NINE + timedelta(minutes=1))
    await county.worker.settled()
    (poll,) = await county.all_of("polls")
    source = county.site.sources[poll.source_id]
    assert (poll.url, poll.kind, poll.due_at) == (source.url, PageKind.LIST, NINE + timedelta(minutes=1))
