"""Where a character stands, in words."""

import pytest

from streammon.detect.location import column, location
from streammon.model.content import Section

TEXT = "标题\n封面\n第一段\n第二段\n姓名\t卡号\n张三\t甲\n李四\t乙乙\n页脚"
SECTIONS = (
    Section(start=3, name="第1页"),
    Section(start=6, name="正文", line=1),
    Section(start=14, name="工作表“名单”", line=3, cells=True),
    Section(start=30, name="页脚 隐藏", hidden=True),
)


def at(words: str, offset: int = 0) -> int:
    return TEXT.index(words) + offset


@pytest.mark.parametrize(
    ("offset", "where"),
    [
        (0, "第1行"),
        (at("封面"), "第1页"),
        (at("封面", 1), "第1页"),
        (at("第一段"), "正文 第1段"),
        (at("第二段", 2), "正文 第2段"),
        (at("姓名"), "工作表“名单”A3"),
        (at("卡号"), "工作表“名单”B3"),
        (at("张三", 1), "工作表“名单”A4"),
        (at("李四"), "工作表“名单”A5"),
        (at("乙乙", 1), "工作表“名单”B5"),
        (at("页脚"), "页脚 隐藏"),
    ],
)
def test_a_character_has_a_place(offset, where):
    assert location(TEXT, SECTIONS, offset) == where


def test_without_sections_lines_are_counted():
    assert [location("一\n二\n", (), offset) for offset in (0, 1, 2, 3)] == ["第1行", "第1行", "第2行", "第2行"]


def test_a_numbered_part_without_a_name():
    assert location("一\n二", (Section(start=0, name="", line=7),), 2) == "第8段"


@pytest.mark.parametrize(
    ("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_are_counted_in_letters(index, letters):
    assert column(index) == letters
