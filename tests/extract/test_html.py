from __future__ import annotations

import pytest

from streammon.errors import ConfigError
from streammon.extract.address import canonical
from streammon.extract.charset import decode
from streammon.extract.html import Anchor, Page, compiled

WORDS = "眉县民政局关于开展清明节祭扫服务工作的通知"
URL = "http://www.meixian.gov.cn/col/index.html"


def page(body: str, head: str = "") -> Page:
    return Page(f"<html><head>{head}</head><body>{body}</body></html>", URL)


@pytest.mark.parametrize("declared", [None, "utf-8", "GBK", "gb2312", "ISO-8859-1", "rot13", "no-such"])
@pytest.mark.parametrize("written", ["utf-8", "gbk", "gb18030"])
@pytest.mark.parametrize(
    "tag", ["", '<meta charset="utf-8">', '<meta http-equiv="x" content="text/html; charset=gb2312">']
)
def test_chinese_is_read_whatever_the_labels_say(written: str, declared: str | None, tag: str) -> None:
    text = f"<html><head>{tag}<title>{WORDS}</title>"
    assert decode(text.encode(written), declared) == text


@pytest.mark.parametrize(
    ("data", "declared", "text"),
    [
        ("中".encode("utf-8-sig"), "gbk", "中"),
        ("\ufeff中".encode("utf-16-le"), None, "中"),
        ("\ufeff中".encode("utf-16-be"), "utf-8", "中"),
        ("𠮷镕".encode("gb18030"), "gbk", "𠮷镕"),  # beyond GBK, labelled GBK
        ("聯絡".encode("big5"), "Big5", "聯絡"),
        ("联通".encode("gbk"), "gbk", "联通"),  # happens to be valid UTF-8
        (b"plain", None, "plain"),
        (b"", None, ""),
        (WORDS.encode() + WORDS.encode()[:1], None, WORDS + "\ufffd"),  # cut in the middle of a character
        (WORDS.encode("gbk") + b"\xff", None, WORDS + "\ufffd"),
    ],
)
def test_rare_ways_to_write_a_page(data: bytes, declared: str | None, text: str) -> None:
    assert decode(data, declared) == text


@pytest.mark.parametrize(
    ("url", "same"),
    [
        ("HTTP://WWW.Meixian.Gov.CN:80/A/b.html#top", "http://www.meixian.gov.cn/A/b.html"),
        ("https://a.cn:443", "https://a.cn/"),
        ("https://a.cn:80/", "https://a.cn:80/"),
        ("http://u:p@a.cn/?b=1&a=2", "http://a.cn/?b=1&a=2"),
        (" http://a.cn/附件 1.xlsx ", "http://a.cn/%E9%99%84%E4%BB%B6%201.xlsx"),
        ("http://a.cn/%E9%99%84.pdf", "http://a.cn/%E9%99%84.pdf"),
        ("http://a.cn/x.jsp;jsessionid=1A2B?id=3", "http://a.cn/x.jsp?id=3"),
        ("http://[::1]:8080/", "http://[::1]:8080/"),
        ("mailto:a@b.cn", ""),
        ("javascript:void(0)", ""),
        ("http://", ""),
        ("http://[", ""),
        ("http://a.cn:99999/", ""),
        ("", ""),
    ],
)
def test_one_spelling_for_one_address(url: str, same: str) -> None:
    assert canonical(url) == same
    assert canonical(same) == same


def test_of_doubled_meta_tags_the_first_that_is_filled_counts() -> None:
    tags = """<META NAME="PubDate" CONTENT=""><meta name="pubdate" content="2023-10-12"><meta name=" PubDate "
    content="2023-10-13"><meta name="ColumnName" content="null"><meta name="SiteName" content=" 眉县
    人民政府 "><meta property="x" content="y"><meta name="empty">"""
    assert page("", tags).meta == {"pubdate": "2023-10-12", "sitename": "眉县 人民政府"}


