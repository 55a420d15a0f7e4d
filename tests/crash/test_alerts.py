"""A thousand alerts are being delivered by a program that is killed again and again: what arrives, and how often."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from signal import SIGKILL, SIGTERM
from time import sleep

import messenger
import msgspec
import pytest
from carrier import Carrier, serving
from processes import Victim
from waiting import until

from streammon.assembly.folders import shipped
from streammon.assembly.options import Options
from streammon.model.alert import Alert, AlertKind, alert_id
from streammon.model.base import digest
from streammon.model.inspection import Finding, Place, Severity
from streammon.model.message import Receipt
from streammon.model.poll import PageKind
from streammon.stream import loader, reading, topics
from streammon.stream.desks import layouts
from streammon.stream.outbox import Outbox

pytestmark = pytest.mark.crash

SCRIPT = str(Path(messenger.__file__))
CONTACTS, EACH = 100, 10
NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)


def write_site(folder: Path, port: int) -> None:
    """Write a site of 100 units, each with a contact who has a robot of its own and a mobile."""
    folder.mkdir()
    here = f"127.0.0.1:{port}"
    ids = range(1, CONTACTS + 1)
    files = {
        "site.toml": 'name = "某县"\nbase_url = "http://gov.example"\npartitions = 4\n',
        "units.csv": "unit_id,name,contact_id\n" + "".join(f"u{n},第{n}局,c{n}\n" for n in ids),
        "contacts.csv": "contact_id,name,phone,channels\n"
        + "".join(
            f"c{n},某某,{13800000000 + n},wecomrobot://robot-{n}@{here} "
            f"yunmas://AP:KEY@{13800000000 + n}/EC/SIGN?via=http://{here}&daily=50\n"
            for n in ids
        ),
        "sources.csv": "source_id,unit_id,board,name,url,cadence,every,selectors\n"
        + "".join(f"s{n},u{n},news,动态,/{n}/,1条/月,1d,\n" for n in ids),
        "rules.toml": "[gaps.news]\nany_days = 14\n\n[windows]\ndays = { veto = 1, severe = 1, ordinary = 3 }\n\n"
        '[[boards]]\nboard_id = "news"\ntitle = "动态"\n\n[[boards.rungs]]\ngrade = "合格"\nbecause = "有"\n',
    }
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")


def alert(number: int) -> Alert:
    """Return an alert about page `number`, for one contact after the other."""
    who = number % CONTACTS + 1
    incident = digest("incident", str(number))
    return Alert(
        alert_id=alert_id(incident, AlertKind.OPENED, 1),
        kind=AlertKind.OPENED,
        contact_id=f"c{who}",
        unit_id=f"u{who}",
        source_id=f"s{who}",
        subject_id=f"page-{number}",
        incident_id=incident,
        finding=Finding(rule="text/lexicon", severity=Severity.SEVERE, evidence=f"e{number}", wrong="错", right="对"),
        place=Place(url=f"http://a/{number}.html", title="标题", kind=PageKind.ARTICLE, host="a"),
        at=NOW + timedelta(seconds=number),
        deadline=NOW + timedelta(days=3),
    )


async def fill(site_folder: Path, data: Path) -> None:
    """Write the alerts into the log, all at once."""
    site, known = messenger.site_of(str(site_folder)), topics.load(shipped("topics"))
    agents = [one for name, one in loader.load(shipped("agents")).items() if name in messenger.AGENTS]
    outbox = Outbox([known["alerts"]], site.partitions, messenger.PREFIX)
    log = Options(site_folder, data).open_log()
    await log.start()
    await log.create(layouts(agents, known, messenger.settings_of(site)))
    await log.append([outbox.address(one, one.at) for one in map(alert, range(CONTACTS * EACH))])
    await log.stop()


async def told(site_folder: Path, data: Path) -> dict[str, list]:
    """Return the messages and receipts of the log."""
    known = topics.load(shipped("topics"))
    log = Options(site_folder, data).open_log(read_only=True)
    await log.start()
    try:
        names = ("messages", "receipts")
        return {name: [one async for one in reading.events(log, known[name], messenger.PREFIX)] for name in names}
    finally:
        await log.stop()


@pytest.mark.timeout(600)
def test_alerts_while_killed(tmp_path, chance, kills, figures):
    site, data, everything = tmp_path / "site", tmp_path / "data", set(range(CONTACTS * EACH))
    carrier = Carrier(chance, (0.1, 0.3))
    with serving(carrier) as port, ExitStack() as stack:
        write_site(site, port)
        data.mkdir()
        asyncio.run(fill(site, data))

        def start() -> Victim:
            victim = Victim([SCRIPT, str(site), str(data)], tmp_path / "messenger")
            stack.callback(victim.finish)
            return victim

        for kill in range(kills(50)):
            victim, before = start(), carrier.counts.total()
            if kill % 10 and len(carrier.counts) < len(everything):  # in the middle of work; else while it starts
                until(lambda before=before: carrier.counts.total() > before, 60, "a message arrives")
            sleep(chance.uniform(0, 0.25))
            assert victim.alive, victim.err.read_text()[-2000:]
            victim.end(SIGKILL)
        figures["kills"], figures["arrived while killed"] = kills(50), len(carrier.counts)
        victim = start()
        until(lambda: carrier.counts.keys() == everything, 120, "every alert has arrived")
        assert victim.end(SIGTERM) == 0
        victim = start()
        until(victim.printed, 60, "everything has its receipt")
        assert victim.end(SIGTERM) == 0
    check(carrier, asyncio.run(told(site, data)), figures)


def check(carrier: Carrier, events: dict[str, list], figures: dict[str, object]) -> None:
    """Nothing lost; twice only what is marked so; in order, for each contact."""
    pages = {alert(number).alert_id: number for number in range(CONTACTS * EACH)}
    receipts: dict[str, list[Receipt]] = {}
    for receipt in events["receipts"]:
        receipts.setdefault(receipt.message_id, []).append(msgspec.structs.replace(receipt, at=NOW))
    arrivals, repeated = carrier.counts, set()
    for message in events["messages"]:
        if receipts[message.message_id][0].repeated:
            repeated.add(pages[message.alerts[0].alert_id])
    doubled = {number for number, count in arrivals.items() if count > 1}
    figures |= {"messages": len(events["messages"]), "put off": carrier.put_off, "cut": carrier.cut}
    figures |= {"marked": len(repeated), "arrived twice": len(doubled), "lost": len(pages) - len(arrivals)}
    assert carrier.wrong == 0
    assert receipts.keys() == {message.message_id for message in events["messages"]}
    assert all(receipt == found[0] for found in receipts.values() for receipt in found)
    assert arrivals.keys() == set(pages.values())
    assert doubled <= repeated
    for numbers in carrier.arrivals.values():
        first_seen = list(dict.fromkeys(numbers))
        assert first_seen == sorted(first_seen)
