"""What a visit says of its host, and of our own line."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from loopback import LENIENT, NOW, Reply, Server
from msgspec.structs import replace

from streammon.clock import VirtualClock
from streammon.extract import Document
from streammon.model.fetching import Politeness, Reaching, Selectors
from streammon.model.inspection import Inspection
from streammon.model.poll import PageKind, Poll, Reason
from streammon.model.probe import LineReport, Probe
from streammon.model.signal import Failure, Visit
from streammon.model.source import Source
from streammon.model.step import Due
from streammon.rules.outages import HostState, step
from streammon.sources.reach import Reach, probe_of
from streammon.sources.website import Website

EMPTY_LIST = Reply(b'<ul class="list"></ul>')
TWO_PAGES = Reply(b'<ul class="list"></ul><a class="next" href="/p2.html">2</a>')
NEVER_ANSWERS = "http://127.0.0.1:1/"
HASTY = replace(LENIENT, timeout=0.2)
OBEDIENT = replace(LENIENT, obey_robots=True)

Look = Callable[..., Any]


def source_at(url: str) -> Source:
    host = url.partition("://")[2].partition("/")[0]
    return Source(
        source_id="s1", unit_id="u1", board="b", name="工作动态", url=url, host=host, cadence="1条/月", every=3600
    )


async def no_files(data: bytes, *, name: str, media_type: str) -> Document:
    raise AssertionError(name)


async def looked(website: Website, url: str, poll: Poll | None = None) -> Visit:
    source = source_at(url)
    first = Poll(
        poll_id="p1", source_id="s1", host=source.host, url=url, kind=PageKind.LIST, reason=Reason.DUE, due_at=NOW
    )
    found, _ = await website.visit(poll or first, source, Selectors(), no_files, "县民政局")
    return found


@pytest.fixture
async def reach_of(clock: VirtualClock) -> AsyncIterator[Callable[..., Reach]]:
    made: list[Reach] = []

    def make(*references: str) -> Reach:
        made.append(Reach(references, clock))
        return made[-1]

    yield make
    for reach in made:
        await reach.aclose()


@pytest.mark.parametrize(
    ("pages", "politeness", "failure", "says_something"),
    [
        ({"/": EMPTY_LIST}, LENIENT, Failure.NONE, True),
        ({"/": Reply(status=404)}, LENIENT, Failure.NONE, True),
        ({"/": Reply(status=429)}, LENIENT, Failure.NONE, True),
        ({"/": Reply(status=502)}, LENIENT, Failure.SERVER, True),
        ({"/": Reply(status=503, headers={"Retry-After": "60"})}, LENIENT, Failure.SERVER, True),
        ({"/": Reply(stuck=True)}, HASTY, Failure.UNREACHED, True),
        ({"/": TWO_PAGES, "/p2.html": Reply(status=500)}, LENIENT, Failure.NONE, True),
        ({"/": EMPTY_LIST, "/robots.txt": Reply(status=500)}, OBEDIENT, Failure.SERVER, True),
        ({"/": EMPTY_LIST, "/robots.txt": Reply(b"User-agent: *\nDisallow: /")}, OBEDIENT, Failure.NONE, False),
    ],
)
async def test_what_a_visit_to_a_list_says_of_its_host(
    server: Server, visitor, clock, pages, politeness: Politeness, failure, says_something
) -> None:
    server.pages |= pages
    visit = await looked(Website(visitor(politeness), clock), server.url("/"))
    probe = probe_of(visit, source_at(server.url("/")))
    assert visit.failure is failure
    assert (probe is not None) is says_something
    assert probe is None or (probe.failure, probe.host) == (failure, f"127.0.0.1:{server.port}")


@pytest.mark.parametrize(
    ("url", "failure"),
    [
        (NEVER_ANSWERS, Failure.UNREACHED),
        ("http://no-such-host.invalid/", Failure.UNREACHED),
        ("https://127.0.0.1:{port}/", Failure.BROKEN),
    ],
)
async def test_a_host_that_is_not_there(server: Server, visitor, clock, url: str, failure: Failure) -> None:
    visit = await looked(Website(visitor(), clock), url.format(port=server.port))
    assert (visit.ok, visit.status, visit.failure) == (False, 0, failure)


async def test_a_host_that_was_not_asked_because_it_wants_a_pause_says_nothing(server, visitor, clock) -> None:
    server.pages["/"] = Reply(status=429, headers={"Retry-After": "600"})
    website = Website(visitor(), clock)
    first, second = [await looked(website, server.url("/")) for _ in range(2)]
    assert [probe_of(visit, source_at(server.url("/"))) is None for visit in (first, second)] == [False, True]


async def test_an_article_says_nothing_of_its_host(server: Server, visitor, clock) -> None:
    url = server.url("/a.html")
    poll = Poll(poll_id="p", source_id="s1", host="h", url=url, kind=PageKind.ARTICLE, reason=Reason.NEW, due_at=NOW)
    server.pages["/a.html"] = Reply(status=500)
    assert probe_of(await looked(Website(visitor(), clock), url, poll), source_at(url)) is None


async def test_when_no_reference_answers_either_it_is_our_own_line(visitor, clock, reach_of) -> None:
    website = Website(visitor(), clock, reach_of(NEVER_ANSWERS, "http://127.0.0.1:2/"))
    visit = await looked(website, "http://127.0.0.1:3/")
    assert (visit.ok, visit.failure) == (False, Failure.OFFLINE)
    assert "本机网络" in visit.reason


async def test_whatever_a_reference_answers_the_line_is_up(server: Server, visitor, clock, reach_of) -> None:
    server.pages["/ref"] = Reply(status=500)
    website = Website(visitor(), clock, reach_of(NEVER_ANSWERS, server.url("/ref")))
    assert (await looked(website, "http://127.0.0.1:3/")).failure is Failure.UNREACHED


async def test_references_are_asked_only_when_our_line_may_be_at_fault(server, visitor, clock, reach_of) -> None:
    server.pages |= {"/": Reply(status=502), "/ref": EMPTY_LIST}
    website = Website(visitor(), clock, reach_of(server.url("/ref")))
    await looked(website, server.url("/"))
    assert server.asked("/ref") == []


async def test_references_are_asked_once_a_minute_however_many_visits_fail(server, clock, reach_of) -> None:
    server.pages["/ref"] = EMPTY_LIST
    reach = reach_of(server.url("/ref"))
    assert await asyncio.gather(*(reach.is_down() for _ in range(5))) == [False] * 5
    clock.advance_to(NOW + timedelta(seconds=59))
    await reach.is_down()
    assert len(server.asked("/ref")) == 1
    clock.advance_to(NOW + timedelta(seconds=61))
    await reach.is_down()
    assert len(server.asked("/ref")) == 2


async def test_without_references_our_line_is_taken_to_be_up(reach_of) -> None:
    assert not await reach_of().is_down()


# -- a real server that stops and starts ------------------------------------------------------------------------------


@asynccontextmanager
async def up(web: Server) -> AsyncIterator[None]:
    """Let `web` answer on its port (any at first) until the block is left, then cut every connection."""
    tasks: set[asyncio.Task[None]] = set()

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tasks.add(asyncio.create_task(web.serve(reader, writer)))

    listening = await asyncio.start_server(connected, "127.0.0.1", web.port)
    web.port = listening.sockets[0].getsockname()[1]
    try:
        yield
    finally:
        listening.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class Watch:
    """Looks at a host as the program does: what is due is asked for, visited, and told to the machine."""

    def __init__(self, website: Website, url: str, clock: VirtualClock) -> None:
        self._website, self._source, self._clock = website, source_at(url), clock
        self._step = partial(step, reach=Reaching(), lists=lambda: (self._source,))
        self._state, self._due = HostState(), None
        self.told: list[Inspection] = []
        self.line: list[bool] = []
        self.looks: list[datetime] = []

    async def looks_at(self, poll: Poll | None = None) -> None:
        visit = await looked(self._website, self._source.url, poll)
        probe = probe_of(visit, self._source)
        assert probe is not None
        await self._hears(probe)

    async def passes(self, minutes: float) -> None:
        until = self._clock.now() + timedelta(minutes=minutes)
        while self._due is not None and self._due <= until:
            self._clock.advance_to(self._due)
            await self._hears(Due(key=self._source.host, at=self._due))
        self._clock.advance_to(until)

    async def _hears(self, event: Probe | Due) -> None:
        done = self._step(self._state, event, self._clock.now())
        self._state, self._due = done.state, done.due
        for emitted in done.emits:
            if isinstance(emitted, Inspection):
                self.told.append(emitted)
            if isinstance(emitted, LineReport):
                self.line.append(emitted.up)
            if isinstance(emitted, Poll):
                self.looks.append(emitted.due_at)
                await self.looks_at(emitted)


async def test_a_server_that_stops_is_an_outage_until_it_answers_again(visitor, clock, reach_of) -> None:
    web, reference = Server(), Server()
    web.pages["/list"] = reference.pages["/"] = EMPTY_LIST
    async with up(reference):
        async with up(web):
            watch = Watch(Website(visitor(), clock, reach_of(reference.url("/"))), web.url("/list"), clock)
            await watch.looks_at()
        await watch.passes(60)
        await watch.looks_at()
        began = clock.now()
        await watch.passes(10)
        assert [at - began for at in watch.looks] == [timedelta(minutes=minutes) for minutes in (1, 3, 8)]
        (down,) = watch.told
        assert (down.findings[0].rule, down.findings[0].since) == ("outage/site", began)
        async with up(web):
            await watch.passes(30)
        assert [len(look.findings) for look in watch.told] == [1, 0]
        assert watch.line == []


async def test_a_server_that_can_not_be_reached_for_want_of_our_own_line_is_no_outage(visitor, clock, reach_of) -> None:
    web, reference = Server(), Server()
    web.pages["/list"] = reference.pages["/"] = EMPTY_LIST
    async with up(web), up(reference):
        watch = Watch(Website(visitor(), clock, reach_of(reference.url("/"))), web.url("/list"), clock)
        await watch.looks_at()
    await watch.passes(60)
    await watch.looks_at()
    await watch.passes(30)
    assert watch.told == []
    async with up(web), up(reference):
        await watch.passes(10)
    assert watch.told == []
    assert watch.line == [False] * (len(watch.line) - 1) + [True]
    assert len(watch.line) > 3
