from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from loopback import LENIENT, NOW, Reply, Request, Server
from msgspec.structs import replace

from streammon.clock import LOCAL, VirtualClock
from streammon.errors import ConfigError, Permanent
from streammon.extract import Document, Unreadable
from streammon.model.content import Section, content_id
from streammon.model.fetching import Selectors
from streammon.model.poll import PageKind, Poll, Reason
from streammon.model.source import Source
from streammon.sources.errand import Outcome
from streammon.sources.website import Website

SELECTORS = Selectors(max_pages=3)
ARTICLE = """<html><head><meta charset="{charset}"><title>站名</title>{tags}</head><body><h1>看得见的标题</h1>
<p>发布时间：2023-10-01 08:30 &nbsp; 来源：县融媒体中心 浏览：3</p>
<div class="article"><p>第一段。</p><p>资金来源：省财政。</p>{files}</div></body></html>"""
TAGS = """<meta name="ArticleTitle" content="标签里的标题"><meta name="PubDate" content="{date}">
<meta name="ContentSource" content="{source}">"""


def html(text: str, charset: str = "utf-8") -> Reply:
    return Reply(text.encode(charset), headers={"Content-Type": "text/html"})


def article(tags: str = "", files: str = "", charset: str = "utf-8") -> Reply:
    return html(ARTICLE.format(tags=tags, files=files, charset=charset), charset)


async def plain_text(data: bytes, *, name: str, media_type: str) -> Document:
    if data == b"broken":
        raise Unreadable("文件打不开")
    if data == b"deadly":
        raise Permanent("the process that worked on this died 3 times")
    return Document(f"{name}|{media_type}|{data.decode()}", (Section(start=0, name="正文"),), ("一处坏了", "两处坏了"))


Visit = Callable[..., Any]


@pytest.fixture
def visit(server: Server, visitor, clock: VirtualClock) -> Visit:
    """Visit a path of the server; keywords change the poll."""

    async def visit(
        path: str, kind: PageKind, *, selectors: Selectors = SELECTORS, politeness=LENIENT, **poll: Any
    ) -> Outcome:
        source = Source(
            source_id="s1", unit_id="u1", board="columns", name="工作动态", url=server.url("/"), host="127.0.0.1",
            cadence="1条/月", every=3600,
        )  # fmt: skip
        asked = Poll(
            poll_id=poll.pop("poll_id", "p1"), source_id="s1", host="127.0.0.1", url=server.url(path), kind=kind,
            reason=Reason.NEW, due_at=NOW, **poll,
        )  # fmt: skip
        website = Website(visitor(politeness), clock)
        return await website.visit(asked, source, selectors, plain_text, "县民政局")

    return visit


def listing(*entries: tuple[str, str, str], further: str = "") -> Reply:
    items = "".join(
        f'<li><a href="{url}">{title}</a><span class="date">{date}</span></li>' for url, title, date in entries
    )
    more = f'<a class="next" href="{further}">下一页</a>' if further else ""
    return html(f'<ul class="list">{items}</ul>{more}')


async def test_a_list_names_its_articles_over_all_pages(server: Server, visit: Visit) -> None:
    server.pages["/"] = listing(("1.html", "一", "2023-10-12"), ("2.html", "二", "10-11"), further="p2.html")
    server.pages["/p2.html"] = listing(("2.html", "二", "10-11"), ("3.html", "三", "2023/9/1"), further="/p3.html")
    server.pages["/p3.html"] = listing(("4.html", "四", "昨天"), further="/p4.html")
    seen, contents = await visit("/", PageKind.LIST)
    assert (seen.ok, seen.status, seen.content_id, seen.reason, contents) == (True, 200, "", "", ())
    assert (seen.unit_id, seen.why, seen.at, seen.url) == ("u1", Reason.NEW, NOW, server.url("/"))
    assert [(link.url, link.title, link.kind, link.published_at) for link in seen.links] == [
        (server.url("/1.html"), "一", PageKind.ARTICLE, datetime(2023, 10, 12, tzinfo=LOCAL)),
        (server.url("/2.html"), "二", PageKind.ARTICLE, datetime(2023, 10, 11, tzinfo=LOCAL)),
        (server.url("/3.html"), "三", PageKind.ARTICLE, datetime(2023, 9, 1, tzinfo=LOCAL)),
        (server.url("/4.html"), "四", PageKind.ARTICLE, None),
    ]
    assert server.asked("/p4.html") == []  # three pages at most


