from __future__ import annotations

import pytest
from msgspec.structs import replace

from streammon.detect.page import PageOptions, blank, findings
from streammon.model.content import Content
from streammon.model.page import REQUIRED_TAGS, PageLink
from streammon.model.poll import PageKind, Reason
from streammon.model.signal import Link, Visit

INSIDE = PageLink(url="http://www.qinghe.gov.cn/1.html", words="详情")


@pytest.mark.parametrize(
    ("text", "facts", "found"),
    [
        ("", {}, 1),
        (" \n\u3000", {}, 1),
        ("", {"media": 1}, 0),
        ("", {"attachments": 1}, 0),
        ("", {"links": (INSIDE,)}, 0),
        ("", {"links": (PageLink(url="http://x.com/", words="", hidden=True),)}, 1),
        ("栏目建设中，敬请期待……", {}, 1),
        ("暂无信息", {}, 1),
        ("（暂无相关内容）", {}, 1),
        ("标题", {}, 1),
        ("今天休息。", {}, 0),
        ("暂无信息表明有人受伤。", {}, 0),
        ("道路正在建设中，请绕行。", {}, 0),
    ],
)
def test_a_page_with_nothing_on_it(item, check, text, facts, found) -> None:
    assert len(check(item(text, **facts), "blank")) == found


@pytest.mark.parametrize(
    ("kind", "ok", "unchanged", "links", "found"),
    [
        ("list", True, False, 0, True),
        ("list", True, False, 1, False),
        ("list", True, True, 0, False),
        ("list", False, False, 0, False),
        ("article", True, False, 0, False),
    ],
)
def test_a_column_with_nothing_in_it(item, kind, ok, unchanged, links, found) -> None:
    seen = Visit(
        signal_id="v", source_id="s", unit_id="u", url="http://a.gov.cn/", kind=PageKind(kind), why=Reason.DUE,
        at=item().seen_at, ok=ok, unchanged=unchanged,
        links=(Link(url="http://a.gov.cn/1", title="", kind=PageKind.ARTICLE),) * links,
    )  # fmt: skip
    assert (blank.column(seen) is not None) is found
    emptied = blank.column(seen, True)
    assert (emptied is not None and emptied.review and "以前有内容" in emptied.why) is found


TAGS = {
    "sitename": ("青禾县人民政府",),
    "sitedomain": ("www.qinghe.gov.cn",),
    "siteidcode": ("6103260001",),
    "columnname": ("工作动态",),
    "columntype": ("动态",),
    "articletitle": ("全县工作会议召开",),
    "pubdate": ("2023-10-12 17:50",),
    "contentsource": ("县政府办",),
}


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({}, None),
        ({"articletitle": ("全县工作会议召开（图）",)}, None),
        ({"sitedomain": ("http://qinghe.gov.cn/",)}, None),
        ({"siteidcode": ("bm15000001",)}, None),
        ({"sitename": ("", "青禾县人民政府")}, None),  # doubled, once filled
        ({"contentsource": None}, "缺少 ContentSource"),
        ({"contentsource": None, "pubdate": None}, "缺少 PubDate、ContentSource"),
        ({"columnname": ("",)}, "没有填写 ColumnName"),
        ({"columnname": ("null",), "columntype": ("undefined",)}, "没有填写 ColumnName、ColumnType"),
        ({"columntype": ("{{column.type}}",)}, "没有填写 ColumnType"),
        ({"articletitle": ("网站首页",)}, "ArticleTitle（写的是“网站首页”，页面标题是“全县工作会议召开”）"),
        ({"pubdate": ("昨天",)}, "PubDate（“昨天”不是日期）"),
        ({"columnname": ("政策文件",)}, "ColumnName（写的是“政策文件”，栏目是“工作动态”）"),
        ({"siteidcode": ("BJ-01",)}, "SiteIDCode（“BJ-01”不是网站标识码）"),
        ({"sitedomain": ("www.fengxiang.gov.cn",)}, "SiteDomain（写的是“www.fengxiang.gov.cn”，域名是"),
    ],
)
def test_what_a_page_says_about_itself(item, changed, says) -> None:
    tags = {name: values for name, values in {**TAGS, **changed}.items() if values is not None}
    content = shown(item(tags=tags, column="工作动态"), title="全县工作会议召开")
    found = findings(content, content.seen_at.date())
    assert [finding.rule for finding in found] == (["page/meta"] if says else [])
    assert not says or says in found[0].why


def shown(content: Content, *, title: str) -> Content:
    return replace(content, page=replace(content.page, title=title))


