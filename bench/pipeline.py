"""The whole pipeline, from a content on the log to a message in an inbox: how many, and how long one takes.

All agents run but those that fetch: how fast a website answers is not ours. The site is that of the demo, Redis a real
one, the inbox a local web server that speaks the API of a WeCom robot and runs in the same process.
"""

from __future__ import annotations

import asyncio
import csv
import re
import secrets
import shutil
import time
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from streammon.assembly.folders import shipped
from streammon.assembly.options import Options
from streammon.assembly.program import Program, running
from streammon.assembly.sites import read_site
from streammon.clock import SystemClock
from streammon.demo.inbox import Inbox
from streammon.model.base import digest
from streammon.model.content import Content, content_id
from streammon.model.poll import PageKind
from streammon.stream.log import TopicPartition
from streammon.stream.outbox import Outbox

FETCHING = {"schedule.py", "poll.py"}
EVERY = 25
"""One content in so many has a finding, and so an incident, an alert, a message, a receipt."""

PACE = 200
"""Contents per second when the time of one alert is measured."""

WRONG, RIGHT = "管头镇", "营头镇"
TEXT = "近日，{}组织干部深入各村，检查秋粮收购、安全生产和防火工作，听取群众意见，现场解决问题。" * 8
NUMBER = re.compile(r"/bench/(\d+)\.html")


@dataclass
class Pipeline:
    """A running one."""

    program: Program
    inbox: Inbox
    prefix: str

    def contents(self, first: int, count: int) -> Iterator[Content]:
        """Iterate over `count` contents, of one source of each unit in turn; the address holds the number."""
        sources = list({source.unit_id: source for source in self.program.site.sources.values()}.values())
        for number in range(first, first + count):
            source = sources[number % len(sources)]
            url = f"http://127.0.0.1/bench/{number}.html"
            text = TEXT.format(WRONG if number % EVERY == 0 else RIGHT, *[RIGHT] * 7)
            now = SystemClock().now()
            yield Content(
                content_id=content_id(source.source_id, url),
                revision=digest("revision", text),
                source_id=source.source_id,
                unit_id=source.unit_id,
                url=url,
                kind=PageKind.ARTICLE,
                title=f"工作动态 {number}",
                text=text,
                published_at=now,
                seen_at=now,
            )

    async def publish(self, contents: Iterator[Content]) -> None:
        """Publish as the poll agent does."""
        site, log = self.program.site, self.program.log
        outbox = Outbox([self.program.topics["contents"]], site.partitions, self.prefix)
        await log.append([outbox.address(content, content.seen_at) for content in contents])

    async def settled(self) -> None:
        """Return when nothing is left to do. Raises RuntimeError when the worker has stopped itself."""
        worker = self.program.worker
        settled, failed = (asyncio.create_task(wait) for wait in (worker.settled(), worker.failed.wait()))
        await asyncio.wait((settled, failed), return_when=asyncio.FIRST_COMPLETED)
        failed.cancel()
        if not settled.done():
            settled.cancel()
            raise RuntimeError("the worker has stopped itself, see above")

    async def events(self) -> int:
        """Return how many events the log has taken, of all topics of the contract."""
        numbers = range(self.program.site.partitions)
        places = [TopicPartition(self.prefix + name, number) for name in self.program.topics for number in numbers]
        return sum(span.end for span in (await self.program.log.spans(places)).values())


@asynccontextmanager
async def pipeline(log: str) -> AsyncIterator[Pipeline]:
    """Run one on `log` (kafka://HOST:PORT, or empty: the embedded one), with nothing left to do."""
    clock = SystemClock()
    with TemporaryDirectory() as name:
        folder = Path(name)
        agents = folder / "agents"
        agents.mkdir()
        for file in shipped("agents").glob("*.py"):
            if file.name not in FETCHING:
                (agents / file.name).symlink_to(file)
        options = Options(_site(folder / "site"), folder, log, agents=agents, health_port=None)
        contacts = read_site(options).contacts.values()
        keys = [urlsplit(url).username or "" for contact in contacts for url in contact.channels]
        inbox = Inbox(folder / "inbox.jsonl", clock, keys=keys)
        await inbox.start(0)
        prefix = f"bench-{secrets.token_hex(4)}."
        options = Options(
            options.site, folder, log, "", prefix, agents, health_port=None, inbox=urlsplit(inbox.base_url).netloc
        )
        try:
            async with running(options, clock, console=False, create=True) as program:
                running_ = Pipeline(program, inbox, prefix)
                await running_.settled()
                yield running_
        finally:
            await inbox.stop()


def _site(folder: Path) -> Path:
    """Copy the demo's site, with a contact for each unit: one robot is sent 20 messages a minute at most."""
    shutil.copytree(shipped("sites/demo"), folder)
    with (folder / "units.csv").open(encoding="utf-8", newline="") as lines:
        units = [(unit["unit_id"], unit["name"]) for unit in csv.DictReader(lines)]
    contacts = [(f"p-{unit}", name, "", f"wecomrobot://{unit}@{{inbox}}/") for unit, name in units]
    _write(folder / "contacts.csv", ("contact_id", "name", "phone", "channels"), contacts)
    _write(folder / "units.csv", ("unit_id", "name", "contact_id"), [(*unit, f"p-{unit[0]}") for unit in units])
    return folder


def _write(file: Path, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([head, *rows])


@dataclass(frozen=True)
class Figures:
    """What one run came to. Rates per second; `p50` and `p99` in seconds, of `alerts` alerts."""

    contents: float
    events: float
    alerts: int
    p50: float
    p99: float


async def measure(log: str, contents: int, seconds: int) -> Figures:
    """Measure both: everything at once, then a steady stream for `seconds`."""
    async with pipeline(log) as running_:
        await running_.publish(running_.contents(0, EVERY))  # warm: process pool, connections
        await running_.settled()
        before, begin = await running_.events(), time.monotonic()
        await running_.publish(running_.contents(EVERY, contents))
        await running_.settled()
        took = time.monotonic() - begin
        events = await running_.events() - before
    async with pipeline(log) as running_:
        times = await _alert_times(running_, seconds)
    return Figures(contents / took, events / took, len(times), _quantile(times, 0.5), _quantile(times, 0.99))


async def _alert_times(running_: Pipeline, seconds: int) -> list[float]:
    """Return, for each alert of a steady stream, the time from publishing its content to the message in the inbox."""
    await running_.publish(running_.contents(0, EVERY))
    await running_.settled()
    published: dict[int, float] = {}
    step, per_step = 10 / PACE, 10
    begin = time.time()
    for number in range(PACE * seconds // per_step):
        await asyncio.sleep(max(0.0, begin + number * step - time.time()))
        first = EVERY + number * per_step
        published.update(dict.fromkeys(range(first, first + per_step), time.time()))
        await running_.publish(running_.contents(first, per_step))
    await running_.settled()
    arrived = {
        int(found[1]): a.at.timestamp() for a in running_.inbox.messages() if (found := NUMBER.search(a.content))
    }
    return [arrived[number] - at for number, at in published.items() if number % EVERY == 0]


def _quantile(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]