@pytest.mark.parametrize("further", ["/", "#", "/missing.html", "javascript:next()"])
async def test_a_list_ends_where_nothing_further_is(server: Server, visit: Visit, further: str) -> None:
    server.pages["/"] = listing(("1.html", "一", ""), further=further)
    seen, _ = await visit("/", PageKind.LIST)
    assert (seen.ok, len(seen.links), len(server.asked("/"))) == (True, 1, 1)


async def test_a_further_page_that_fails_makes_the_visit_fail(server: Server, visit: Visit) -> None:
    server.pages["/"] = listing(("1.html", "一", ""), further="2.html")
    server.pages["/2.html"] = Reply(status=500)
    seen, _ = await visit("/", PageKind.LIST)
    assert (seen.ok, seen.status, seen.reason, seen.links) == (False, 500, "服务器返回 HTTP 500", ())


async def test_an_empty_list_is_an_answer(server: Server, visit: Visit) -> None:
    server.pages["/"] = listing()
    seen, _ = await visit("/", PageKind.LIST)
    assert (seen.ok, seen.links) == (True, ())


async def test_what_has_not_changed_is_not_sent_again(server: Server, visit: Visit) -> None:
    async def changing(request: Request) -> Reply:
        known = request.headers.get("if-none-match") == '"a"' and request.headers.get("if-modified-since") == "then"
        return Reply(status=304) if known else replace_headers(listing(("1.html", "一", "")))

    def replace_headers(reply: Reply) -> Reply:
        reply.headers.update({"ETag": '"a"', "Last-Modified": "then"})
        return reply

    server.pages["/"] = changing
    first, _ = await visit("/", PageKind.LIST)
    assert (first.unchanged, first.etag, first.last_modified, len(first.links)) == (False, '"a"', "then", 1)
    second, contents = await visit("/", PageKind.LIST, etag=first.etag, last_modified=first.last_modified)
    assert (second.ok, second.unchanged, second.status, second.links, contents) == (True, True, 304, (), ())
    assert (second.etag, second.last_modified) == ('"a"', "then")


async def test_a_304_that_nobody_asked_for_is_a_failure(server: Server, visit: Visit) -> None:
    server.pages["/"] = Reply(status=304)
    seen, _ = await visit("/", PageKind.LIST)
    assert (seen.ok, seen.status) == (False, 304)


async def test_meta_tags_go_before_what_the_page_shows(server: Server, visit: Visit) -> None:
    server.pages["/a"] = article(TAGS.format(date="2023-10-12 17:50:58", source="眉县民政局"))
    seen, (content,) = await visit("/a", PageKind.ARTICLE, title="列表里的标题", published_at=NOW)
    assert (content.title, content.stated_source, content.original) == ("标签里的标题", "眉县民政局", True)
    assert content.published_at == datetime(2023, 10, 12, 17, 50, 58, tzinfo=LOCAL)
    assert content.text == "第一段。\n资金来源：省财政。"
    assert content.content_id == seen.content_id == content_id("s1", server.url("/a"))
    assert (content.kind, content.seen_at, content.unit_id, content.gone) == (PageKind.ARTICLE, NOW, "u1", False)


async def test_without_meta_tags_the_page_is_read(server: Server, visit: Visit) -> None:
    server.pages["/a"] = article()
    _, (content,) = await visit("/a", PageKind.ARTICLE)
    assert (content.title, content.stated_source, content.original) == ("看得见的标题", "县融媒体中心", False)
    assert content.published_at == datetime(2023, 10, 1, 8, 30, tzinfo=LOCAL)


