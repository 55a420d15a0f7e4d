import pytest
from office_files import parts, read, stored

from streammon.extract import Unreadable, sheets
from streammon.extract.document import Writer
from streammon.extract.sheets import Columns, Sheets, Visibility

PERCENT = {"book.xlsx": ("85%", "50%"), "book.xls": ("85%", "50%"), "book.ods": ("85.00%", "50.00%")}


@pytest.mark.parametrize("name", PERCENT)
def test_a_workbook_is_read_with_all_that_is_hidden_in_it(name):
    """The three are one workbook, two of them saved by LibreOffice, which knows no very hidden sheets."""
    seen, unseen = PERCENT[name]
    found = read(stored(name))
    assert found[:9] == [
        ("工作表“名单”", 0, False, "名单"),
        ("工作表“名单”", 1, False, "\t补助名单"),
        ("工作表“名单”", 3, False, f"\t姓名\t身份证号\t\t日期\t比例\n\t李四\t11010519491231002x\t\t2023-10-23\t{seen}"),
        ("工作表“名单”的隐藏行", 5, True, f"\t王五\t11010519491231002X\t15900004961\t2023-10-23 09:30:00\t{unseen}"),
        ("工作表“名单”", 6, False, "\t赵六\t6.10326E+17"),
        ("工作表“名单”", 9, False, "制表：张三"),
        ("工作表“名单”的隐藏列", 3, True, "\t\t\t卡号\n\t\t\t6217780000004123"),
        ("工作表“名单”的隐藏列", 6, True, "\t\t\t610326190502030000"),
        ("工作表“名单”单元格B4的批注", 0, True, "请核对此人"),
    ]
    rest = [text for _, _, _, text in found[9:]]
    assert "内部资料" in "\n".join(rest)
    assert ("隐藏的工作表“原始数据”", 1, True, "李四\t隐藏的") in found
    very = "隐藏的工作表“底稿”" if name != "book.xlsx" else "深度隐藏的工作表“底稿”"
    assert (very, 1, True, "最隐藏的") in found
    assert found[-1][0] == "文档属性"
    assert "李四" in found[-1][3]


def written(write):
    writer = Writer()
    target = Sheets(writer)
    write(target)
    target.end()
    return parts(writer.document())


def test_hidden_rows_part_the_run_and_every_cell_is_written_once():
    def write(target):
        columns = Columns()
        columns.add(1, 1)
        target.begin("甲", Visibility.SEEN, columns)
        for number in (1, 2, 3, 5):
            target.row(number, {0: f"A{number}", 1: f"B{number}", 3: ""}, hidden=number == 2)

    assert written(write) == [
        ("工作表“甲”", 0, False, "甲"),
        ("工作表“甲”", 1, False, "A1"),
        ("工作表“甲”的隐藏行", 2, True, "A2\tB2"),
        ("工作表“甲”", 3, False, "A3"),
        ("工作表“甲”", 5, False, "A5"),
        ("工作表“甲”的隐藏列", 1, True, "\tB1"),
        ("工作表“甲”的隐藏列", 3, True, "\tB3"),
        ("工作表“甲”的隐藏列", 5, True, "\tB5"),
    ]


def test_everything_on_a_hidden_sheet_is_hidden():
    def write(target):
        target.begin("甲", Visibility.HIDDEN)
        target.row(7, {0: "x"})
        target.margin("页眉")
        target.box("框")
        target.box("  ")

    assert written(write) == [
        ("隐藏的工作表“甲”", 0, True, "甲"),
        ("隐藏的工作表“甲”", 7, True, "x"),
        ("隐藏的工作表“甲”的页眉页脚", 0, True, "页眉"),
        ("隐藏的工作表“甲”的文本框", 0, True, "框"),
    ]


def test_cells_far_to_the_right_count_with_the_empty_ones_before_them(monkeypatch):
    monkeypatch.setattr(sheets, "MOST_CELLS", 30_000)
    target = Sheets(Writer())
    target.begin("甲")
    target.row(1, {sheets.MOST_COLUMNS - 1: "x"})
    with pytest.raises(Unreadable, match="30000 个单元格"):
        target.row(2, {sheets.MOST_COLUMNS - 1: "x"})


def test_a_long_text_that_is_named_often_is_refused_before_it_is_put_together():
    long = "x" * 1_000_000
    target = Sheets(Writer())
    target.begin("甲")
    with pytest.raises(Unreadable, match="10000000 字"):
        target.row(1, dict.fromkeys(range(10_000), long))


def test_what_is_beyond_the_last_column_is_none():
    assert written(lambda target: (target.begin("甲"), target.row(1, {99_999: "x", -1: "y"}))) == [
        ("工作表“甲”", 0, False, "甲")
    ]
