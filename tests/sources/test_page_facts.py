from __future__ import annotations

from datetime import datetime

import pytest

from streammon.clock import LOCAL
from streammon.extract.html import Page
from streammon.model.fetching import Selectors
from streammon.sources.article import article_of
from streammon.sources.facts import document_date

BODY = "正文第一段。\n"


@pytest.mark.parametrize(
    ("around", "main", "date"),
    [
        ("成文日期：\t2022年10月12日\t发布日期：\t2023-01-10", BODY, "2022-10-12"),
        ("发文日期：2022-10-12 09:00", BODY, "2022-10-12"),
        ("印发日期\t2022/10/12", BODY, "2022-10-12"),
        ("发布日期：2023-01-10", BODY, None),
        ("", BODY + "县住建局\n2022年10月12日", "2022-10-12"),
        ("", BODY + "县住建局\n（2022年10月12日）", "2022-10-12"),
        ("", BODY + "二〇二二年十月十二日", "2022-10-12"),
        ("", BODY + "二○二二年十一月二十日", "2022-11-20"),
        ("", BODY + "二零二二年一月三十一日", "2022-01-31"),
        ("", BODY + "县住建局 2022 年 10 月 12 日", "2022-10-12"),
        ("", BODY + "青禾县人民政府办公室\t2022年10月12日印发", "2022-10-12"),
        ("", BODY + "县住建局\n2022年10月12日\n附件\n" + "名单\n" * 50, "2022-10-12"),
        ("", BODY + "报名：\n2022年10月20日\n" + "名单\n" * 50, None),
        ("", "2022年10月12日，全县工作会议召开。", None),
        ("", "2022年10月12日\n正文", None),  # the line above the text is no signature
        ("", BODY + "会议定于2022年10月12日", None),
        ("", BODY + "2022年13月12日", None),
        ("成文日期：2022-10-12", BODY + "2022年10月13日", "2022-10-12"),
    ],
)
def test_the_documents_own_date(around: str, main: str, date: str | None) -> None:
    found, words = document_date(f"{around}\n{main}", main)
    assert found == (datetime.fromisoformat(date).replace(tzinfo=LOCAL) if date else None)
    assert bool(words) is (date is not None)


PAGE = """<head><meta name="PubDate" content="{tag}"><meta name="Keywords" content="">
<meta name="viewport" content="x"></head>
<h1>题</h1><p>{shown}</p><div class="article"><p>正文</p><a href="1.xlsx">附件</a><a href="2.html">参见</a></div>
<a href="/b/">政策解读</a><a href="/c/">首页</a>"""


def facts(tag: str = "", shown: str = ""):
    article = article_of(Page(PAGE.format(tag=tag, shown=shown), "http://a.gov.cn/1.html"), Selectors(), "工作动态")
    return article, article.page


def test_what_a_page_is_beside_its_text() -> None:
    article, page = facts("2023-10-12", "发布时间：2023-10-13 08:30")
    assert article.published_at == page.claimed_at == datetime(2023, 10, 12, tzinfo=LOCAL)
    assert page.shown_at == datetime(2023, 10, 13, 8, 30, tzinfo=LOCAL)
    assert page.tags == {"pubdate": ("2023-10-12",), "keywords": ("",)}
    assert (page.column, page.title, page.attachments, page.cut) == ("工作动态", "题", 1, False)
    assert {link.words: link.inside for link in page.links} == {"附件": True, "参见": True, "政策解读": False}


@pytest.mark.parametrize(
    ("shown", "time"),
    [
        ("发布时间：2023-10-13", "2023-10-13"),
        ("时间:2023-10-13 来源：x", "2023-10-13"),
        ("成文日期：2023-10-01 发布日期：2023-10-13", "2023-10-13"),
        ("成文日期：2023-10-01", None),
        ("办公时间：8:00—12:00。时间：2023-10-13", "2023-10-13"),
    ],
)
def test_the_time_that_a_reader_sees(shown: str, time: str | None) -> None:
    _, page = facts(shown=shown)
    assert page.shown_at == (datetime.fromisoformat(time).replace(tzinfo=LOCAL) if time else None)


def test_a_page_with_nothing_but_the_documents_date_was_published_then() -> None:
    article, page = facts(shown="发文日期：2023-10-01")
    assert (page.shown_at, article.published_at) == (None, datetime(2023, 10, 1, tzinfo=LOCAL))
