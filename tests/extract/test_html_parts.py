from __future__ import annotations

import pytest

from streammon.extract.html import Page
from streammon.extract.page_parts import body_of, document_of, parts_of
from streammon.model.page import PageLink

URL = "http://www.qinghe.gov.cn/a/1.html"
HTML = """<html><head><title>站名</title><meta name="Keywords" content="关键词">
<meta name="description" content="摘要">
<script>var a = "看不见";</script></head>
<body><ul class="nav"><li><a href="/b/" title="完整的栏目名">栏目…</a></li></ul>
<h1>标题</h1><div class="article"><p>第一段<span style="display: none">藏着的话</span></p>
<p><img src="a.jpg" alt="合影" title="点击放大"><iframe src="v.html"></iframe></p><p><a href="1.pdf">附件</a></p></div>
<div hidden><p>也藏着 <a href="http://x.com/">外链</a></p></div><p>页脚</p></body></html>"""


def parts(body: str):
    page = Page(f"<body>{body}</body>", URL)
    return parts_of(page, body_of(page, "div.article"))


def test_a_page_is_taken_apart() -> None:
    page = Page(HTML, URL)
    found = parts_of(page, body_of(page, "div.article"))
    assert found.text == "第一段藏着的话\n附件" == page.text("div.article")
    assert (found.main, found.around, found.hidden) == ("第一段\n附件", "栏目…\n标题\n页脚", "藏着的话\n也藏着 外链")
    assert (found.alts, found.hints, found.media) == (("合影",), ("完整的栏目名", "点击放大"), 2)
    assert found.links == (
        PageLink(url="http://www.qinghe.gov.cn/b/", words="完整的栏目名", inside=False),
        PageLink(url="http://www.qinghe.gov.cn/a/1.pdf", words="附件"),
        PageLink(url="http://x.com/", words="外链", hidden=True, inside=False),
    )


def test_all_text_of_a_page_with_where_it_stood() -> None:
    document = document_of(Page(HTML, URL))
    ends = [section.start for section in document.sections[1:]] + [len(document.text)]
    assert document.text[: document.sections[0].start].strip() == "第一段\n附件"
    assert [
        (section.name, section.hidden, document.text[section.start : end].strip())
        for section, end in zip(document.sections, ends, strict=True)
    ] == [
        ("导航和其他文字", False, "栏目…\n标题\n页脚"),
        ("图片说明", False, "合影"),
        ("提示文字", False, "完整的栏目名\n点击放大"),
        ("隐藏文字", True, "藏着的话\n也藏着 外链"),
        ("页面信息", False, "站名\n摘要\n关键词"),
    ]


@pytest.mark.parametrize("body", ['<div id="zoom">', '<div class="TRS_Editor">', '<div id="vsb_content">', "<article>"])
def test_the_main_text_is_found_where_it_usually_stands(body) -> None:
    tag = body[1:].split()[0].rstrip(">")
    page = Page(f"<body>头{body}正文</{tag}>脚</body>", URL)
    assert parts_of(page, body_of(page)).main == "正文"


def test_without_a_body_all_of_a_page_is_its_text() -> None:
    assert document_of(Page("<p>一</p><p>二</p>", URL)).text == "一\n二"
    assert document_of(Page("", URL)).text == ""


@pytest.mark.parametrize(
    ("attributes", "hidden"),
    [
        ("hidden", True),
        ('style="display:none"', True),
        ('style="DISPLAY : None !important"', True),
        ('style="visibility: hidden"', True),
        ('style="color:red;font-size:0"', True),
        ('style="font-size:0px"', True),
        ('style="opacity:0"', True),
        ('style="text-indent:-9999px"', True),
        ('style="position:absolute; left:-999em"', True),
        ('style="color:#fff;background-color:white"', True),
        ('style="color: rgb(255, 255, 255); background: #FFFFFF"', True),
        ('style="mso-hide:all"', True),
        ('style="color:#fff;background-color:#c00"', False),
        ('style="background-color:#fff"', False),
        ('style="font-size:0.8em"', False),
        ('style="font-size:10px"', False),
        ('style="opacity:0.9"', False),
        ('style="text-indent:-2em"', False),
        ('style="overflow:hidden"', False),
        ('style="border:none; list-style:none"', False),
        ('style="mso-hide:none"', False),
        ("style", False),
        ('class="hidden"', False),
    ],
)
def test_what_keeps_an_element_from_being_seen(attributes, hidden) -> None:
    found = parts(f"<div class='article'>甲<span {attributes}>乙<b>丙</b></span>丁</div>")
    assert (found.main, found.hidden) == (("甲丁", "乙丙") if hidden else ("甲乙丙丁", ""))


@pytest.mark.parametrize(
    ("link", "hidden"),
    [
        ('<a href="http://x.com/"></a>', True),
        ('<a href="http://x.com/"> &nbsp;</a>', True),
        ('<a href="http://x.com/" title="看得见"></a>', False),
        ('<a href="http://x.com/"><img src="a.png"></a>', False),
        ('<a href="http://x.com/"><i class="icon"></i></a>', False),
        ('<a href="http://x.com/" class="icon"></a>', False),
    ],
)
def test_a_link_that_shows_nothing_is_hidden(link, hidden) -> None:
    assert [found.hidden for found in parts(f"<div class='article'>甲{link}</div>").links] == [hidden]


def test_of_one_address_the_link_in_the_body_counts() -> None:
    found = parts('<a href="/1">菜单</a><div class="article"><a href="/1">正文</a></div><a href="/1">页脚</a>')
    assert [(link.words, link.inside) for link in found.links] == [("正文", True)]
