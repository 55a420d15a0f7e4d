from datetime import date

import pytest

from streammon.detect.lexicon.detector import BASE, load
from streammon.detect.lexicon.entry import Entry
from streammon.errors import ConfigErrors
from streammon.model.inspection import Severity

HEADER = "wrong,right,category,severity,include,exclude,allow,from,until,source\n"


def row(**cells):
    first = {"wrong": "甲", "right": "乙", "severity": "severe", "source": "通报"}
    return ",".join((first | cells).get(column, "") for column in HEADER.strip().split(",")) + "\n"


@pytest.fixture
def lexicon(tmp_path):
    def write(rows):
        file = tmp_path / "县.csv"
        file.write_text(HEADER + rows, encoding="utf-8")
        return file

    return write


def test_every_column_arrives(lexicon):
    file = lexicon("名族,民族,常见别字,veto,各|少数,3名 | 谱,著名族谱,2018-03-21,2023-03-07,通报\n")
    assert load([file]) == (
        Entry(
            wrong="名族",
            right="民族",
            severity=Severity.VETO,
            category="常见别字",
            include=("各", "少数"),
            exclude=("3名", "谱"),
            allow=("著名族谱",),
            since=date(2018, 3, 21),
            until=date(2023, 3, 7),
            source="通报",
        ),
    )


def test_cells_are_read_as_texts_are_looked_at(lexicon):
    (entry,) = load([lexicon(row(wrong="３\u200b甲", allow="Ａ３甲"))])
    assert (entry.wrong, entry.allow) == ("3甲", ("A3甲",))


@pytest.mark.parametrize(
    ("rows", "complaints"),
    [
        (row(right="甲"), ["第 2 行，“right”列: 错误写法与正确写法相同：“甲”。"]),
        (row(wrong="３", right="3"), ["第 2 行，“right”列: 错误写法与正确写法相同：“3”。"]),
        (
            row(wrong="") + "\n" + row(right=""),
            ["第 2 行，“wrong”列: 不能为空。", "第 4 行，“right”列: 不能为空。"],
        ),
        (
            row() + row(right="丙"),
            ["第 3 行，“right”列: “甲”在第 2 行已经有一条，那里写的是“乙”。"],
        ),
        (
            row(allow="甲丁") + row(allow="甲丙", severity="hint"),
            ["第 3 行，“severity”列: “甲”在第 2 行已经有一条，那里写的是“severe”。", "第 3 行，“allow”列: "],
        ),
        (
            row(severity="bad"),
            ["第 2 行，“severity”列: “bad”不是严重程度。 应为：veto、severe、ordinary、hint 之一。"],
        ),
        (row(allow="甲丁|丁"), ["第 2 行，“allow”列: 放行短语“丁”里没有错误写法。 放行短语应当包含“甲”"]),
        (row(exclude="丁|甲"), ["第 2 行，“exclude”列: “甲”就在错误写法“甲”里，这一条永远不会起作用。"]),
        (row(include="丁", exclude="丁"), ["第 2 行，“exclude”列: “丁”既在 include 又在 exclude 里。"]),
        (
            row(**{"from": "2023年1月"}, until="20240101"),
            ["第 2 行，“from”列: “2023年1月”不是日期。 应写成", "第 2 行，“until”列: “20240101”不是日期。"],
        ),
        (row(until="2023-02-30"), ["第 2 行，“until”列: “2023-02-30”不是日期。"]),
        (
            row(**{"from": "2023-03-08"}, until="2023-03-07"),
            ["第 2 行，“until”列: 2023-03-08 起、2023-03-07 止，起在止之后。"],
        ),
        (row(source=""), ["第 2 行，“source”列: 没有写依据。"]),
        ("甲,乙,severe\n", ["第 2 行: 这一行有 3 个单元格，应有 10 个。 内容里有逗号时"]),
        ('"甲,乙\n', ["第 2 行: 这一行有 1 个单元格"]),
        ('甲,乙,,severe,,,,,,"x\ny"\n' + row(wrong="乙"), ["第 4 行，“right”列"]),
    ],
)
def test_mistakes_in_a_file_are_all_told_with_their_place(lexicon, rows, complaints):
    file = lexicon(rows)
    with pytest.raises(ConfigErrors) as refused:
        load([file])
    told = str(refused.value).splitlines()
    assert len(told) == len(complaints)
    for line, complaint in zip(told, complaints, strict=True):
        assert line.startswith(f"{file}，{complaint}")


def test_the_same_entry_from_two_sources_is_no_contradiction(lexicon):
    (entry,) = load([lexicon(row() + row(source="规范"))])
    assert entry.source == "通报"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"until": "2023-03-06"}, {"from": "2023-03-07"}),
        ({"from": "2023-03-07"}, {"from": "2018-01-01", "until": "2023-03-06"}),
    ],
)
def test_a_form_may_stand_twice_where_no_day_is_in_both_periods(lexicon, first, second):
    entries = load([lexicon(row(**first) + row(right="丙", **second))])
    assert [entry.right for entry in entries] == ["乙", "丙"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"until": "2023-03-07"}, {"from": "2023-03-07"}),
        ({}, {"from": "2023-03-07"}),
        ({"from": "2020-01-01"}, {"until": "2021-01-01"}),
    ],
)
def test_a_form_may_not_stand_twice_for_one_day(lexicon, first, second):
    with pytest.raises(ConfigErrors, match="第 3 行，“right”列"):
        load([lexicon(row(**first) + row(right="丙", **second))])


def test_the_entries_of_a_later_file_replace_all_of_the_form(lexicon, tmp_path):
    site = tmp_path / "site.csv"
    site.write_text(HEADER + row(right="丁"), encoding="utf-8")
    first = lexicon(row(until="2023-03-06") + row(right="丙", **{"from": "2023-03-07"}))
    assert [entry.right for entry in load([first, site])] == ["丁"]


def test_days_that_touch_are_in_order(lexicon):
    (entry,) = load([lexicon(row(**{"from": "2023-03-07"}, until="2023-03-07"))])
    assert entry.since == entry.until == date(2023, 3, 7)


EXPECTED = "表头应为：wrong,right,category,severity,include,exclude,allow,from,until,source。"


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"wrong,right\n", f"第 1 行: 表头不对。 {EXPECTED}"),
        (b"", f"第 1 行: 表头不对。 {EXPECTED}"),
        (b"wrong,right,severity,allow,source\na,b,bad,,\n", f"第 1 行: 这是旧的五列词库，要补上新的列。 {EXPECTED}"),
        ((HEADER + "错,对,severe,,通报\n").encode("gbk"), "第 2 行: 文件不是 UTF-8 编码。"),
    ],
)
def test_files_that_are_no_lexicon_are_refused(tmp_path, data, complaint):
    file = tmp_path / "lexicon.csv"
    file.write_bytes(data)
    with pytest.raises(ConfigErrors) as refused:
        load([file])
    assert str(refused.value).startswith(f"{file}，{complaint}")


def test_files_that_are_not_there_are_all_named(tmp_path):
    with pytest.raises(ConfigErrors) as refused:
        load([tmp_path / "missing.csv", BASE, tmp_path / "gone.csv"])
    assert [error.where for error in refused.value.errors] == [
        str(tmp_path / "missing.csv"),
        str(tmp_path / "gone.csv"),
    ]


def test_a_byte_order_mark_is_no_mistake(tmp_path):
    file = tmp_path / "lexicon.csv"
    file.write_text("\ufeff" + HEADER + row(), encoding="utf-8")
    assert [entry.wrong for entry in load([file])] == ["甲"]
