"""A page with a mistake is read again: from the recheck that is asked for to the proof of how the mistake has ended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from loopback import LENIENT, NOW, Reply, Server

from streammon.clock import VirtualClock
from streammon.detect import inspector
from streammon.extract import Document
from streammon.model.fetching import Selectors
from streammon.model.incident import Incident, State
from streammon.model.inspection import Severity
from streammon.model.poll import PageKind, Poll, Reason
from streammon.model.proof import Ending
from streammon.model.rules import Windows
from streammon.model.source import Source
from streammon.model.step import Due
from streammon.model.unit import Unit
from streammon.rules.calendar import WorkingDays
from streammon.rules.incidents import Duty, SubjectState, step
from streammon.rules.ladder import Ladder
from streammon.sources.website import Website

WINDOWS = Windows(days=dict.fromkeys(Severity, 3))
DUTY = Duty(WINDOWS, WorkingDays({}), Ladder({"u1": Unit(unit_id="u1", name="县教育局", contact_id="p1")}))
SENTENCE = "近日，县教育局组织开展主题教育读书班，要求各学校{}此项工作，切实把学习成果转化为工作实效。"


def page(text: str) -> Reply:
    whole = f"<html><head><title>县教育局召开会议</title></head><body><h1>会议</h1><div class='article'>{text}</div>"
    return Reply(whole.encode(), headers={"Content-Type": "text/html; charset=utf-8"})


async def no_file(data: bytes, *, name: str, media_type: str) -> Document:
    raise AssertionError(f"{name} ({media_type}, {len(data)} bytes) is no file")


class Watch:
    """One page, visited whenever the machine asks for it."""

    def __init__(self, server: Server, website: Website, clock: VirtualClock) -> None:
        self._website, self._clock = website, clock
        self.state = SubjectState()
        self.source = Source(
            source_id="s1", unit_id="u1", board="columns", name="动态", url=server.url("/"), host="127.0.0.1",
            cadence="1条/月", every=3600,
        )  # fmt: skip
        self.first = Poll(
            poll_id="p", source_id="s1", host="127.0.0.1", url=server.url("/a.html"), kind=PageKind.ARTICLE,
            reason=Reason.NEW, due_at=NOW,
        )  # fmt: skip

    async def visits(self, poll: Poll) -> bool:
        """Do a visit and hear what came of it; say whether anything could be read."""
        _, contents = await self._website.visit(poll, self.source, Selectors(), no_file, "县教育局")
        for content in contents:
            self.state = step(self.state, inspector.inspect(content), self._clock.now(), DUTY).state
        return bool(contents)

    async def looks_again(self) -> bool:
        """Let five days pass, and do the visit that is due by then."""
        self._clock.advance_to(self._clock.now() + timedelta(days=5))
        now = self._clock.now()
        done = step(self.state, Due(key="", at=now), now, DUTY)
        self.state = done.state
        (poll,) = (event for event in done.emits if isinstance(event, Poll))
        return await self.visits(poll)

    @property
    def incident(self) -> Incident:
        (incident,) = self.state.incidents.values()
        return incident


@pytest.fixture(scope="module", autouse=True)
def _detectors() -> None:
    inspector.prepare()


@pytest.fixture
async def watch(server: Server, visitor, clock: VirtualClock) -> Watch:
    watch = Watch(server, Website(visitor(LENIENT), clock), clock)
    server.pages["/a.html"] = page(SENTENCE.format("高度重示"))
    assert await watch.visits(watch.first)
    assert watch.incident.state is State.OPEN
    return watch


@pytest.mark.parametrize(
    ("words", "ending"), [("高度重视", Ending.RIGHT), ("抓好", Ending.REMOVED), ("", Ending.REMOVED)]
)
async def test_the_page_was_mended(server: Server, watch: Watch, words: str, ending: Ending) -> None:
    server.pages["/a.html"] = page(SENTENCE.format(words))
    assert await watch.looks_again()
    assert watch.incident.state is State.FIXED
    assert watch.incident.proof is not None
    assert watch.incident.proof.ending is ending
    assert "高度重示" in watch.incident.finding.snippet
    assert f"要求各学校{words}此项工作" in watch.incident.proof.after


@pytest.mark.parametrize("status", [404, 410])
async def test_the_page_was_deleted(server: Server, watch: Watch, status: int) -> None:
    server.pages["/a.html"] = Reply(status=status)
    assert await watch.looks_again()
    assert watch.incident.state is State.FIXED
    assert watch.incident.proof is not None
    assert watch.incident.proof.ending is Ending.DELETED


async def test_the_address_leads_elsewhere(server: Server, watch: Watch) -> None:
    server.pages["/a.html"] = Reply(status=302, headers={"Location": "/index.html"})
    server.pages["/index.html"] = page("今日要闻若干条。")
    assert await watch.looks_again()
    assert watch.incident.state is State.FIXED
    assert watch.incident.proof is not None
    assert watch.incident.proof.ending is Ending.MOVED


async def test_a_page_that_has_only_moved_is_as_wrong_as_before(server: Server, watch: Watch) -> None:
    server.pages["/a.html"] = Reply(status=301, headers={"Location": "/b.html"})
    server.pages["/b.html"] = page(SENTENCE.format("高度重示"))
    assert await watch.looks_again()
    assert (watch.incident.state, watch.incident.proof) == (State.OVERDUE, None)


@pytest.mark.parametrize("answer", [Reply(status=500), Reply(status=403), Reply(b"<html><body>login</body></html>")])
async def test_what_cannot_be_read_proves_nothing(server: Server, watch: Watch, answer: Reply) -> None:
    server.pages["/a.html"] = answer
    assert not await watch.looks_again()
    assert (watch.incident.state, watch.incident.proof) == (State.OVERDUE, None)
