import tomllib
from datetime import datetime, timedelta
from importlib.resources import files

import pytest

from streammon.clock import LOCAL
from streammon.model.inspection import Finding, Severity
from streammon.web.wording import clock_text, countdown, day_text, problem_text, since_text, web_address

NOW = datetime(2023, 10, 12, 9, 30, tzinfo=LOCAL)


@pytest.mark.parametrize(
    ("hours", "text"),
    [
        (80, "剩 3 天"),
        (24, "剩 1 天"),
        (23.9, "剩 23 小时"),
        (0.5, "不足 1 小时"),
        (0, "已逾期"),
        (-9, "已逾期"),
        (-10, "逾期 1 天"),
        (-50, "逾期 2 天"),
    ],
)
def test_countdown(hours: float, text: str) -> None:
    assert countdown(NOW + timedelta(hours=hours), NOW) == text


@pytest.mark.parametrize(("hours", "text"), [(1, "今天"), (10, "昨天"), (34, "2 天前"), (-5, "今天")])
def test_since_counts_local_days(hours: float, text: str) -> None:
    assert since_text(NOW - timedelta(hours=hours), NOW) == text


def test_the_year_is_named_where_it_is_another() -> None:
    assert day_text(NOW, NOW) == "10月12日"
    assert day_text(NOW - timedelta(days=365), NOW) == "2022年10月12日"
    assert clock_text(NOW) == "2023年10月12日 周四 09:30"


@pytest.mark.parametrize(
    ("rule", "limit", "text"),
    [
        ("privacy/bank-card", "", "泄露银行卡号"),
        ("privacy/table", "", "成批泄露个人信息"),
        ("text/fixed-expression", "", "固定表述有误“错”"),
        ("format/document-number", "", "发文字号不规范“错”"),
        ("page/blank", "", "空白栏目或页面"),
        ("page/hidden-link", "", "暗链"),
        ("gap/any", "14", "超过 14 天未更新"),
        ("gap/quota", "1条/月", "更新数量不足，要求1条/月"),
        ("new/rule", "", "内容问题（new/rule）"),
    ],
)
def test_problems_have_words(rule: str, limit: str, text: str) -> None:
    finding = Finding(rule=rule, severity=Severity.SEVERE, evidence="e", wrong="错", limit=limit)
    assert problem_text(finding) == text


def test_every_rule_that_is_known_has_words_of_its_own() -> None:
    words = tomllib.loads((files("streammon.words") / "scan.toml").read_text(encoding="utf-8"))
    said = {
        rule: problem_text(Finding(rule=rule, severity=Severity.ORDINARY, evidence="e", wrong="错"))
        for rule in words["rule"]
    }
    assert not {rule for rule, text in said.items() if "（" in text}
    assert len(set(said.values())) == len(said)


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://a.cn/x", True),
        ("HTTP://a.cn", True),
        ("javascript:alert(1)", False),
        ("http:", False),
        ("//a.cn", False),
        ("http://[", False),
    ],
)
def test_only_web_addresses_become_links(url: str, kept: bool) -> None:
    assert web_address(url) == (url if kept else "")
