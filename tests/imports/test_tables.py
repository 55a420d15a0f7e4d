"""Tables of all formats: which column is what, what a row says, and which rows can't be understood."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from offices import local, make_site, site_of, workbook

from streammon.errors import ConfigError
from streammon.imports import preview
from streammon.imports.headers import Kind, chosen_of
from streammon.imports.reading import Imported, read
from streammon.imports.registry import Registry
from streammon.imports.rows import Reading
from streammon.model.signal import Registration, Report, SceneEvent, Submission, WorkOrder

HEADER = ("工单编号", "承办单位", "来电时间", "办理时限", "办结时间")
ROW = ("A1", "县住建局", "2023-10-01", "2023-10-08", "2023-10-02")


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    site = site_of(make_site(tmp_path_factory.mktemp("county") / "site"))
    return Registry(site.units, site.sources, site.tasks)


def reading(registry: Registry, kind: Kind, limit: timedelta | None = None) -> Reading:
    return Reading(kind, registry, local("2023-11-01"), (lambda at: at + limit) if limit else None)


def understood(registry: Registry, kind: Kind, path: Path, *choices: str) -> Imported:
    return read(path, reading(registry, kind), chosen_of(choices, kind))


def one(registry: Registry, kind: Kind, tmp_path: Path, header: Any, *rows: Any) -> Any:
    imported = understood(registry, kind, workbook(tmp_path / "t.xlsx", header, *rows))
    assert imported.problems == []
    (good,) = imported.good
    return good.found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_in_the_encodings_of_chinese_offices(registry: Registry, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes("\r\n".join([",".join(HEADER), ",".join(ROW)]).encode(encoding))
    (good,) = understood(registry, Kind.WORK_ORDERS, path).good
    assert isinstance(good.found, WorkOrder)
    assert (good.found.source_id, good.found.received_at) == ("w1", local("2023-10-01"))


def test_the_same_row_has_the_same_id_in_every_format(registry: Registry, tmp_path: Path) -> None:
    dated = ("A1", "县住建局", datetime(2023, 10, 1), datetime(2023, 10, 8), datetime(2023, 10, 2))  # noqa: DTZ001
    book = understood(registry, Kind.WORK_ORDERS, workbook(tmp_path / "a.xlsx", HEADER, dated)).good
    (tmp_path / "a.csv").write_text("\n".join([",".join(HEADER), ",".join(ROW)]), encoding="utf-8")
    text = understood(registry, Kind.WORK_ORDERS, tmp_path / "a.csv").good
    assert [row.found for row in book] == [row.found for row in text]


def test_titles_above_repeated_headers_hidden_rows_and_several_sheets(registry: Registry, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name, number in (("一月", 1), ("二月", 3)):
        page = book.create_sheet(name)
        page.append(["12345热线工单台账"])
        page.append(["（单位：件）"])
        page.append(list(HEADER))
        page.append([f"A{number}", *ROW[1:]])
        page.append([])
        page.append(list(HEADER))
        page.append([f"A{number + 1}", *ROW[1:]])
        page.row_dimensions[4].hidden = True
    book.create_sheet("说明").append(["数据来自热线平台"])
    book.save(tmp_path / "a.xlsx")
    imported = understood(registry, Kind.WORK_ORDERS, tmp_path / "a.xlsx")
    assert len({row.found for row in imported.good}) == 4  # type: ignore[misc]
    assert [row.where for row in imported.good][:2] == [f"a.xlsx，工作表“一月”，第 {row} 行" for row in (4, 7)]
    assert [grid.name for grid in imported.aside] == ["工作表“说明”"]


def test_every_bad_row_is_named_with_its_cell_and_what_would_be_right(registry: Registry, tmp_path: Path) -> None:
    rows = [
        ROW,
        ("A2", "县住建", "2023-10-01", "2023-10-08", ""),
        ("A3", "县住建局", "十月一日", "2023-10-08", ""),
        ("A4", "", "2023-10-01", "", ""),
        ("A5", "县住建局", "2023-10-05", "2023-10-08", "2023-10-04"),
        ("A6", "县住建局", "2024-01-10", "2024-01-18", ""),
        ("A1", "县住建局", "2023-10-02", "2023-10-08", ""),
        ROW,
        ("A7", "县教育局", "2023-10-01", "2023-10-08", ""),
        ("A8", "县住建局", "2023-10-09", "2023-10-08", ""),
    ]
    imported = understood(registry, Kind.WORK_ORDERS, workbook(tmp_path / "a.xlsx", HEADER, *rows))
    told = [str(problem).removeprefix("a.xlsx，工作表“十月”，") for problem in imported.problems]
    for place, words in [
        ("第 3 行，“承办单位”", "是不是想写“县住建局”"),
        ("第 4 行，“来电时间”", "2023年10月9日"),
        ("第 5 行，“承办单位”", "不能为空"),
        ("第 5 行，“办理时限”", "不能为空"),
        ("第 6 行，“办结时间”", "早于"),
        ("第 7 行，“来电时间”", "还没有到"),
        ("第 8 行", "重复"),
        ("第 10 行，“承办单位”", "sources.csv"),
        ("第 11 行，“办理时限”", "早于"),
    ]:
        assert any(line.startswith(place) and words in line for line in told), (place, told)
    assert (len(imported.good), imported.bad, imported.doubled) == (1, 8, 1)


@pytest.mark.parametrize(
    ("header", "choices", "words"),
    [
        (("甲", "乙"), (), "没有找到表头"),
        (("承办单位", "办结时间"), (), "缺少收到时间"),
        (("来电时间", "办理时限"), (), "缺少单位"),
        (("承办单位", "来电时间"), (), "--limit"),
        (HEADER, ("交办=whatever",), "received_at（收到时间）"),
    ],
)
def test_a_table_without_its_columns(
    registry: Registry, tmp_path: Path, header: Any, choices: tuple[str, ...], words: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        understood(registry, Kind.WORK_ORDERS, workbook(tmp_path / "a.xlsx", header, ROW), *choices)
    assert words in str(caught.value)


def test_a_header_can_be_told(registry: Registry, tmp_path: Path) -> None:
    header = ("单子", "承办 单位（必填）", "交办：", "来电时间", "办理时限")
    path = workbook(tmp_path / "a.xlsx", header, ("A1", "县住建局", "2023-10-03", "2023-10-01", "2023-10-08"))
    (good,) = understood(registry, Kind.WORK_ORDERS, path, "交办=received_at", "单子=number").good
    assert isinstance(good.found, WorkOrder)
    assert good.found.received_at == local("2023-10-03")


def test_a_deadline_may_follow_from_the_moment_of_receipt(registry: Registry, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ("承办单位", "来电时间"), ("县住建局", "2023-10-03"))
    (good,) = read(path, reading(registry, Kind.WORK_ORDERS, timedelta(days=5)), {}).good
    assert isinstance(good.found, WorkOrder)
    assert good.found.due_at == local("2023-10-08")


def test_rows_without_a_number_that_look_the_same_are_several(registry: Registry, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", HEADER[1:], ROW[1:], ROW[1:], ROW[1:])
    first = [row.found for row in understood(registry, Kind.WORK_ORDERS, path).good]
    assert len(set(first)) == 3  # type: ignore[type-var]
    assert [row.found for row in understood(registry, Kind.WORK_ORDERS, path).good] == first


@pytest.mark.parametrize(
    ("returned", "warned", "found"),
    [("是", "红色预警", (1, True)), ("2", "1次", (2, True)), ("否", "/", (0, False)), ("", "", (0, False))],
)
def test_whether_and_how_often(registry: Registry, tmp_path: Path, returned: str, warned: str, found: Any) -> None:
    order = one(registry, Kind.WORK_ORDERS, tmp_path, (*HEADER, "是否退回", "预警"), (*ROW, returned, warned))
    assert (order.returned, order.warned) == found


def test_scenes_belong_to_the_source_of_their_type(registry: Registry, tmp_path: Path) -> None:
    header, row = (
        ("责任单位", "事件类型", "发现时间", "受理时间", "办结时间"),
        ("县住建局", "暴露垃圾", "2023-10-03", "", ""),
    )
    event = one(registry, Kind.SCENES, tmp_path, header, row)
    assert isinstance(event, SceneEvent)
    assert (event.source_id, event.event_type, event.accepted_at) == ("s2", "暴露垃圾", None)


def test_a_report_that_was_due_and_came_malformed(registry: Registry, tmp_path: Path) -> None:
    header = ("单位", "报表名称", "应报时间", "报送时间", "是否规范")
    report = one(registry, Kind.REPORTS, tmp_path, header, ("管头镇", "低保信息", "2023-10-25", "2023-10-24", "否"))
    assert isinstance(report, Report)
    assert (report.due_at, report.well_formed) == (local("2023-10-25 23:59:59"), False)


def test_registrations_of_accounts_of_one_name(registry: Registry, tmp_path: Path) -> None:
    header = ("账号名称", "平台", "检查日期", "备案类型", "实际类型")
    look = one(
        registry, Kind.REGISTRATIONS, tmp_path, header, ("某县教育", "微信订阅号", "2023-10-31", "微信订阅号", "服务号")
    )
    assert isinstance(look, Registration)
    assert (look.source_id, look.registered_as, look.platform_kind) == ("a1", "订阅号", "服务号")
    imported = understood(
        registry,
        Kind.REGISTRATIONS,
        workbook(tmp_path / "b.xlsx", header, ("某县教育", "", "2023-10-31", "订阅号", "服务号")),
    )
    assert "微信订阅号" in str(imported.problems[0])
    assert "微信视频号" in str(imported.problems[0])


def test_followers_and_submissions(registry: Registry, tmp_path: Path) -> None:
    counted = one(
        registry, Kind.FOLLOWERS, tmp_path, ("账号", "统计日期", "粉丝数"), ("某县住建", "2023-10-31", "12,702")
    )
    assert (counted.source_id, counted.followers) == ("a3", 12_702)
    sent = one(
        registry, Kind.SUBMISSIONS, tmp_path, ("单位", "标题", "报送日期"), ("县住建局", "一则动态", "2023-10-09")
    )
    assert isinstance(sent, Submission)
    assert sent.source_id == "n1"


def test_what_is_no_table_is_refused(registry: Registry, tmp_path: Path) -> None:
    for name, data in (("a.xlsx", b"PK\x03\x04broken"), ("b.txt", "没有表格".encode()), ("c.csv", b"")):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(ConfigError):
            understood(registry, Kind.WORK_ORDERS, tmp_path / name)
    with pytest.raises(ConfigError):
        understood(registry, Kind.WORK_ORDERS, tmp_path / "nowhere.xlsx")


def test_the_preview_shows_headers_rows_and_what_is_left_over(registry: Registry, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", (*HEADER, "来电人"), (*ROW, "某人"))
    lines = list(preview.lines("a.xlsx", understood(registry, Kind.WORK_ORDERS, path), registry))
    assert any("“来电时间” → 收到时间（received_at）" in line for line in lines)
    assert any("没有用到的列：来电人" in line for line in lines)
    assert any("第 2 行" in line and "县住建局" in line and "2023-10-01 00:00" in line for line in lines)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_field_has_a_name_for_the_preview(registry: Registry, kind: Kind) -> None:
    with pytest.raises(ConfigError) as caught:
        chosen_of(["x=y"], kind)
    assert "KeyError" not in str(caught.value)