async def test_a_page_that_says_nothing_is_described_by_the_one_that_named_it(server: Server, visit: Visit) -> None:
    server.pages["/a"] = html('<p>来源： 打印：是</p><div class="article">正文，来源：别处</div>')
    named = datetime(2023, 10, 3, tzinfo=LOCAL)
    _, (content,) = await visit("/a", PageKind.ARTICLE, title="列表里的标题", published_at=named)
    assert (content.title, content.published_at, content.stated_source) == ("列表里的标题", named, "")
    assert content.original
    _, (content,) = await visit("/a", PageKind.ARTICLE)
    assert content.published_at == NOW


@pytest.mark.parametrize(
    ("tag", "moment"),
    [
        ("2023-10-12", datetime(2023, 10, 12, tzinfo=LOCAL)),
        ("2023-10-12 17:50", datetime(2023, 10, 12, 17, 50, tzinfo=LOCAL)),
        ("2023-13-40", datetime(2023, 10, 1, 8, 30, tzinfo=LOCAL)),
        ("null", datetime(2023, 10, 1, 8, 30, tzinfo=LOCAL)),
        ("", datetime(2023, 10, 1, 8, 30, tzinfo=LOCAL)),
    ],
)
async def test_a_bad_publication_date_is_not_believed(server: Server, visit: Visit, tag: str, moment: datetime) -> None:
    server.pages["/a"] = article(TAGS.format(date=tag, source=""))
    _, (content,) = await visit("/a", PageKind.ARTICLE)
    assert content.published_at == moment


@pytest.mark.parametrize(
    ("source", "original"),
    [
        ("县民政局", True),
        ("眉县民政局", True),
        (" 县 民政局\u3000", True),
        ("民政局", True),
        ("本站", True),
        ("眉县人民政府", False),
        ("县融媒体中心", False),
        ("新华社", False),
    ],
)
async def test_who_else_is_named_makes_it_a_repost(server: Server, visit: Visit, source: str, original: bool) -> None:
    server.pages["/a"] = article(TAGS.format(date="2023-10-12", source=source))
    _, (content,) = await visit("/a", PageKind.ARTICLE)
    assert content.original is original


@pytest.mark.parametrize("label", ["utf-8", "gb2312"])
async def test_a_gbk_page_is_read_rightly_however_it_is_labelled(server: Server, visit: Visit, label: str) -> None:
    reply = article(TAGS.format(date="2023-10-12", source="县民政局"), charset="gbk")
    reply.headers["Content-Type"] = f"text/html; charset={label}"
    server.pages["/a"] = reply
    _, (content,) = await visit("/a", PageKind.ARTICLE)
    assert (content.title, content.text) == ("标签里的标题", "第一段。\n资金来源：省财政。")


async def test_the_revision_follows_the_words_not_the_markup(server: Server, visit: Visit) -> None:
    async def revision(text: str) -> str:
        server.pages["/a"] = html(f"<h1>题</h1>{text}")
        _, (content,) = await visit("/a", PageKind.ARTICLE)
        return content.revision

    first = await revision("<div class=article><p>高度重视</p><p>二</p></div>")
    assert first == await revision("<nav>新</nav><div class='article x'>高度重视<br>  <b>二</b></div>")
    assert first != await revision("<div class=article><p>高度重 视</p><p>二</p></div>")


async def test_an_article_names_its_files(server: Server, visit: Visit) -> None:
    files = """<a href="/f/1.XLSX">附件1 名单</a><a href="down?id=1&name=b.pdf">附件2</a><a href="/d/7">附件3.docx</a>
    <a href="/other.html">参见</a>"""
    server.pages["/a"] = article(files=files)
    seen, (content,) = await visit("/a", PageKind.ARTICLE)
    assert [(link.url, link.title) for link in seen.links] == [
        (server.url("/f/1.XLSX"), "附件1 名单"),
        (server.url("/down?id=1&name=b.pdf"), "附件2"),
        (server.url("/d/7"), "附件3.docx"),
    ]
    assert {(link.kind, link.published_at) for link in seen.links} == {(PageKind.ATTACHMENT, content.published_at)}


