"""What a page that is read again says of a problem that it does not have any more."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from streammon.detect.inspector import inspect, prepare
from streammon.model.content import Content
from streammon.model.inspection import Finding
from streammon.model.poll import PageKind
from streammon.model.proof import Ending, Proof, Sought

NOW = datetime(2023, 10, 11, 1, tzinfo=UTC)
OPENING = "近日，县教育局组织开展主题教育读书班，要求各学校"
CLOSING = "，切实把学习成果转化为工作实效。"
WRONG = f"{OPENING}高度重示此项工作{CLOSING}"


def page(text: str, *sought: Sought, gone: bool = False, moved_to: str = "", unreadable: str = "") -> Content:
    return Content(
        content_id="page",
        revision="r",
        source_id="s1",
        unit_id="u1",
        url="http://gov.test/a.html",
        kind=PageKind.ARTICLE,
        title="县教育局召开会议",
        text=text,
        published_at=NOW,
        seen_at=NOW,
        gone=gone,
        sought=sought,
        moved_to=moved_to,
        unreadable=unreadable,
    )


def found(text: str) -> Finding:
    return inspect(page(text)).findings[0]


@pytest.fixture(scope="module", autouse=True)
def _detectors() -> None:
    prepare()


def sought(text: str = WRONG) -> Sought:
    finding = found(text)
    return Sought(
        incident_id="i", evidence=finding.evidence, wrong=finding.wrong, right=finding.right, snippet=finding.snippet
    )


def proof(text: str, of: str = WRONG, gone: bool = False, moved_to: str = "") -> Proof:
    (answer,) = inspect(page(text, sought(of), gone=gone, moved_to=moved_to)).proofs
    return answer


def test_the_right_words_stand_in_the_place_of_the_wrong_ones() -> None:
    answer = proof(f"{OPENING}高度重视此项工作{CLOSING}")
    assert (answer.incident_id, answer.ending) == ("i", Ending.RIGHT)
    assert "高度重视此项工作" in answer.after


@pytest.mark.parametrize(
    ("text", "after"),
    [
        (f"{OPENING}抓好此项工作{CLOSING}", "抓好此项工作"),
        (f"{OPENING}{CLOSING}高度重视安全。", "主题教育读书班"),  # the right words stand elsewhere
        (f"各单位抓好此项工作{CLOSING}", "抓好此项工作"),  # found by what stands behind
        ("本页内容正在更新。", ""),
        ("", ""),
    ],
)
def test_wrong_words_that_are_only_gone(text: str, after: str) -> None:
    answer = proof(text)
    assert answer.ending is Ending.REMOVED
    assert after in answer.after
    assert bool(after) is bool(answer.after)


def test_a_page_that_is_deleted() -> None:
    assert proof("", gone=True) == Proof(incident_id="i", ending=Ending.DELETED)


def test_an_address_that_leads_elsewhere() -> None:
    elsewhere = "http://gov.test/index.html"
    assert proof("首页要闻", moved_to=elsewhere).ending is Ending.MOVED
    right = proof(f"{OPENING}高度重视此项工作{CLOSING}", moved_to="http://gov.test/b.html")
    assert right.ending is Ending.RIGHT, "it has moved and is mended: that it is mended counts"


def test_what_stands_there_now_shows_no_number_of_a_person() -> None:
    names = "补助对象王某某，身份证号{}，户籍地为本县横渠镇，公示期七天。"
    answer = proof(names.format("6103261975****0026"), of=names.format("11010519491231002X"))
    assert answer.ending is Ending.REMOVED
    assert "户籍地" in answer.after
    again = proof(names.format("已隐去，另有手机13800138000"), of=names.format("11010519491231002X"))
    assert "13800138000" not in again.after
    assert "已隐去" in again.after


def test_of_what_is_still_there_nothing_is_proved() -> None:
    inspection = inspect(page(f"{CLOSING}{WRONG}", sought()))
    assert ([finding.wrong for finding in inspection.findings], inspection.proofs) == ([sought().wrong], ())


def test_a_file_that_cannot_be_read_stays_partial() -> None:
    assert inspect(page("", sought(), unreadable="加了密码")).partial
