import json
import re
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest
from lxml import html

from streammon.clock import SystemClock
from streammon.errors import ConfigError
from streammon.model.day import Day
from streammon.model.incident import Incident, State
from streammon.model.inspection import Finding, Place, Severity
from streammon.model.poll import PageKind
from streammon.model.source import Source
from streammon.store import Views
from streammon.web import console_server, create_app

NOW = datetime(2023, 10, 12, 1, 30, tzinfo=UTC)
EVIL = "<script>alert(1)</script>"


def source(source_id: str, name: str = "工作动态", url: str = "http://a.example/") -> Source:
    return Source(source_id=source_id, unit_id="u", board="b", name=name, url=url, host="h", cadence="1条/月", every=60)


def day(source_id: str, days_left: int) -> Day:
    return Day(
        day_id=source_id,
        source_id=source_id,
        unit_id="u",
        board="b",
        date=date(2023, 10, 2),
        at=NOW,
        contents=("x",),
        last_published_at=NOW - timedelta(days=10),
        violates_at=NOW + timedelta(days=days_left),
        violates="gap/any",
    )


def incident(
    name: str, snippet: str = "做好工做", url: str = "http://a.example/1", state: State = State.OPEN
) -> Incident:
    return Incident(
        incident_id=name,
        subject_id="c",
        scope="text",
        source_id="a",
        unit_id="u",
        state=state,
        finding=Finding(
            rule="text/lexicon",
            severity=Severity.SEVERE,
            evidence="e",
            snippet=snippet,
            wrong="工做",
            right="工作",
        ),
        place=Place(url=url, title=snippet, kind=PageKind.ARTICLE, host="a"),
        opened_at=NOW,
        deadline=NOW + timedelta(days=2, hours=3),
    )


async def page(client: httpx.AsyncClient, **query: Any) -> html.HtmlElement:
    answer = await client.get("/", params=query)
    assert answer.status_code == 200
    return html.fromstring(answer.text)


def rows(document: html.HtmlElement, name: str) -> list[str]:
    return [" ".join(row.text_content().split()) for row in document.xpath(f'//*[@data-list="{name}"]/li')]


def counter(document: html.HtmlElement, name: str) -> str:
    (node,) = document.xpath(f'//*[@data-tile="{name}"]//b')
    return str(node.text)


def token(document: html.HtmlElement) -> str:
    return str(document.xpath("//body/@data-seen")[0])


async def pushes(answer: httpx.Response) -> AsyncIterator[tuple[str, str, Any]]:
    name = last = ""
    async for line in answer.aiter_lines():
        field, _, value = line.partition(": ")
        name = value if field == "event" else name
        last = value if field == "id" else last
        if field == "data" and name == "change":
            yield last, name, json.loads(value)


async def test_the_page_without_any_data(client: httpx.AsyncClient) -> None:
    document = await page(client)
    assert document.xpath("//h1/text()") == ["<某县>"]
    assert document.xpath("//html/@lang") == ["zh-CN"]
    assert document.xpath("//time/text()") == ["2023年10月12日 周四 09:30"]
    assert rows(document, "sources") == rows(document, "incidents") == []


async def test_sources_show_days_since_and_days_left_by_urgency(client: httpx.AsyncClient, views: Views) -> None:
    await views.apply([source("a"), source("b"), source("c"), day("a", 4), day("b", -3)], now=NOW)
    document = await page(client)
    late, soon, free = rows(document, "sources")
    assert "县教育局" in late
    assert "10月2日（10 天前）" in late
    assert "超期 3 天 10月9日起超期" in late
    assert "剩 4 天 10月16日前须更新" in soon
    assert "暂无更新记录" in free
    assert (counter(document, "watched"), counter(document, "published")) == ("3", "2")


async def test_incidents_show_problem_correction_and_countdown(client: httpx.AsyncClient, views: Views) -> None:
    await views.apply([incident("i"), incident("j", state=State.FIXED)], now=NOW)
    document = await page(client)
    (row,) = rows(document, "incidents")
    for words in ("县教育局", "错误表述“工做”", "应为“工作”", "剩 2 天", "10月14日 12:30前整改", "待通知"):
        assert words in row
    assert document.xpath("//mark/text()") == ["工做"]
    assert document.xpath('//*[@data-list="incidents"]//a/@href') == ["http://a.example/1"]


