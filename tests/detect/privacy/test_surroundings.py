import pytest

from streammon.detect.privacy.surroundings import ADDRESS, OTHER, Surroundings, cells

TABLE = "附件\n序号\t姓名\t身份证号\n1\t李四\t甲\n一、槐芽镇\n2\t王五\t乙\n说明\n完\n3\t赵六\t丙"


@pytest.mark.parametrize(
    ("text", "at", "heading"),
    [
        (TABLE, "甲", "身份证号"),
        (TABLE, "王五", "姓名"),
        (TABLE, "丙", ""),  # two lines of text end a table
        ("姓名  电话\n　　李四  甲", "甲", "电话"),  # an indent is no cell
        ("姓名\t\t电话\n李四\t\t甲", "甲", "电话"),
        ("姓名：李四  电话：甲", "甲", ""),
    ],
)
def test_the_head_of_a_column(text, at, heading):
    assert Surroundings(text).heading(text.index(at)) == heading


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        (TABLE, "身份证号"),
        ("姓名\t备注\n李四\t手机：甲", "李四\t手机："),  # what stands in the cell itself is nearer
        ("身份证号：\n甲", "身份证号："),  # the line above, where nothing stands before
        ("上一行\n电话甲", "电话"),
    ],
)
def test_the_words_that_lead_to_a_place(text, lead):
    assert Surroundings(text).lead(text.index("甲"), 30) == lead


def test_a_long_row_of_words_is_no_head():
    assert cells("姓名\t身份证号") == ["姓名", "身份证号"]
    assert cells("姓名：李四，住眉县首善街道平阳街十二号\t身份证号") == ()
    assert cells("李四\t15900004961") == ()


@pytest.mark.parametrize("words", ["订单编号：", "索引号 ", "ISBN", "No.", "准考证号为", "¥"])
def test_words_for_other_numbers(words):
    assert OTHER.search(words)


@pytest.mark.parametrize(
    ("before", "expected"),
    [("http://a.cn/", True), ("?id=", True), ("/2023/", True), ("61032619050203001X/", False), ("电话：", False)],
)
def test_web_addresses(before, expected):
    assert bool(ADDRESS.search(before)) is expected