def test_text_stands_as_it_is_seen() -> None:
    body = """<div class="article">头<script>var a = "看不见"</script><style>p {}</style>条<!-- 注 --><p>第一段
        还是第一段</p>间<br>换行<table><tr><td>姓名</td><td> 张三 </td></tr><tr><td>李四</td></tr></table>
        <span>行</span><b>内</b>\u3000\u3000空&nbsp;&nbsp;格&lt;零\u200b宽</div>外面"""
    text = "头条\n第一段 还是第一段\n间\n换行\n姓名\t张三\n李四\n行内 空 格<零\u200b宽"
    assert page(body).text("div.article") == text
    assert page(body).text("body", without="div.article, none") == "外面"


def test_no_element_is_not_the_same_as_no_text() -> None:
    assert page("<div class=a></div>").text("div.a") == ""
    assert page("<div class=a></div>").text("div.b") is None


def test_links_are_absolute_named_and_once() -> None:
    body = """<ul class="list">
        <li><a href="../art/1.html" title="完整的标题">完整的…</a><span class="date">2023-10-12</span></li>
        <li><p><a href="/art/2.html#x"> 二 <b>号</b></a></p><p><span class="date">10-11</span></p></li>
        <li><a href="http://WWW.MEIXIAN.gov.cn/art/2.html">又是二号</a></li>
        <li><a href="javascript:void(0)">不是</a><a name="x">锚</a><a href="">空</a><a href="http://[">坏</a></li>
        <li><a href="//other.cn/3">三</a></li></ul><a href="/4">四</a>"""
    host = "http://www.meixian.gov.cn"
    assert page(body).links("ul.list li a", beside="span.date") == (
        Anchor(f"{host}/art/1.html", "完整的标题", "2023-10-12"),
        Anchor(f"{host}/art/2.html", "二 号", "10-11"),
        Anchor("http://other.cn/3", "三"),
    )
    assert page(body, '<base href="/sub/">').links("a[title]")[0].url == f"{host}/art/1.html"
    assert page('<a href="1">x</a>', '<base href="/sub/">').links("a")[0].url == f"{host}/sub/1"


@pytest.mark.parametrize(
    "html", ["", "   ", "<!-- x -->", "\0\0", "\ud800", "<?xml version='1.0' encoding='gbk'?><html/>", "<" * 9999]
)
def test_a_broken_page_is_an_empty_one(html: str) -> None:
    found = Page(html, URL)
    assert (found.meta, found.links("a")) == ({}, ())


def test_a_page_made_to_exhaust_us_does_not() -> None:
    deep = Page("<div>" * 100_000 + "深" + "</div>" * 100_000, URL)
    assert "深" not in (deep.text("body") or "")
    entities = '<!DOCTYPE html [<!ENTITY a "bomb"><!ENTITY b SYSTEM "file:///etc/passwd">]><body>&a;&b;</body>'
    text = Page(entities, URL).text("body") or ""
    assert "root:" not in text
    assert "bomb" not in text.replace('"bomb"', "")


@pytest.mark.parametrize(
    ("selector", "found"),
    [
        ('a:contains("下一页")', ["下一页"]),
        ("a:contains('页'):not(.off)", ["下一页"]),
        ("li:nth-child(2) > a, p a", ["下一页", "文件"]),
        ('a[href$=".PDF" i]', ["文件"]),
        ("ul:has(b) a.off", ["上一页"]),
        ("a + b", []),
        ("DIV a", []),
    ],
)
def test_selectors_are_those_of_the_web(selector: str, found: list[str]) -> None:
    body = """<ul><li><a class="off" href="0.html">上一页</a><b></b></li><li><a href="2.html">下一页</a></li></ul>
        <p><a href="1.pdf">文件</a></p>"""
    assert [anchor.words for anchor in page(body).links(selector) if anchor.words] == found


@pytest.mark.parametrize("selector", ["", "a[", "a::", "div..x"])
def test_a_wrong_selector_is_named(selector: str) -> None:
    with pytest.raises(ConfigError, match="不是正确的 CSS 选择器"):
        compiled(selector)
