from __future__ import annotations

import pytest

from streammon.detect.page import dead
from streammon.model.page import PageLink, Reply
from streammon.model.poll import PageKind


def link(url: str, words: str = "", *, hidden: bool = False, inside: bool = True, **more: Reply) -> PageLink:
    return PageLink(url=url, words=words, hidden=hidden, inside=inside, **more)


@pytest.mark.parametrize(
    ("url", "words", "found"),
    [
        ("http://www.qinghe.gov.cn/a.html", "另一页", None),
        ("https://gov.cn/", "中国政府网", None),
        ("http://www.mca.gov.cn:8080/", "民政部", None),
        ("http://www.people.com.cn/1.html", "人民网", None),
        ("https://mp.weixin.qq.com/s/1", "微信", None),
        ("http://www.shop-example.com/", "商城", "hint"),
        ("http://fakegov.cn/", "假冒", "hint"),
        ("http://gov.cn.evil.com/", "假冒", "hint"),
        ("http://www.qinghe8.top/", "旧网站", "ordinary"),
        ("http://www.example.com/", "澳门新葡京娱乐", "severe"),
        ("http://www.example.com/", "成人视频", "severe"),
        ("http://www.qinghe.gov.cn/bet", "百家乐", None),  # a page of the government's is not foreign
        ("http://www.cwl-example.cn/", "福利彩票公益金使用情况", "hint"),
        ("http://www.example.com/", "棋牌室专项整治", "hint"),
        ("http://www.example.com/", "AVIC中航工业", "hint"),
    ],
)
def test_where_a_link_leads_that_is_seen(item, check, url, words, found) -> None:
    problems = check(item(links=(link(url, words),)), "foreign-link")
    assert [str(problem.severity) for problem in problems] == ([found] if found else [])
    assert all(problem.review for problem in problems if found != "severe")


@pytest.mark.parametrize(
    ("url", "words", "found"),
    [
        ("http://www.qinghe.gov.cn/a.html", "菜单", None),
        ("http://www.shop-example.com/", "分享", "hint"),
        ("http://www.88365777.com/", "", "severe"),
        ("http://m.yy.vip/", "首页", "severe"),
        ("http://www.example.com/", "时时彩", "severe"),
    ],
)
@pytest.mark.parametrize("inside", [True, False])
def test_where_a_link_leads_that_nobody_sees(item, check, url, words, found, inside) -> None:
    problems = check(item(links=(link(url, words, hidden=True, inside=inside),)), "hidden-link")
    assert [str(problem.severity) for problem in problems] == ([found] if found else [])
    assert all(problem.alarming == (found == "severe") for problem in problems)


def test_a_host_is_told_once_and_links_around_the_text_are_the_sites_own_affair(item, check) -> None:
    links = [link(f"http://a.example.com/{n}") for n in range(3)]
    links += [link("http://b.example.com/"), link("http://c.example.com/", inside=False)]
    problems = check(item(links=tuple(links)), "foreign-link")
    assert [(problem.wrong, problem.count) for problem in problems] == [
        ("http://a.example.com/0", 3),
        ("http://b.example.com/", 1),
    ]


def test_a_site_may_allow_hosts(item, check) -> None:
    content = item(links=(link("http://oa.partner.com/1"), link("http://partner.com.cn/")))
    found = check(content, "foreign-link", allowed_hosts=("partner.com",))
    assert [problem.wrong for problem in found] == ["http://partner.com.cn/"]


ASKED = "http://www.qinghe.gov.cn/f/1.xlsx"


@pytest.mark.parametrize(
    ("url", "reply", "found"),
    [
        (ASKED, Reply(status=200, url=ASKED), None),
        (ASKED, Reply(status=404, url=ASKED), ("page/dead-attachment", "ordinary", False)),
        (
            "http://a.gov.cn/b.html",
            Reply(status=410, url="http://a.gov.cn/b.html"),
            ("page/dead-link", "ordinary", False),
        ),
        ("http://a.gov.cn/b.html", Reply(status=200, url="http://a.gov.cn/"), ("page/dead-link", "ordinary", True)),
        (
            "http://a.gov.cn/b.html",
            Reply(status=200, url="http://a.gov.cn/error/404.html"),
            ("page/dead-link", "ordinary", True),
        ),
        ("http://a.gov.cn/b.html", Reply(status=200, url="https://www.a.gov.cn/b.html"), None),
        ("http://a.gov.cn/", Reply(status=200, url="http://a.gov.cn/index.html"), None),
        ("http://a.gov.cn/404.html", Reply(status=200, url="http://a.gov.cn/404.html"), None),
        ("http://a.gov.cn/b.html", Reply(status=0, url="http://a.gov.cn/b.html"), ("page/dead-link", "hint", True)),
        ("http://a.gov.cn/b.html", Reply(status=502, url="http://a.gov.cn/b.html"), ("page/dead-link", "hint", True)),
        ("http://a.gov.cn/b.html", Reply(status=403, url="http://a.gov.cn/b.html"), None),
        ("http://a.gov.cn/b.html", Reply(status=429, url="http://a.gov.cn/b.html"), None),
    ],
)
def test_what_an_answer_means(url, reply, found) -> None:
    problem = dead.judged(link(url, "附件"), reply)
    assert (problem and (problem.rule, str(problem.severity), problem.review)) == found


def test_only_links_that_were_asked_for_are_judged(item, check) -> None:
    unasked, url = link("http://a.gov.cn/1"), "http://a.gov.cn/2"
    dead_one, alive = (link(url, reply=Reply(status=status, url=url)) for status in (404, 200))
    assert [found.wrong for found in check(item(links=(unasked, dead_one, alive)), "dead")] == [url]


@pytest.mark.parametrize(
    ("kind", "gone", "found"), [("attachment", True, 1), ("attachment", False, 0), ("article", True, 0)]
)
def test_an_attachment_that_is_not_there(item, check, kind, gone, found) -> None:
    content = item("", title="附件1 名单", kind=PageKind(kind), gone=gone)
    assert len(check(content, "dead-attachment")) == found


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("http://10.23.45.167:18080/t20231012_1234567.html", "http://10.23.45.167:18080/t20231012_1234567.html"),
        ("http://www.qinghe.gov.cn/610326190502030028.pdf", "http://www.qinghe.gov.cn/610***********0028.pdf"),
    ],
)
def test_an_address_can_be_opened_but_shows_no_person(url, shown) -> None:
    found = dead.judged(link(url), Reply(status=404, url=url))
    assert found
    assert (found.wrong, found.snippet) == (shown, shown)
