from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from streammon.clock import LOCAL, VirtualClock
from streammon.detect.page import PageOptions, findings
from streammon.extract.html import Page
from streammon.model.content import Content
from streammon.model.fetching import Selectors
from streammon.model.inspection import Finding
from streammon.model.page import PageFacts, PageRules
from streammon.model.poll import PageKind, Poll, Reason
from streammon.model.source import Source
from streammon.sources.article import article_of
from streammon.sources.errand import Errand

URL = "http://www.qinghe.gov.cn/zwgk/202310/t20231016_123.html"
NOW = datetime(2023, 10, 16, 18, 0, tzinfo=LOCAL)
TODAY = NOW.date()
SAMPLES = Path(__file__).parent / "samples"

Check = Callable[..., list[Finding]]


@pytest.fixture
def read() -> Callable[..., Content]:
    """Read a page as it is read on a visit to the column `column`."""

    def read(html: str, *, column: str = "", url: str = URL, at: datetime = NOW) -> Content:
        poll = Poll(
            poll_id="p1", source_id="s1", host="www.qinghe.gov.cn", url=url, kind=PageKind.ARTICLE, reason=Reason.NEW,
            due_at=at,
        )  # fmt: skip
        source = Source(
            source_id="s1",
            unit_id="u1",
            board="columns",
            name=column,
            url=URL,
            host=poll.host,
            cadence="1条/月",
            every=60,
        )
        article = article_of(Page.read(html.encode(), url), Selectors(), column)
        return Errand(poll, source, "青禾县住建局", VirtualClock(at)).content(article)

    return read


@pytest.fixture
def sample(read: Callable[..., Content]) -> Callable[..., Content]:
    """Read a page of the folder `samples`."""
    return lambda name, **how: read((SAMPLES / f"{name}.html").read_text(encoding="utf-8"), **how)


@pytest.fixture
def item() -> Callable[..., Content]:
    """Make a page of its text, with nothing wrong but what is named; keywords of `PageFacts` go into its facts."""

    def item(text: str = "正文。", *, title: str = "标题", published: str = "2023-10-12", **facts: object) -> Content:
        page = {name: facts.pop(name) for name in PageFacts.__struct_fields__ if name in facts}
        return Content(
            content_id="c1", revision="r1", source_id="s1", unit_id="u1", url=facts.pop("url", URL), title=title,
            kind=facts.pop("kind", PageKind.ARTICLE), text=text, seen_at=NOW,
            published_at=datetime.fromisoformat(published).replace(tzinfo=LOCAL),
            page=PageFacts(**{"tags": {}, **page}), **facts,
        )  # fmt: skip

    return item


@pytest.fixture
def check() -> Check:
    """Look at a page without asking for meta tags; `rule` keeps the findings of one check."""

    def check(content: Content, rule: str = "", *, on: date = TODAY, leaks: bool = False, **options: object):
        working = {"is_working": options.pop("is_working")} if "is_working" in options else {}
        rules = PageRules(**{"required_tags": (), **options})
        found = findings(content, on, PageOptions(rules, **working), leaks=leaks)
        return [finding for finding in found if finding.rule.startswith(f"page/{rule}")]

    return check
