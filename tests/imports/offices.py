"""A small county whose records are imported, tables of them, and what the log holds in the end."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl

from streammon.assembly.options import Options
from streammon.assembly.sites import read_site
from streammon.assembly.wiring import read_wiring, settings_of
from streammon.clock import LOCAL, SystemClock
from streammon.rules.calendar import WorkingDays
from streammon.rules.incidents import Duty
from streammon.rules.ladder import Ladder
from streammon.site import Site
from streammon.stream import reading
from streammon.stream.agent import Context
from streammon.stream.desks import layouts
from streammon.stream.worker import Worker

FILES = {
    "site.toml": 'name = "某县"\nbase_url = "http://gov.example"\npartitions = 2\n',
    "contacts.csv": "contact_id,name,phone,channels\np1,赵某,13800000001,wecomrobot://key@127.0.0.1:9/\n",
    "units.csv": "unit_id,name,contact_id,group\nu1,县住建局,p1,部门\nu2,管头镇,p1,乡镇\nu3,县教育局,p1,部门\n",
    "sources.csv": (
        "source_id,unit_id,board,name,url,cadence,every,selectors,kind,platform\n"
        "w1,u1,orders,12345热线工单,,/,,,hotline,\n"
        "w2,u2,orders,12345热线工单,,/,,,hotline,\n"
        "m1,u1,orders,局长信箱,,/,,,mailbox,\n"
        "a1,u3,accounts,某县教育,,4条/月,,,account,微信订阅号\n"
        "a2,u3,accounts,某县教育,,4条/月,,,account,微信视频号\n"
        "a3,u1,accounts,某县住建,,4条/月,,,account,新浪微博\n"
        "s1,u1,orders,占道经营,,/,,,scene,\n"
        "s2,u1,orders,暴露垃圾,,/,,,scene,\n"
        "r1,u2,orders,低保信息,,/,,,reports,\n"
        "n1,u1,orders,部门动态,/news/,/,1d,,,\n"
    ),
    "tasks.csv": "task_id,title,url,on\nt1,常务会议,https://gov.example/1,2023-10-07\n",
    "rules.toml": (
        "[gaps.orders]\nquota = false\n\n[gaps.accounts]\nany_days = 14\n\n"
        "[windows]\ndays = { veto = 1, severe = 1, ordinary = 3 }\n\n"
        '[[boards]]\nboard_id = "orders"\ntitle = "工单"\n\n[[boards]]\nboard_id = "accounts"\ntitle = "账号"\n'
    ),
}


def make_site(folder: Path) -> Path:
    """Write a site folder that is right."""
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@cache
def site_of(folder: Path) -> Site:
    """Return the site in a folder. To check all its lexicons takes seconds: once for each folder is enough."""
    return read_site(Options(folder))


def workbook(path: Path, *rows: Sequence[object], sheet: str = "十月") -> Path:
    """Write an xlsx file with one sheet."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(list(row))
    book.save(path)
    return path


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


async def held(options: Options, topic: str) -> list[Any]:
    """Return the last event of each identity that a topic of the embedded log holds."""
    _, known = read_wiring(options)
    log = options.open_log(read_only=True)
    await log.start()
    try:
        last = {record.key: record async for record in reading.records(log, known[topic], options.prefix)}
    finally:
        await log.stop()
    return [known[topic].codec.decode(record)[0] for record in last.values()]


async def records(options: Options, topic: str) -> int:
    """Return how many records a topic holds."""
    _, known = read_wiring(options)
    log = options.open_log(read_only=True)
    await log.start()
    try:
        return len([record async for record in reading.records(log, known[topic], options.prefix)])
    finally:
        await log.stop()


@asynccontextmanager
async def counting(options: Options, *names: str) -> AsyncIterator[Worker]:
    """Run agents on the embedded log, as `run` would."""
    site = site_of(options.site)
    agents, known = read_wiring(options)
    settings = settings_of(options, site)
    log = options.open_log()
    await log.start()
    try:
        await log.create(layouts(agents.values(), known, settings))
        duty = Duty(site.rules.windows, WorkingDays({}), Ladder(site.units))
        context = Context(SystemClock(), None, {Site: site, Duty: duty})
        worker = Worker(log, [agents[name] for name in names], known, context, settings)
        await worker.start()
        try:
            await worker.settled()
            yield worker
        finally:
            await worker.stop()
    finally:
        await log.stop()


async def counts(options: Options) -> dict[tuple[str, str], dict[str, int]]:
    """Let the tally catch up; return what the newest version of each day says."""
    async with counting(options, "tally"):
        pass
    days = {f"{day.source_id} {day.date}": day for day in await held(options, "days")}
    return {
        (day.source_id, f"{day.date}"): {name: count for name, count in day.counts.items() if count}
        for day in days.values()
    }
