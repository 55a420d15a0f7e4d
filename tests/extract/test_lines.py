import pytest

from streammon.extract.lines import Piece, placed, unwrapped


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            "全镇各级党组织要把学习宣传贯彻党的二十\n精神作为当前首要任务。",
            "全镇各级党组织要把学习宣传贯彻党的二十精神作为当前首要任务。",
        ),
        ("通知\n全镇各级党组织要把学习", "通知\n全镇各级党组织要把学习"),
        (
            "要把学习宣传贯彻落实到位。\n各级党组织要压实主体责任",
            "要把学习宣传贯彻落实到位。\n各级党组织要压实主体责任",
        ),
        ("610326190502030028\n610326190502030036", "610326190502030028\n610326190502030036"),
        ("李四\n王五\n赵六", "李四\n王五\n赵六"),
        ("", ""),
    ],
)
def test_a_line_that_the_margin_broke_is_joined(page, expected):
    assert unwrapped(page) == expected


def piece(left, base, text, size=4.0):
    return Piece(left, left + size * len(text), base, size, text)


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ([], ""),
        ([piece(10, 20, "下"), piece(10, 10, "上")], "上\n下"),
        ([piece(18, 9.8, "丙"), piece(10, 10, "甲乙")], "甲乙丙"),
        ([piece(10, 10, "甲乙"), piece(20, 10, "丙")], "甲乙 丙"),
        ([piece(10, 10, "甲乙"), piece(40, 10, "丙")], "甲乙\t丙"),
        ([piece(10, 10, "题", size=8), piece(10, 13, "注", size=2)], "题\n注"),
    ],
)
def test_pieces_at_one_height_are_a_line(pieces, expected):
    assert placed(pieces) == expected
