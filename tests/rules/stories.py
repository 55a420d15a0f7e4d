"""Stories: what happens to one source, told in local time; a `Due` comes when the machine has asked for it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import msgspec

from streammon.clock import LOCAL
from streammon.detect.masking import masked
from streammon.detect.page.backdated import moved
from streammon.detect.page.blank import column
from streammon.model.base import Event, digest
from streammon.model.content import Content, content_id
from streammon.model.day import Day
from streammon.model.inspection import Inspection
from streammon.model.poll import PageKind, Poll, Reason
from streammon.model.rules import GapLimits
from streammon.model.signal import Link, Visit
from streammon.model.source import Source
from streammon.model.step import Due
from streammon.rules import gaps, schedule
from streammon.rules.looks import Looks

SITE = "http://www.example.gov.cn:8080"
LIST = f"{SITE}/news/index.html"
LOOKS = Looks(column=column, moved=moved, masked=masked)


def local(text: str) -> datetime:
    """Return a local moment: 2023-10-01 or 2023-10-01 09:00."""
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


def source_of(source_id: str = "c001", **changes: Any) -> Source:
    news = Source(
        source_id=source_id,
        unit_id="u01",
        board="news",
        name="部门动态",
        url=LIST,
        host="www.example.gov.cn",
        cadence="/",
        every=43_200,
    )
    return msgspec.structs.replace(news, **changes)


def article(name: str, *, source_id: str = "c001", published: datetime, seen: datetime, **changes: Any) -> Content:
    url = f"{SITE}/news/{name}.html"
    found = Content(
        content_id=content_id(source_id, url),
        revision="r1",
        source_id=source_id,
        unit_id="u01",
        url=url,
        kind=PageKind.ARTICLE,
        title=name,
        text="全文",
        published_at=published,
        seen_at=seen,
    )
    return msgspec.structs.replace(found, **changes)


def link(name: str, kind: PageKind = PageKind.ARTICLE, published: datetime | None = None) -> Link:
    ending = "html" if kind is PageKind.ARTICLE else "xlsx"
    return Link(url=f"{SITE}/news/{name}.{ending}", title=name, kind=kind, published_at=published)


def visit(at: datetime, url: str = LIST, *, source_id: str = "c001", **changes: Any) -> Visit:
    """Return a successful visit to the list unless `changes` say otherwise."""
    seen = Visit(
        signal_id=digest("visit", source_id, url, at.isoformat()),
        source_id=source_id,
        unit_id="u01",
        url=url,
        kind=PageKind.LIST,
        why=Reason.DUE,
        at=at,
        ok=True,
        status=200,
    )
    return msgspec.structs.replace(seen, **changes)


def stored(state: Any) -> Any:
    """Return a state as it comes back from where states are kept."""
    return msgspec.json.decode(msgspec.json.encode(state), type=type(state))


class Story:
    """Feeds one machine; the state is written and read again after every step, as in the changelog."""

    def __init__(self, machine: Any, state: Any) -> None:
        self.machine, self.state = machine, state
        self.now = local("2023-01-01")
        self.due: datetime | None = None
        self.emitted: list[Event] = []

    def on(self, when: str) -> Any:
        """Let time pass until `when`, a local moment."""
        moment = local(when)
        while self.due is not None and self.due <= moment:
            self.now = self.due
            self.happens(Due(key="c001", at=self.due))
        self.now = moment
        return self

    def happens(self, *events: Event) -> Any:
        for event in events:
            step = self.machine(self.state, event, self.now)
            self.state, self.due = stored(step.state), step.due
            self.emitted += step.emits
        return self

    def news(self) -> list[Any]:
        """Return what has been emitted since this was last asked."""
        news, self.emitted = self.emitted, []
        return news


class GapStory(Story):
    """One source and its gaps."""

    def __init__(self, limits: GapLimits | None = None, **of_source: Any) -> None:
        boards = {"news": limits or GapLimits()}
        super().__init__(lambda state, event, now: gaps.step(state, event, now, boards, LOOKS), gaps.GapState())
        self.source = source_of(**of_source)
        self.shown: tuple[Any, ...] = ()
        self.looks: list[Inspection] = []
        self.days: list[Day] = []

    def registered(self, **changes: Any) -> GapStory:
        self.source = msgspec.structs.replace(self.source, **changes)
        return self.happens(self.source)

    def posts(self, name: str = "", *, published: str = "", **changes: Any) -> GapStory:
        """Let an article be found; published now, unless it says otherwise."""
        at = local(published) if published else self.now
        return self.happens(article(name or f"{self.now:%m%d%H%M}", published=at, seen=self.now, **changes))

    def is_visited(self, *names: str, **changes: Any) -> GapStory:
        return self.happens(visit(self.now, links=tuple(map(link, names)), **changes))

    @property
    def gaps(self) -> list[tuple[str, str, str]]:
        """Rule, local day since when, and limit of the gaps that the last inspection told of."""
        self._sort()
        return [(gap.rule, f"{gap.since.astimezone(LOCAL):%Y-%m-%d}", gap.limit) for gap in self.shown]

    def told_days(self) -> list[Day]:
        """Return the days told since this was last asked."""
        self._sort()
        days, self.days = self.days, []
        return days

    def told_looks(self) -> list[Inspection]:
        """Return the inspections of other scopes than gaps since this was last asked."""
        self._sort()
        looks, self.looks = self.looks, []
        return looks

    def _sort(self) -> None:
        for event in self.news():
            if isinstance(event, Inspection) and event.scope == "gap":
                self.shown = event.findings
            elif isinstance(event, Inspection):
                self.looks.append(event)
            elif isinstance(event, Day):
                self.days.append(event)


class VisitStory(Story):
    """One source and its visits."""

    def __init__(self) -> None:
        super().__init__(schedule.step, schedule.ScheduleState())

    def polls(self) -> list[Poll]:
        return self.news()

    def wait(self, time: timedelta) -> VisitStory:
        return self.on(f"{self.now + time:%Y-%m-%d %H:%M:%S}")