@pytest.mark.parametrize(
    ("path", "headers", "title", "name"),
    [
        ("/f/%E5%90%8D.xlsx", {}, "附件", "名.xlsx"),
        ("/down?name=%E5%90%8D.pdf", {}, "附件", "名.pdf"),
        ("/d/7", {}, "附件3.docx", "附件3.docx"),
        ("/d/7", {"Content-Disposition": "attachment; filename*=UTF-8''%E5%90%8D.csv"}, "附件3.docx", "名.csv"),
        ("/d/7", {"Content-Disposition": 'attachment; filename="a.csv"'}, "x", "a.csv"),
        ("/d/7", {}, "附件", "7"),
    ],
)
async def test_an_attachment_is_handed_to_extraction(
    server: Server, visit: Visit, path: str, headers: dict[str, str], title: str, name: str
) -> None:
    server.pages[path] = Reply(b"text", headers={"Content-Type": "application/x; a=b", **headers})
    seen, (content,) = await visit(path, PageKind.ATTACHMENT, title=title, parent="c1", published_at=NOW)
    assert content.text == f"{name}|application/x|text"
    assert (content.kind, content.parent, content.title, content.published_at) == (
        PageKind.ATTACHMENT,
        "c1",
        title,
        NOW,
    )
    assert (seen.ok, seen.content_id, content.original) == (True, content.content_id, True)


async def test_the_links_in_an_article_are_asked_for_but_not_its_files(server: Server, visit: Visit) -> None:
    links = '<a href="/b.html">另见</a><a href="/gone.html">旧文</a><a href="/a.pdf">名单</a>'
    server.pages["/a.html"], server.pages["/b.html"] = article(files=links), article()
    _, (content,) = await visit("/a.html", PageKind.ARTICLE)
    replies = {link.url.removeprefix(server.url("")): link.reply for link in content.page.links}
    assert {path: reply and reply.status for path, reply in replies.items()} == {
        "/b.html": 200,
        "/gone.html": 404,
        "/a.pdf": None,
    }
    assert server.asked("/a.pdf") == []


@pytest.mark.parametrize(("body", "reason"), [(b"broken", "文件打不开"), (b"deadly", "进程异常退出")])
async def test_a_file_that_cannot_be_read_is_a_finding_and_no_failure(
    server: Server, visit: Visit, body: bytes, reason: str
) -> None:
    server.pages["/a.pdf"] = Reply(body, headers={"ETag": "1"})
    seen, (content,) = await visit("/a.pdf", PageKind.ATTACHMENT, title="名单")
    assert (seen.ok, seen.status, seen.etag) == (True, 200, "1")
    assert (content.text, content.sections, content.gone) == ("", (), False)
    assert reason in content.unreadable


async def test_parts_that_cannot_be_read_are_told_beside_the_text(server: Server, visit: Visit) -> None:
    server.pages["/a.zip"] = Reply(b"text")
    _, (content,) = await visit("/a.zip", PageKind.ATTACHMENT)
    assert content.text.endswith("text")
    assert content.sections == (Section(start=0, name="正文"),)
    assert content.unreadable == "一处坏了\n两处坏了"


async def test_a_list_that_leads_straight_to_a_file(server: Server, visit: Visit) -> None:
    server.pages["/a.pdf"] = Reply(b"text", headers={"Content-Type": "application/pdf"})
    _, (content,) = await visit("/a.pdf", PageKind.ARTICLE, title="公告")
    assert (content.kind, content.title, content.text) == (PageKind.ARTICLE, "公告", "a.pdf|application/pdf|text")


@pytest.mark.parametrize("status", [404, 410])
@pytest.mark.parametrize("kind", [PageKind.ARTICLE, PageKind.ATTACHMENT])
async def test_a_page_that_is_gone_is_an_answer(server: Server, visit: Visit, kind: PageKind, status: int) -> None:
    server.pages["/a"] = Reply(status=status)
    seen, (content,) = await visit("/a", kind, title="旧文", published_at=NOW, parent="c1")
    assert (seen.ok, seen.gone, seen.status, seen.content_id) == (True, True, status, content.content_id)
    assert (content.gone, content.text, content.title, content.parent) == (True, "", "旧文", "c1")


