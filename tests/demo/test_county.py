from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime

import httpx
import lxml.html
import pytest

from streammon.clock import VirtualClock
from streammon.demo.county import County
from streammon.demo.plan import Plan
from streammon.errors import ConfigError
from streammon.model.fetching import Selectors


def local(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


SELECTORS = Selectors()


@pytest.fixture
async def county(plan: Plan, clock: VirtualClock) -> AsyncIterator[County]:
    async with County(plan, clock) as county:
        yield county


@pytest.fixture
async def web(county: County) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=county.base_url, trust_env=False) as client:
        yield client


async def titles(web: httpx.AsyncClient, path: str) -> list[str]:
    """All titles of a list and of its further pages."""
    found: list[str] = []
    while path:
        page = lxml.html.fromstring((await web.get(path)).content)
        entries = page.xpath("//ul[@class='list']/li")
        assert len(entries) <= 15
        assert all(len(entry.xpath("span[@class='date']")[0].text) == 10 for entry in entries)
        found += [str(link.text) for link in page.xpath("//ul[@class='list']/li/a")]
        further = page.xpath("//a[@class='next']/@href")
        path = str(further[0]) if further else ""
    return found


async def test_a_list_shows_what_is_published_by_now(web: httpx.AsyncClient, clock: VirtualClock, plan: Plan) -> None:
    column = plan.columns["c163"]
    for moment, due in [("2023-10-01 00:00", 18), ("2023-10-23 10:19", 18 + 6), ("2023-10-31 23:59", 27)]:
        clock.advance_to(local(moment))
        published = [article.title for article in column.articles if article.published_at <= local(moment)]
        assert await titles(web, column.path) == published[::-1]
        assert len(published) == due


async def test_every_visible_page_answers_and_no_other_does(
    web: httpx.AsyncClient, clock: VirtualClock, plan: Plan
) -> None:
    clock.advance_to(local("2023-10-18 17:20"))
    for column in plan.columns.values():
        for article in column.articles:
            visible = article.at(clock.now()) is not None
            assert (await web.get(article.path)).status_code == (200 if visible else 404), article.title


@pytest.mark.parametrize("source_id", ["c163", "c072"])  # UTF-8 and GBK
async def test_an_article_says_what_it_is(
    web: httpx.AsyncClient, clock: VirtualClock, plan: Plan, source_id: str
) -> None:
    column = plan.columns[source_id]
    article = column.articles[0]
    answer = await web.get(article.path)
    assert answer.headers["content-type"] == f"text/html; charset={column.encoding}"
    page = lxml.html.fromstring(answer.content.decode(column.encoding))
    tags = {str(tag.get("name")): tag.get("content") for tag in page.xpath("//meta[@name]")}
    assert (
        tags.items()
        >= {
            "SiteName": "眉县人民政府",
            "SiteDomain": "www.meixian.example",
            "SiteIDCode": "6103260000",
            "ColumnName": column.source.name,
            "ColumnType": "政府信息公开",
            "ArticleTitle": article.title,
            "PubDate": article.published_at.strftime("%Y-%m-%d %H:%M"),
            "ContentSource": column.unit_name,
        }.items()
    )
    assert page.xpath("//h1")[0].text == article.title
    body = [str(text.text) for text in page.xpath("//div[@class='article']/p")]
    assert tuple(body) == article.revisions[0].paragraphs


async def test_a_page_keeps_its_etag_until_it_changes(web: httpx.AsyncClient, clock: VirtualClock, plan: Plan) -> None:
    path = plan.columns["c016"].path
    clock.advance_to(local("2023-10-10 09:29"))
    etag = (await web.get(path)).headers["etag"]
    unchanged = await web.get(path, headers={"if-none-match": etag})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    clock.advance_to(local("2023-10-10 09:30"))
    changed = await web.get(path, headers={"if-none-match": etag})
    assert changed.status_code == 200
    assert "眉县猕猴桃采收进度通报" in changed.text
    assert changed.headers["etag"] != etag


async def test_an_attachment_changes_with_its_article(web: httpx.AsyncClient, clock: VirtualClock, plan: Plan) -> None:
    article = next(article for article in plan.columns["c163"].articles if article.revisions[0].attachments)
    path = article.revisions[0].attachments[0].path
    assert (await web.get(path)).status_code == 404
    clock.advance_to(local("2023-10-24 00:00"))
    leaked = await web.get(path)
    page = lxml.html.fromstring((await web.get(article.path)).text)
    assert page.xpath("//div[@class='article']//a/@href") == [path]
    assert leaked.headers["content-type"].startswith("application/vnd.openxmlformats")
    assert (await web.get(path, headers={"if-none-match": leaked.headers["etag"]})).status_code == 304
    clock.advance_to(local("2023-10-26 00:00"))
    masked = await web.get(path, headers={"if-none-match": leaked.headers["etag"]})
    assert masked.status_code == 200
    assert masked.content != leaked.content


async def test_robots_home_and_what_is_not_there(web: httpx.AsyncClient, county: County, plan: Plan) -> None:
    assert "Disallow: /search/" in (await web.get("/robots.txt")).text
    links = lxml.html.fromstring((await web.get("/")).text).xpath("//main//a/@href")
    assert set(links) == {column.path for column in plan.columns.values()}
    assert (await web.get("/style.css")).headers["content-type"].startswith("text/css")
    assert (await web.get("/nowhere")).status_code == 404
    assert (await web.post("/")).status_code == 405
    assert (await web.head("/")).content == b""
    assert county.requests == 6


async def test_a_taken_port_is_named(county: County, plan: Plan, clock: VirtualClock) -> None:
    port = httpx.URL(county.base_url).port
    assert port is not None
    with pytest.raises(ConfigError, match=f"127.0.0.1:{port}: 这个地址不能用"):
        await County(plan, clock).start(port)
