"""Whole pages, as site systems write them: what is read from them, and what is wrong with them."""

from __future__ import annotations

from datetime import datetime

import msgspec
import pytest

from streammon.clock import LOCAL
from streammon.detect.page import findings

FACTS = [
    # page, dated, shown, files, media
    ("trs", "2023-10-12", "2023-10-16 09:12", 0, 0),
    ("hanweb", "2022-10-12", "2023-01-10 16:45", 0, 0),
    ("vsb", None, "2023-09-21", 0, 1),
    ("epoint", None, "2023-06-01", 0, 0),
    ("ucap", None, None, 0, 0),
    ("dede_hacked", "2023-10-08", "2023-10-08 10:21", 0, 0),
    ("word_export", "2023-09-01", "2023-09-01", 0, 0),
    ("empty", None, None, 0, 0),
    ("backdated", "2023-10-10", "2023-10-11 17:20:08", 0, 0),
    ("gov", "2023-09-26", "2023-09-27 17:50", 1, 0),
]

ALL_TAGS_BUT = [("page/meta", "hint")]
PROBLEMS = [
    # page, registered column, what is wrong
    ("trs", "政府办文件", []),
    ("hanweb", "住房保障信息", [("page/late-document", "ordinary")]),
    ("vsb", "工作动态", ALL_TAGS_BUT),
    ("epoint", "机构职能", [("page/no-leader", "hint")]),
    ("ucap", "领导分工", []),
    (
        "dede_hacked",
        "通知公告",
        [("page/hidden-link", "severe"), ("page/hidden-link", "severe"), ("page/hidden-link", "severe"), *ALL_TAGS_BUT],
    ),
    ("word_export", "公示公告", [("page/notice-over", "hint")]),
    ("empty", "财政预决算", [("page/blank", "ordinary"), *ALL_TAGS_BUT]),
    ("building", "部门动态", [("page/blank", "ordinary"), *ALL_TAGS_BUT]),
    ("interpretation", "政策解读", [("page/no-interpretation", "hint")]),
    (
        "backdated",
        "工作动态",
        [("page/foreign-link", "hint"), ("page/backdated", "severe"), ("page/backdated", "severe"), *ALL_TAGS_BUT],
    ),
    ("gov", "通知公告", []),
]


def moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=LOCAL)


@pytest.mark.parametrize(("name", "dated", "shown", "files", "media"), FACTS)
def test_what_is_read_from_a_page(sample, name, dated, shown, files, media) -> None:
    page = sample(name).page
    assert (page.dated, page.shown_at) == (moment(dated), moment(shown))
    assert (page.attachments, page.media) == (files, media)


@pytest.mark.parametrize(("name", "column", "problems"), PROBLEMS)
def test_what_is_wrong_with_a_page(sample, name, column, problems) -> None:
    content = sample(name, column=column)
    found = findings(content, content.seen_at.date())
    assert [(finding.rule, str(finding.severity)) for finding in found] == problems


@pytest.mark.parametrize("name", [name for name, *_ in PROBLEMS])
def test_the_same_page_has_the_same_findings_at_every_look(sample, name) -> None:
    first = sample(name)
    later = sample(name, at=first.seen_at.replace(month=11))
    evidence = [finding.evidence for finding in findings(first, first.seen_at.date())]
    assert evidence == [finding.evidence for finding in findings(later, later.seen_at.date())]
    assert len(set(evidence)) == len(evidence)


def test_facts_of_a_page_of_links_stay_small(read) -> None:
    links = "".join(
        f'<p><a href="/a/{"路" * 90}{n}.html">{"一份很长很长的文件名称" * 20}{n}</a></p>' for n in range(900)
    )
    unseen = '<div hidden><a href="http://x.com/">暗</a></div>'
    content = read(f"<h1>目录</h1><div class='article'>{links}</div>{unseen}")
    assert content.page.cut
    assert any(link.hidden for link in content.page.links)
    assert len(msgspec.json.encode(content.page)) <= 20_000