async def test_the_identity_is_that_of_the_address_asked_for(server: Server, visit: Visit) -> None:
    server.pages["/old"] = Reply(status=302, headers={"Location": "/new/a"})
    server.pages["/new/a"] = article(files='<a href="b.pdf">附件</a>')
    seen, (content,) = await visit("/old#x", PageKind.ARTICLE)
    assert content.content_id == content_id("s1", server.url("/old"))
    assert content.url == server.url("/old")
    assert seen.links[0].url == server.url("/new/b.pdf")


async def test_a_visit_is_known_by_its_poll(server: Server, visit: Visit) -> None:
    first, _ = await visit("/", PageKind.LIST)
    second, _ = await visit("/", PageKind.LIST)
    other, _ = await visit("/", PageKind.LIST)
    assert first.signal_id == second.signal_id == other.signal_id


FAILURES: list[tuple[Reply, PageKind, int, str]] = [
    (Reply(status=404), PageKind.LIST, 404, "服务器返回 HTTP 404"),
    (Reply(status=403), PageKind.ARTICLE, 403, "服务器返回 HTTP 403"),
    (Reply(status=500), PageKind.ATTACHMENT, 500, "服务器返回 HTTP 500"),
    (Reply(status=204), PageKind.LIST, 204, "服务器返回 HTTP 204"),
    (Reply(status=429, headers={"Retry-After": "30"}), PageKind.LIST, 429, "网站要求 30 秒后再来"),
    (Reply(b"<h1>x</h1>"), PageKind.ARTICLE, 200, "页面里没有正文（选择器 div.article 找不到内容）"),
    (Reply(b"x" * 200_000), PageKind.LIST, 0, "内容超过 100000 字节，没有读完"),
    (Reply(endless=b"x" * 10_000), PageKind.ATTACHMENT, 0, "内容超过 100000 字节，没有读完"),
    (Reply(status=302, headers={"Location": "/"}), PageKind.ARTICLE, 0, "跳转超过 3 次"),
]


@pytest.mark.parametrize(("reply", "kind", "status", "reason"), FAILURES)
async def test_whatever_fails_is_a_visit_that_says_why(
    server: Server, visit: Visit, reply: Reply, kind: PageKind, status: int, reason: str
) -> None:
    server.pages["/"] = reply
    seen, contents = await visit("/", kind, etag="a")
    assert (seen.ok, seen.status, seen.reason, contents) == (False, status, reason, ())
    assert (seen.gone, seen.unchanged, seen.links, seen.etag) == (False, False, (), "")


async def test_silence_and_refusals_are_failed_visits(server: Server, visit: Visit) -> None:
    async def silent(request: Request) -> Reply:
        return await asyncio.Event().wait()  # type: ignore[return-value]

    server.pages.update({"/": silent, "/robots.txt": Reply(b"User-agent: *\nDisallow: /secret")})
    late, _ = await visit("/", PageKind.LIST, politeness=replace(LENIENT, timeout=0.3))
    unwanted, _ = await visit("/secret", PageKind.LIST, politeness=replace(LENIENT, obey_robots=True))
    private, _ = await visit("/", PageKind.LIST, politeness=replace(LENIENT, allow_private=False))
    assert (late.ok, late.reason) == (False, "访问超时：0.3 秒内没有读完")
    assert (unwanted.ok, unwanted.reason) == (False, "robots.txt 不允许访问这个地址")
    assert (private.ok, private.reason[:5]) == (False, "地址在内网")


async def test_a_wrong_selector_is_the_configurations_fault(server: Server, visit: Visit) -> None:
    server.pages["/"] = listing()
    with pytest.raises(ConfigError, match="CSS 选择器"):
        await visit("/", PageKind.LIST, selectors=Selectors(item="a["))
