"""Tables are read whatever a conversion made of them."""

from streammon import extract
from streammon.circular.reading import Circular, read
from streammon.circular.table import Column, Label


def circular(text: str) -> Circular:
    return read(extract.read(text.encode(), name="x.txt", media_type=""))


def cells(table):
    return [row.cells for row in table.rows]


def test_tabulators():
    (table,) = circular("附件1\n情况表\n单 位\t条 数\n甲局\t3\n乙 局\t5\n").tables
    assert (table.label, table.title, table.head) == (Label("附件", 1), "情况表", ("单位", "条数"))
    assert cells(table) == [("甲局", "3"), ("乙局", "5")]


def test_bars_and_the_rule_of_markdown():
    (table,) = circular("表2 情况\n| 单位 | 条数 |\n|---|---|\n| 甲局 | 3 |\n| 乙局 | 5 |\n").tables
    assert (table.label, table.head) == (Label("表", 2), ("单位", "条数"))
    assert cells(table) == [("甲局", "3"), ("乙局", "5")]


def test_a_cell_on_every_line_and_the_head_on_every_page():
    lines = ["单位", "条数", "问题", "甲局", "3", "无", "乙局", "5", "无", "单位", "条数", "问题", "丙局", "7", "有"]
    (table,) = circular("附件1\n" + "".join(f"{line} |\n" for line in lines)).tables
    assert cells(table) == [("甲局", "3", "无"), ("乙局", "5", "无"), ("丙局", "7", "有")]


def test_columns_set_apart_by_blanks():
    text = (
        "附件 1\n2024 年 3 月情况表\n序号 单位 发布情况 等次\n原创 转载\n1 甲局 3 4 优秀\n2 乙局 5 6 合格\n合计 8 10\n"
    )
    (table,) = circular(text).tables
    assert table.head == ("序号", "单位", "原创", "转载", "等次")
    assert cells(table) == [("1", "甲局", "3", "4", "优秀"), ("2", "乙局", "5", "6", "合格")]
    assert [row.cells for row in table.totals] == [("", "合计", "8", "10", "")]


def test_prose_with_blanks_around_numbers_is_no_table():
    text = "2024 年 3 月共发布 5 条\n其中原创 3 条\n转载 2 条\n2024 年 4 月 8 日\n"
    assert circular(text).tables == ()


def test_blocks_side_by_side_become_one_left_block_first():
    (table,) = circular("附件1\n单位\t条数\t单位\t条数\n甲局\t3\t丙局\t7\n乙局\t5\t\t\n").tables
    assert cells(table) == [("甲局", "3"), ("乙局", "5"), ("丙局", "7")]


def test_a_page_break_does_not_end_a_table():
    (table,) = circular("附件1\n单位\t条数\n甲局\t3\n\n乙局\t5\n\n单位\t条数\n丙局\t7\n").tables
    assert [row[0] for row in cells(table)] == ["甲局", "乙局", "丙局"]


def test_pages_in_reverse_order_are_put_together_by_their_numbers():
    pages = ["4\t丁局\t9\n5\t戊局\t1\n", "3\t丙局\t7\n", "附件1\n情况表\n序号\t单位\t条数\n1\t甲局\t3\n2\t乙局\t5\n"]
    other = "附件2\n名单\n单位\t电话\t地址\t邮箱\n己局\t无\t城东\t无\n庚局\t无\t城西\t无\n\n"
    tables = {table.label: table for table in circular(other + "\n".join(pages)).tables}
    assert [row[1] for row in cells(tables[Label("附件", 1)])] == ["甲局", "乙局", "丙局", "丁局", "戊局"]
    assert len(tables[Label("附件", 2)].rows) == 2


def test_a_blank_is_what_stands_above():
    (table,) = circular("附件1\n单位\t栏目\t条数\n甲局\t政策\t3\n\t公告\t5\n乙局\t政策\t1\n").tables
    assert table.column(0) == ("甲局", "甲局", "乙局")
    assert [(name, len(rows)) for name, rows in table.groups()] == [("甲局", 2), ("乙局", 1)]
    assert (table.entries, table.distinct(0)) == (2, 2)


def test_a_row_that_slipped_to_the_left_goes_back_where_its_values_fit():
    rows = (
        "1\t甲局\t政策\t1条/月\t3\t合格\n\t\t公告\t2条/月\t2\t\n"
        "安全信息\t2条/月\t0\t\t\t\n2\t乙局\t政策\t1条/月\t4\t合格\n"
    )
    (table,) = circular(f"附件1\n序号\t单位\t栏目\t周期\t条数\t等次\n{rows}").tables
    assert cells(table)[2] == ("", "", "安全信息", "2条/月", "0", "")
    assert table.columns == (*(Column.SERIAL, Column.TEXT, Column.TEXT, Column.CADENCE, Column.NUMBER, Column.GRADE),)


def test_totals_are_no_entries():
    (table,) = circular(
        "附件1\n单位\t类型\t条数\n甲局\t政策\t3\n\t公告\t5\n\t小计\t8\n乙局\t政策\t1\n合 计\t\t9\n"
    ).tables
    assert (len(table.rows), len(table.totals), table.total(2)) == (3, 2, 9)


def test_a_sentence_that_a_page_tore_is_one_paragraph():
    found = circular("关于情况的通报\n全县共有政务新媒体账号若干个，本月共发布信\n\n息 456 条。\n二、要求\n")
    assert [paragraph.text for paragraph in found.paragraphs][1:] == [
        "全县共有政务新媒体账号若干个，本月共发布信息456条。",
        "二、要求",
    ]


def test_the_list_of_annexes_and_the_annexes_themselves():
    rows = "单位\t数\n甲\t1\n乙\t2\n"
    head = "附件：1.甲情况统计\n表\n2.乙情况统计表\n某县政府\n"
    text = f"{head}附件2：\n乙情况统计表\n{rows}附件1 甲情况统计表\n{rows}"
    found = circular(text)
    assert [(str(annex.label), annex.title) for annex in found.listed] == [
        ("附件1", "甲情况统计表"),
        ("附件2", "乙情况统计表"),
    ]
    assert [(str(annex.label), annex.title) for annex in found.annexes] == [
        ("附件2", "乙情况统计表"),
        ("附件1", "甲情况统计表"),
    ]


def test_marks_of_a_conversion_are_no_text():
    (table,) = circular("附件1\n<u>地区</u>\t<u>数量</u>\n<u>甲县</u>\t<u>15</u>\n乙县\t２0\n").tables
    assert (table.head, cells(table)) == (("地区", "数量"), [("甲县", "15"), ("乙县", "20")])
