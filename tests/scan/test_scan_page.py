"""Addresses: a page as the pipeline reads it, its files, and what can not be had."""

from datetime import date

import pytest
from tests.scan.website import website

from streammon.clock import SystemClock
from streammon.detect import inspector
from streammon.model.fetching import Politeness, Selectors
from streammon.scan.page import Web
from streammon.scan.task import ArticleTask, BytesTask, UnreadTask
from streammon.sources.clients import Clients

TODAY = date(2024, 5, 1)
ARTICLE = """<html><head><title>网站</title><meta name="PubDate" content="2023-10-12 08:00"></head><body><h1>通知</h1>
<div class="nav">导航</div><div class="article"><p>第一段</p><p>第二段 <a href="/files/a.txt">名单</a>
<a href="/gone.pdf">没有了.pdf</a><a href="/other.html">别的</a></p></div></body></html>"""
PLAIN = "<html><head><title>别的站</title></head><body><p>第一段</p><a href='files/a.txt'>附件.txt</a></body></html>"


@pytest.fixture
def site():
    html, text = "text/html; charset=utf-8", "text/plain"
    pages = {
        "/a.html": (html, ARTICLE.encode()),
        "/b.html": (html, PLAIN.encode()),
        "/files/a.txt": (text, "甲".encode()),
        "/robots.txt": (text, b"User-agent: *\nDisallow: /private"),
        "/private.html": (html, ARTICLE.encode()),
    }
    with website(pages) as address:
        yield address


async def fetched(url, attachments=True, links=False):
    clients = Clients(Politeness(allow_private=True), SystemClock())
    web = Web(clients, SystemClock(), [Selectors()], attachments, links)
    try:
        return [task async for task in web.tasks(url, TODAY)]
    finally:
        await clients.aclose()


async def test_an_article_is_its_title_and_its_text(site):
    (task,) = await fetched(f"{site}/a.html", attachments=False)
    assert isinstance(task, ArticleTask)
    assert task.content.title == "通知"
    assert task.content.text.startswith("第一段\n第二段")
    assert "导航" not in task.content.text
    assert task.content.published_at.date() == date(2023, 10, 12)
    assert task.content.page is not None, "what is around it is looked at, too"


async def test_its_files_come_with_it_if_they_are_asked_for(site):
    _, file, gone = await fetched(f"{site}/a.html")
    assert isinstance(file, BytesTask)
    assert (file.path, file.data, file.name) == (f"{site}/files/a.txt", "甲".encode(), "a.txt")
    inspector.prepare()
    (record,) = gone.run()
    assert (record.path, record.rule, record.severity) == (f"{site}/gone.pdf", "page/dead-attachment", "general")
    assert "没有了.pdf" in record.why


def answers(task, site):
    """Return the status of every link that was asked for."""
    links = task.content.page.links
    return {link.url.removeprefix(site): link.reply.status for link in links if link.reply}


async def test_its_links_are_tried_if_that_is_asked_for(site):
    (task,) = await fetched(f"{site}/a.html", attachments=False, links=True)
    assert answers(task, site) == {"/files/a.txt": 200, "/gone.pdf": 404, "/other.html": 404}
    inspector.prepare()
    assert {"page/dead-attachment", "page/dead-link"} < {record.rule for record in task.run()}


async def test_a_file_that_is_read_is_not_tried_besides(site):
    task, *_ = await fetched(f"{site}/a.html", links=True)
    assert answers(task, site) == {"/other.html": 404}


async def test_a_page_that_no_profile_fits_is_read_whole(site):
    task, file = await fetched(f"{site}/b.html")
    assert task.content.title == "别的站"
    assert "第一段" in task.content.text
    assert task.content.page is None
    assert file.path == f"{site}/files/a.txt"


async def test_the_address_of_a_file(site):
    (task,) = await fetched(f"{site}/files/a.txt")
    assert isinstance(task, BytesTask)
    assert (task.media_type, task.data) == ("text/plain", "甲".encode())


@pytest.mark.parametrize(
    ("path", "why"), [("/nowhere", "404"), ("/private.html", "robots.txt"), ("/\x00", ""), (":99999/", "")]
)
async def test_what_can_not_be_had_is_told(site, path, why):
    (task,) = await fetched(site + path)
    assert isinstance(task, UnreadTask)
    assert why in task.why
    (record,) = task.run()
    assert (record.rule, record.review) == ("page/unreadable", True)
