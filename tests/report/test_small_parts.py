"""Rounding, expressions, periods, names in a row, paragraphs."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from hand_made import OCTOBER

from streammon.errors import ConfigError
from streammon.report.blocks import Block, Kind, blocks
from streammon.report.expression import Expression
from streammon.report.periods import title_of
from streammon.report.rounding import percentage, printed
from streammon.report.rows import best_first
from streammon.report.tied import tie, untie
from streammon.report.wording import names, titles


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (195 / 456 * 100, 1, "42.8"),
        (0.125, 2, "0.13"),
        (2.5, 0, "3"),
        (92.5, 0, "93"),
        (100.0, 2, "100.00"),
        (-0.5, 0, "-1"),
        (7, 1, "7"),
    ],
)
def test_rounding_is_what_people_do(value: float, decimals: int, text: str) -> None:
    assert printed(value, decimals) == text


def test_a_share_of_nothing_is_nothing() -> None:
    assert percentage(0, 0) == 0


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("reposts - tasks", 33),
        ("100 * closed / accepted", 50.0),
        ("closed / nothing", None),
        ("closed / zero", None),
        ("source.due + 1", 5),
        ("name", "眉县招商"),
        ("reposts - name", None),
    ],
)
def test_expressions(text: str, value: object) -> None:
    facts = {"reposts": 42, "tasks": 9, "closed": 3, "accepted": 6, "zero": 0, "source.due": 4, "name": "眉县招商"}
    assert Expression(text).of(facts) == value


@pytest.mark.parametrize(
    "text", ["a ** b", "f(a)", "a.b.c", "a if b else c", "'text'", "a[0]", "__import__('os')", "", "456", "4 + 5"]
)
def test_what_is_no_expression(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Expression(text)


@pytest.mark.parametrize(
    ("first", "last", "title"),
    [
        (date(2023, 10, 1), date(2023, 10, 31), "2023年10月"),
        (date(2023, 1, 1), date(2023, 7, 31), "2023年1—7月"),
        (date(2023, 1, 1), date(2023, 3, 31), "2023年第一季度"),
        (date(2022, 10, 1), date(2022, 12, 31), "2022年第四季度"),
        (date(2022, 1, 1), date(2022, 12, 31), "2022年"),
        (date(2020, 11, 24), date(2021, 2, 22), "2020年11月24日至2021年2月22日"),
    ],
)
def test_titles_of_periods(first: date, last: date, title: str) -> None:
    ledger = msgspec.structs.replace(OCTOBER, first=first, last=last)
    assert title_of(ledger, {}) == title
    assert title_of(ledger, {"2023-10": "本期"}) == "本期"


@pytest.mark.parametrize(
    ("found", "at_most", "row"),
    [
        (["县发改局", "县农业农村局", "县民政局"], 0, "县发改局、农业农村局、民政局"),
        (["县乡村振兴局", "齐镇", "县人社局"], 0, "县乡村振兴局、齐镇、人社局"),
        (["县住建局", "县交通局", "县统计局"], 2, "县住建局、交通局等3家"),
        (["县住建局", "县交通局"], 2, "县住建局、交通局"),
        (["市国资委", "市林业局"], 0, "市国资委、林业局"),
        ([], 0, ""),
    ],
)
def test_names_in_a_row(found: list[str], at_most: int, row: str) -> None:
    assert untie(names(found, at_most)) == row


def test_names_of_accounts() -> None:
    assert titles(["健康眉县", "法治眉县"]) == "“健康眉县”“法治眉县”"


def test_tying_loses_nothing() -> None:
    text = "2023年第四季度，两家共１２条、一千零五万"
    assert untie(tie(text)) == text
    assert not set(tie(text)) & set("0123456789４四两一千万零")


def test_the_best_grade_comes_first_though_vetoes_are_tried_first() -> None:
    assert best_first(("不合格", "优秀", "合格", "良好")) == ["优秀", "良好", "合格", "不合格"]


def test_paragraphs() -> None:
    assert blocks(
        "# 关于\n# 的通报\n\n## 一、总体\n\n甲\n乙\n\n**1. 丙。**丁\n\n[[chart:x]]\n\n### （一）戊\n#### 1. 己\n"
    ) == [
        Block(Kind.TITLE, "关于"),
        Block(Kind.TITLE, "的通报"),
        Block(Kind.FIRST, "一、总体"),
        Block(Kind.TEXT, "甲乙"),
        Block(Kind.TEXT, "**1. 丙。**丁"),
        Block(Kind.CHART, "x"),
        Block(Kind.SECOND, "（一）戊"),
        Block(Kind.THIRD, "1. 己"),
    ]
    assert Block(Kind.TEXT, "**1. 丙。**丁").runs == [("1. 丙。", True), ("丁", False)]


def test_a_text_without_a_title() -> None:
    with pytest.raises(ConfigError, match="没有标题"):
        blocks("甲乙丙")