def test_the_code_of_the_site_is_known(item, check) -> None:
    content = item(tags={"siteidcode": ("6103260002",)})
    assert not check(content, "meta")
    assert "应为“6103260001”" in check(content, "meta", site_code="6103260001")[0].why


def test_one_finding_counts_the_tags_and_is_no_alarm(item) -> None:
    content = item()
    (finding,) = findings(content, content.seen_at.date(), PageOptions())
    assert (finding.count, finding.alarming) == (len(REQUIRED_TAGS), False)


def links(*words_and_urls: tuple[str, str]) -> tuple[PageLink, ...]:
    return tuple(
        PageLink(url=f"http://www.qinghe.gov.cn{url}", words=words, inside=False) for words, url in words_and_urls
    )


POLICY = "青禾县人民政府办公室关于印发城镇老旧小区改造实施方案的通知"
TOLD = "《青禾县城镇老旧小区改造实施方案》政策解读"


@pytest.mark.parametrize(
    ("title", "column", "links", "found"),
    [
        (POLICY, "政府办文件", (), 1),
        (POLICY, "政府办文件", links((TOLD, "/202310/t20231016_456.html")), 0),
        (POLICY, "政府办文件", links(("图片解读", "/art/2023/10/16/art_1.html")), 0),
        (POLICY, "政府办文件", links(("政策解读", "/zwgk/zcjd/index.html")), 1),  # the menu
        (POLICY, "政府办文件", links(("政策解读", "/zwgk/zcjd/")), 1),
        (POLICY, "政府办文件", links(("政策解读", "/col/col12345/index.html")), 1),
        ("关于加强作风建设的通知", "规范性文件", (), 1),
        ("关于加强作风建设的通知", "通知公告", (), 0),
        ("关于召开全县工作会议的通知", "规范性文件", (), 0),
        ("关于印发实施方案征求意见稿的通知（征求意见）", "规范性文件", (), 0),
        (TOLD, "政策解读", (), 1),
        (TOLD, "政策解读", links((POLICY, "/202310/t20231016_123.html")), 0),
        (TOLD, "政策解读", links(("政策原文", "/202310/t20231016_123.html")), 0),
        (TOLD, "政策解读", links(("政策文件", "/zwgk/zfwj/index.html")), 1),
        (TOLD, "政策解读", links(("一图读懂《青禾县城镇老旧小区改造实施方案》", "/202310/t1.html")), 1),
        ("县长解读政府工作", "工作动态", (), 0),
    ],
)
def test_policy_and_interpretation_lead_to_each_other(item, check, title, column, links, found) -> None:
    problems = check(item(title=title, column=column, links=links), "no-interpretation")
    assert [problem.review for problem in problems] == [True] * found


@pytest.mark.parametrize(
    ("title", "text", "found"),
    [
        ("县民政局机构职能", "负责社会救助。\n局长：陈明", 0),
        ("县民政局机构职能", "党组书记、局长 陈明", 0),
        ("领导信息", "陈明\n党组书记、局长，主持全面工作", 0),
        ("领导信息", "陈 明\t县民政局局长", 0),
        ("机构概况", "负责人：欧阳建国\n电话：0000", 0),
        ("机构概况", "姓名\t职务\n张伟\t副局长", 0),
        ("县民政局机构职能", "负责社会救助。办公地址：人民路1号。", 1),
        ("县民政局机构职能", "承担县委农村工作领导小组办公室主任办公会的日常工作。", 1),
        ("县民政局机构职能", "局长：\n副局长：", 1),
        ("县民政局机构职能", "负责政策研究、和农村工作领导小组办公室主任会议的筹备。", 1),
        ("县民政局机构职能", "高度重视工作，局长办公会研究决定。", 1),
        ("县民政局机构职能", "办公室主任 安排工作部署", 1),
        ("领导信息", "阿依古丽·买买提 党组成员、副局长", 0),
        ("领导信息", "局长\n\n陈明", 0),
        ("县民政局机构职能", "", 0),  # that is a blank page
        ("关于调整领导分工的通知", "经研究决定。", 0),
        ("今日要闻", "天气很好。", 0),
    ],
)
def test_an_organisation_without_a_leader(item, check, title, text, found) -> None:
    assert len(check(item(text, title=title), "no-leader")) == found


def test_a_file_has_no_page(item) -> None:
    content = replace(item(""), page=None, kind=PageKind.ATTACHMENT)
    assert findings(content, content.seen_at.date()) == []