async def test_what_strangers_write_stays_text(client: httpx.AsyncClient, views: Views) -> None:
    evil = source('"><img src=x>', name=EVIL, url="javascript:alert(1)")
    await views.apply([evil, incident("i", snippet=EVIL, url="JavaScript:alert(1)")], now=NOW)
    document = await page(client)
    assert [node.get("src") for node in document.iter("script")] == ["static/console.js"]
    assert not list(document.iter("img"))
    assert not [link for link in document.xpath("//a/@href") if "alert" in link]
    assert EVIL in rows(document, "incidents")[0]
    assert document.xpath('//*[@data-list="sources"]/li/@data-id') == ['"><img src=x>']


async def test_only_the_changed_rows_are_sent(client: httpx.AsyncClient, views: Views) -> None:
    await views.apply([source(f"s{n}") for n in range(20)] + [day(f"s{n}", n + 5) for n in range(20)], now=NOW)
    seen = token(await page(client))
    async with client.stream("GET", "/events", params={"seen": seen}) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        await views.apply([incident("i"), source("s7", name="改名")])
        news = pushes(answer)
        last, _, change = await anext(news)
        assert list(change["lists"]["sources"]["rows"]) == ["s7"]
        assert "order" not in change["lists"]["sources"]
        assert change["lists"]["incidents"]["order"] == ["i"]
        assert [(tile["name"], tile["value"]) for tile in change["tiles"]] == [("open", "1")]
    assert last == token(await page(client))


async def test_who_comes_back_gets_what_was_missed_and_a_stranger_gets_all(
    client: httpx.AsyncClient, views: Views
) -> None:
    await views.apply([source("a"), source("b")], now=NOW)
    seen = token(await page(client))
    await views.apply([source("b", name="改名")])
    async with client.stream("GET", "/events", headers={"last-event-id": seen}) as answer:
        _, _, change = await anext(pushes(answer))
        assert list(change["lists"]["sources"]["rows"]) == ["b"]
    async with client.stream("GET", "/events", params={"seen": "unknown"}) as answer:
        _, _, change = await anext(pushes(answer))
        assert sorted(change["lists"]["sources"]["rows"]) == ["a", "b"]


async def test_long_lists_come_in_pages(client: httpx.AsyncClient, views: Views) -> None:
    await views.apply([source(f"{n:03}") for n in range(250)], now=NOW)
    document = await page(client, page=3)
    assert len(rows(document, "sources")) == 50
    assert document.xpath("//nav//a/@href") == ["?page=2"]
    assert (await client.get("/", params={"page": 0})).status_code == 400


async def test_nothing_may_come_from_another_host(client: httpx.AsyncClient) -> None:
    for path in ("/", "/static/console.css", "/static/console.js", "/healthz", "/nowhere"):
        answer = await client.get(path)
        assert answer.headers["content-security-policy"].startswith("default-src 'self'"), path
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert not re.search(r"(?:src|href)=\"(?:https?:)?//|url\(|@import|style=", answer.text), path
    assert (await client.get("/healthz")).text == "ok\n"


async def test_it_says_so_while_redis_is_away() -> None:
    views = Views.connect("redis://127.0.0.1:1/0")
    server = console_server(create_app(views, clock=SystemClock(), title="某县"))
    await server.start()
    async with httpx.AsyncClient(base_url=server.url) as client:
        answer = await client.get("/")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        assert "稍后" in answer.text
        assert (await client.get("/healthz")).status_code == 200
    await server.stop()
    await views.close()


async def test_stopping_ends_the_streams_and_frees_the_port(views: Views) -> None:
    app = create_app(views, clock=SystemClock(), title="某县")
    server = console_server(app)
    await server.start()
    port = int(server.url.rstrip("/").rpartition(":")[2])
    with pytest.raises(ConfigError, match=f"127.0.0.1:{port}"):
        await console_server(app, port=port).start()
    async with httpx.AsyncClient() as client, client.stream("GET", f"{server.url}events") as answer:
        await server.stop()
        assert b"event: change" in await answer.aread()
    again = console_server(create_app(views, clock=SystemClock(), title="某县"), port=port)
    await again.start()
    await again.stop()
