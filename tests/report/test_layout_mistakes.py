"""Every mistake of a circular.toml is named at once, with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hand_made import OCTOBER

from streammon.errors import ConfigError
from streammon.report.loading import load


def mistakes(text: str, tmp_path: Path) -> list[str]:
    (tmp_path / "circular.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, OCTOBER, [])
    return [str(error).replace(f"{tmp_path}/", "") for error in caught.value.errors]


def annex(**changes: str) -> str:
    usual = {
        "annex_id": '"a"',
        "title": '"表"',
        "table": '"accounts"',
        "columns": '[{ header = "账号", show = "name" }]',
    }
    return "[[annexes]]\n" + "".join(f"{name} = {value}\n" for name, value in (usual | changes).items() if value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (annex(table='"acounts"'), "第 4 行，“annexes.table”: 没有“acounts”这个表。 是不是想写“accounts”？"),
        (annex(summary='"regions"'), "table 和 summary 只能写一个"),
        (annex(table="", summary='"region"'), "没有“region”这个汇总表。 是不是想写“regions”？"),
        (annex(table=""), "要写 table 或 summary"),
        (annex(columns="[]"), "没有写 columns"),
        (
            annex(columns='[{ header = "数", show = "publishd" }]'),
            "第 5 行，“annexes.columns”: “publishd”不是这个表里的数据。",
        ),
        (annex(columns='[{ header = "数", show = "source.published" }]'), "“source.published”不是这个表里的数据。"),
        (annex(columns='[{ header = "数", show = "open(1)" }]'), "“open(1)”看不懂。"),
        (annex(columns='[{ header = "数", show = "a +" }]'), "“a +”看不懂。"),
        (annex(columns='[{ header = "数", show = "name", shows = "" }]'), "没有“shows”这一项。"),
        (annex(order='["-publishd"]'), "“publishd”不是这个表里的数据。 是不是想写“published”？"),
        (annex(blocks="9"), "并列栏数应在 1 到 4 之间"),
        (annex(blocks="2", total='"合计"'), "分成几栏并列的附件不能再有小计、合计或合并单元格"),
        (annex(continued="true"), "第一个附件前面没有可以接续的附件"),
        (annex() + annex(), "“a”用了两次"),
        (annex(rows='"weeks"'), "“weeks”不能用在这里"),
        (annex() + '[[charts]]\nchart_id = "c"\ntitle = "图"\ntable = "x"\nmeasure = "published"\n', "没有“x”这个表"),
        (annex() + '[[charts]]\nchart_id = "c"\ntitle = "图"\ntable = "accounts"\nmeasure = "x"\n', "“x”不是这个表里"),
        ("ofice = '办公室'\n", "没有“ofice”这一项。 是不是想写“office”？"),
    ],
)
def test_a_mistake_is_named(text: str, expected: str, tmp_path: Path) -> None:
    (error,) = mistakes(text, tmp_path)
    assert error.startswith("circular.toml")
    assert expected in error


def test_all_of_them_at_once(tmp_path: Path) -> None:
    found = mistakes(annex(table='"x"') + annex(annex_id='"b"', order='["y"]', blocks="0"), tmp_path)
    assert len(found) == 3


def test_a_layout_without_annexes_gets_those_that_fit(tmp_path: Path) -> None:
    (tmp_path / "circular.toml").write_text('office = "县政府办公室"\n', encoding="utf-8")
    layout = load(tmp_path, OCTOBER, [])
    assert layout.office == "县政府办公室"
    assert [each.annex_id for each in layout.annexes] == ["columns", "accounts", "scenes", "summary-regions"]
