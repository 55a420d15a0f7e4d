"""Whatever stands on a page, it is looked at and never a crash."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from streammon.detect.page import findings

WORDS = [
    "公示",
    "公示期",
    "公示期自",
    "至",
    "到",
    "2023年",
    "2月",
    "29日",
    "2024-02-30",
    "十",
    "十五",
    "天",
    "个工作日",
    "：",
    "\n",
]
WORDS += [
    "成文日期：",
    "发布时间：",
    "二〇二三年",
    "十十月",
    "九日",
    "局长",
    "欧阳",
    "解读",
    "《",
    "》",
    "\t",
    "名单",
    "姓名",
    "99999",
]
VALUES = ["", "null", "http://[", "//[::1", "昨天", "2023-10-12", "bm15000001", "{{x}}", "a.gov.cn:80", "\u200b"]
TAGS = ["SiteDomain", "SiteIDCode", "PubDate", "ArticleTitle", "ColumnName", "Url"]
LINKS = [
    "http://[",
    "javascript:x",
    "//x.com",
    "http://1.2.3.4:99999/",
    "a.xlsx",
    "?",
    "#",
    "http://a.top/",
    "mailto:x",
]
FUZZ = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(
    words=st.lists(st.sampled_from(WORDS), max_size=25),
    tags=st.lists(st.tuples(st.sampled_from(TAGS), st.sampled_from(VALUES)), max_size=6),
    links=st.lists(st.tuples(st.sampled_from(LINKS), st.sampled_from(["", "解读", "投注"])), max_size=5),
)
@FUZZ
def test_a_page_of_bits_of_pages(read, words, tags, links) -> None:
    meta = "".join(f'<meta name="{name}" content="{value}">' for name, value in tags)
    anchors = "".join(f'<p hidden><a href="{url}">{text}</a></p><a href="{url}">{text}</a>' for url, text in links)
    text = "".join(words)
    content = read(f"<head>{meta}</head><h1>公示{text}</h1>{text}<div class='article'><p>{text}</p>{anchors}</div>")
    for finding in findings(content, date(2030, 1, 1), leaks=True):
        assert finding.rule.startswith("page/")
        assert finding.why
        assert len(finding.evidence) == 16


@pytest.mark.parametrize("html", ["", "<", "<div class='article'>", "<body hidden><div class='article'>x"])
def test_a_page_that_is_hardly_one(read, html) -> None:
    content = read(f"{html}<div class='article'></div>")
    assert findings(content, date(2030, 1, 1))
