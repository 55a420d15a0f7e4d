"""What the tables of a site folder may say of kinds, platforms, groups and recommended items."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from streammon.model.source import Source, SourceKind
from streammon.model.task import Task
from streammon.rules import cadence
from streammon.site.problems import Problems
from streammon.site.registry import (
    SOURCE_COLUMNS,
    SOURCE_EXTRAS,
    TASK_COLUMNS,
    UNIT_COLUMNS,
    UNIT_EXTRAS,
    Known,
    sources_of,
    tasks_of,
    units_of,
)
from streammon.site.tables import read_table

KNOWN = Known(["u1"], ["accounts"], ["default"], cadence.parse, "http://gov.example")
HEADER = "source_id,unit_id,board,name,url,cadence,every,selectors"


def sources(folder: Path, *lines: str, header: str = f"{HEADER},kind,platform") -> tuple[list[Source], list[str]]:
    path, problems = folder / "sources.csv", Problems()
    path.write_text("\n".join([header, *lines]), encoding="utf-8")
    found = sources_of(read_table(path, SOURCE_COLUMNS, problems, SOURCE_EXTRAS), KNOWN, problems)
    return list(found.values()), [str(error).replace(f"{folder}/", "") for error in problems.errors]


def test_an_account_has_a_platform_and_is_not_visited(tmp_path: Path) -> None:
    (account,), complaints = sources(tmp_path, "a1,u1,accounts,渭您服务,,/,,,account,微信订阅号")
    assert complaints == []
    assert (account.kind, account.platform) == (SourceKind.ACCOUNT, "微信订阅号")
    assert (account.url, account.host, account.every) == ("", "", 0)


def test_a_website_as_a_whole_has_a_home_page_and_a_rhythm(tmp_path: Path) -> None:
    (site,), complaints = sources(tmp_path, "w1,u1,accounts,门户网站,/,/,1h,,site,")
    assert complaints == []
    assert (site.kind, site.url, site.host, site.every) == (
        SourceKind.SITE,
        "http://gov.example/",
        "gov.example",
        3_600,
    )


@pytest.mark.parametrize("header", [HEADER, f"{HEADER},kind", f"{HEADER},platform", f"kind,{HEADER}"])
def test_a_source_without_a_kind_is_a_website(tmp_path: Path, header: str) -> None:
    line = ["s1", "u1", "accounts", "动态", "/a/", "/", "6h", ""]
    cells = dict(zip(HEADER.split(","), line, strict=True))
    (source,), complaints = sources(
        tmp_path, ",".join(cells.get(name, "") for name in header.split(",")), header=header
    )
    assert complaints == []
    assert (source.kind, source.url, source.every) == (SourceKind.WEBSITE, "http://gov.example/a/", 21_600)


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        ("a1,u1,accounts,渭您服务,,/,,,acount,微信订阅号", "kind", "是不是想写“account”"),
        ("a1,u1,accounts,渭您服务,,/,,,account,", "platform", "如 微信订阅号"),
        ("a1,u1,accounts,留言,,/,,,mailbox,新浪微博", "platform", "应留空"),
        ("a1,u1,accounts,渭您服务,/a/,/,,,account,抖音", "url", "应留空"),
        ("a1,u1,accounts,热线,,/,6h,,hotline,", "every", "应留空"),
        ("a1,u1,accounts,热线,,/,,default,hotline,", "selectors", "应留空"),
        ("s1,u1,accounts,动态,,/,6h,,website,", "url", "http://"),
        ("w1,u1,accounts,门户网站,/,/,1h,default,site,", "selectors", "应留空"),
        ("w1,u1,accounts,门户网站,,/,1h,,site,", "url", "http://"),
        ("s1,u1,accounts,动态,/a/,/,,,,", "every", "6h"),
    ],
)
def test_a_cell_that_does_not_fit_the_kind_is_named(tmp_path: Path, line: str, column: str, words: str) -> None:
    _, (complaint,) = sources(tmp_path, line)
    assert complaint.startswith(f"sources.csv，第 2 行，“{column}”列")
    assert words in complaint


def test_a_misspelt_optional_column_is_named(tmp_path: Path) -> None:
    _, (complaint,) = sources(tmp_path, "s1,u1,accounts,动态,/a/,/,6h,,", header=f"{HEADER},knid")
    assert "“knid”" in complaint
    assert "“kind”" in complaint


@pytest.mark.parametrize(("header", "line", "group"), [("", "", ""), (",group", ",乡镇", "乡镇")])
def test_units_may_be_grouped(tmp_path: Path, header: str, line: str, group: str) -> None:
    path, problems = tmp_path / "units.csv", Problems()
    path.write_text(f"unit_id,name,contact_id{header}\nu1,齐镇,p1{line}\n", encoding="utf-8")
    units = units_of(read_table(path, UNIT_COLUMNS, problems, UNIT_EXTRAS), ["p1"], problems)
    assert problems.errors == []
    assert units["u1"].group == group


def test_tasks_and_their_mistakes(tmp_path: Path) -> None:
    path, problems = tmp_path / "tasks.csv", Problems()
    lines = [
        "t1,常务会议,https://gov.example/1,2023-10-07",
        "t2,没有网址,,2023-10-08",
        "t3,日期写错,,10月9日",
        "t1,编号重复,,2023-10-09",
        "t4,网址写错,gov.example/4,2023-10-09",
        "t5,,,2023-10-09",
    ]
    path.write_text("\n".join(["task_id,title,url,on", *lines]), encoding="utf-8")
    tasks = tasks_of(read_table(path, TASK_COLUMNS, problems), problems)
    assert tasks[0] == Task(task_id="t1", title="常务会议", url="https://gov.example/1", on=date(2023, 10, 7))
    assert tasks[1].url == ""
    places = [str(error).replace(f"{tmp_path}/", "").partition(":")[0] for error in problems.errors]
    assert sorted(places) == [
        "tasks.csv，第 4 行，“on”列",
        "tasks.csv，第 5 行，“task_id”列",
        "tasks.csv，第 6 行，“url”列",
        "tasks.csv，第 7 行，“title”列",
    ]
