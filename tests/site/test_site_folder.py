"""A site folder: the shipped one loads whole, and of a spoilt one every mistake is named with its place."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest

from streammon.errors import ConfigErrors
from streammon.model.fetching import Selectors
from streammon.model.inspection import Severity
from streammon.rules import cadence
from streammon.rules.board_checks import board_flaws, summary_flaws
from streammon.site import Checks, Site, Vocabulary, load

DEMO = Path(__file__).parents[2] / "sites" / "demo"
VOCABULARY = Vocabulary(cadence.parse, Checks(board_flaws, summary_flaws))

Spoil = Callable[..., list[str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small site that is right."""
    files = {
        "site.toml": 'name = "某县"\nbase_url = "http://gov.example"\npartitions = 2\ninbox = "127.0.0.1:9"\n',
        "units.csv": "unit_id,name,contact_id\nu1,县甲局,p1\nu2,县乙局,p1\n",
        "contacts.csv": "contact_id,name,phone,channels\np1,赵某,13800000001,wecomrobot://secret-key@{inbox}/\n",
        "sources.csv": (
            "source_id,unit_id,board,name,url,cadence,every,selectors\n"
            "s1,u1,news,动态,/a/index.html,1条/月,6h,\n"
            "s2,u2,news,动态,https://other.example/b/,实时更新,1d,\n"
        ),
        "rules.toml": (
            "[gaps.news]\nany_days = 14\n\n"
            "[windows]\ndays = { veto = 1, severe = 1, ordinary = 3 }\n\n"
            '[[boards]]\nboard_id = "news"\ntitle = "动态"\n\n'
            '[[boards.rungs]]\ngrade = "不合格"\nbecause = "未发布"\nwhen = "published == 0"\n\n'
            '[[boards.rungs]]\ngrade = "合格"\nbecause = "已发布"\n'
        ),
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def spoil(folder: Path) -> Spoil:
    """Replace a passage of one file, and return the complaints."""

    def spoil(file: str, old: str, new: str) -> list[str]:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return complaints(folder)

    return spoil


def complaints(folder: Path) -> list[str]:
    with pytest.raises(ConfigErrors) as caught:
        load(folder, VOCABULARY)
    return [str(error).replace(f"{folder}/", "") for error in caught.value.errors]


def demo(**options: str) -> Site:
    return load(DEMO, VOCABULARY, **options)


def test_the_demo_site_is_right() -> None:
    site = demo()
    assert site.name == "眉县"
    boards = [source.board for source in site.sources.values()]
    assert (boards.count("columns"), boards.count("news")) == (163, 38)
    units = {board: {s.unit_id for s in site.sources.values() if s.board == board} for board in set(boards)}
    assert (len(site.units), len(units["columns"]), len(units["news"])) == (44, 40, 38)
    assert site.selectors_of("c001") == Selectors()
    assert site.politeness.allow_private
    assert site.rules.windows.days == {Severity.VETO: 1, Severity.SEVERE: 1, Severity.ORDINARY: 3}
    assert site.rules.windows.close == time(18)
    assert not site.rules.gaps["columns"].any_days
    assert site.rules.gaps["news"].any_days == 31


@pytest.mark.parametrize(("source_id", "every"), [("c006", 12 * 3600), ("n01", 12 * 3600), ("c001", 2 * 86400)])
def test_the_demo_visits_what_is_due_within_a_month_more_often(source_id: str, every: int) -> None:
    assert demo().sources[source_id].every == every


def test_addresses_are_joined_to_the_base_and_can_be_moved() -> None:
    site = demo(base_url="http://127.0.0.1:5000", inbox="127.0.0.1:6000")
    assert site.sources["n01"].url == "http://127.0.0.1:5000/news/n01/index.html"
    assert site.sources["n01"].host == "127.0.0.1:5000"
    assert all("127.0.0.1:6000/" in channel for contact in site.contacts.values() for channel in contact.channels)


def test_a_small_site(folder: Path) -> None:
    (folder / "holidays.csv").write_text(
        "date,worked,name\n2024-10-12,是,补班\n2024-10-07,否,国庆节\n", encoding="utf-8"
    )
    with (folder / "site.toml").open("a", encoding="utf-8") as file:
        file.write('[selectors.default]\nitem = "li > a"\n[selectors.old]\nmax_pages = 2\n')
    site = load(folder, VOCABULARY)
    assert [(source.host, source.every) for source in site.sources.values()] == [
        ("gov.example", 21600),
        ("other.example", 86400),
    ]
    assert site.selectors_of("s1").item == "li > a"
    assert site.rules.holidays == {date(2024, 10, 12): True, date(2024, 10, 7): False}
    assert site.contacts["p1"].channels == ("wecomrobot://secret-key@127.0.0.1:9/",)


def test_a_byte_order_mark_and_windows_line_ends_are_fine(folder: Path) -> None:
    for path in folder.iterdir():
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert load(folder, VOCABULARY).units["u2"].name == "县乙局"


def test_gbk_is_refused_with_the_way_out(folder: Path) -> None:
    path = folder / "units.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gbk"))
    (complaint,) = complaints(folder)
    assert complaint.startswith("units.csv，第 2 行: 不是 UTF-8 编码")
    assert "CSV UTF-8" in complaint


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "words"),
    [
        ("sources.csv", "1条/月", "1条/周三", "sources.csv，第 2 行，“cadence”列", ("“1条/周三”", "1条/季度")),
        ("sources.csv", ",6h,", ",6 hours,", "sources.csv，第 2 行，“every”列", ("“6 hours”", "6h")),
        ("sources.csv", ",6h,", ",0h,", "sources.csv，第 2 行，“every”列", ("“0h”",)),
        ("sources.csv", "s2,u2", "s1,u2", "sources.csv，第 3 行，“source_id”列", ("“s1”", "第 2 行")),
        ("sources.csv", "s2,u2", "s|2,u2", "sources.csv，第 3 行，“source_id”列", ("“s|2”", "字母")),
        ("sources.csv", "s2,u2", "s2,u3", "sources.csv，第 3 行，“unit_id”列", ("“u3”", "units.csv", "u1、u2")),
        ("sources.csv", "u1,news", "u1,newz", "sources.csv，第 2 行，“board”列", ("“newz”", "“news”")),
        ("sources.csv", "6h,\n", "6h,defualt\n", "sources.csv，第 2 行，“selectors”列", ("“defualt”", "“default”")),
        ("sources.csv", "https://other", "ftp://other", "sources.csv，第 3 行，“url”列", ("ftp://other", "https://")),
        ("sources.csv", "https://other.example/b/", "", "sources.csv，第 3 行，“url”列", ("http://",)),
        ("sources.csv", "https://other", "http://[other", "sources.csv，第 3 行，“url”列", ("http://[other",)),
        ("sources.csv", "other.example", "other.example:x", "sources.csv，第 3 行，“url”列", ("other.example:x",)),
        ("sources.csv", "动态", "", "sources.csv，第 2 行，“name”列", ("不能为空",)),
        ("sources.csv", "6h,", "6h,,", "sources.csv，第 2 行", ("9 格", "8 格")),
        ("sources.csv", "动态", '"动态', "sources.csv，第 2 行", ("引号不成对",)),
        ("units.csv", "县乙局,p1", "县乙局,p2", "units.csv，第 3 行，“contact_id”列", ("“p2”", "contacts.csv", "p1")),
        ("contacts.csv", "13800000001", "ask him", "contacts.csv，第 2 行，“phone”列", ("电话",)),
        ("site.toml", "partitions = 2", "partitions = 0", "site.toml，第 3 行，“partitions”", ("“0”", "大于 0")),
        ("site.toml", "partitions = 2", 'partitions = "2"', "site.toml，第 3 行，“partitions”", ("“2”", "整数")),
        ("site.toml", "http://gov", "gov", "site.toml，第 2 行，“base_url”", ("gov.example", "http://")),
        ("site.toml", 'name = "某县"\n', "", "site.toml，第 1 行", ("缺少“name”",)),
        ("site.toml", "name =", "nmae =", "site.toml，第 1 行，“nmae”", ("“name”",)),
        ("site.toml", 'name = "某县"', "name = 某县", "site.toml，第 1 行", ("TOML",)),
        (
            "site.toml",
            "partitions",
            "[politeness]\npause = -1.0\nx",
            "site.toml，第 4 行，“politeness.pause”",
            ("-1.0",),
        ),
        ("rules.toml", "any_days = 14", "any_dayz = 14", "rules.toml，第 2 行，“gaps.news.any_dayz”", ("“any_days”",)),
        ("rules.toml", "any_days = 14", "any_days = true", "rules.toml，第 2 行，“gaps.news.any_days”", ("整数",)),
        ("rules.toml", "gaps.news", "gaps.newz", "rules.toml，第 1 行，“gaps.newz”", ("“newz”", "“news”")),
        ("rules.toml", ", ordinary = 3", "", "rules.toml，第 5 行，“windows.days”", ("“ordinary”",)),
        (
            "rules.toml",
            "ordinary = 3",
            "mild = 3",
            "rules.toml，第 5 行，“windows.days.mild”",
            ("ordinary、severe、veto",),
        ),
        ("rules.toml", "veto = 1", "veto = -1", "rules.toml，第 5 行，“windows.days.veto”", ("-1", "0 或更大")),
        (
            "rules.toml",
            '"published',
            '"publishd',
            "rules.toml，第 14 行，“boards.rungs.when”",
            ("是不是想写“published”",),
        ),
        ("rules.toml", "when =", "#", "rules.toml，第 11 行，“boards.rungs”", ("“不合格”", "轮不到")),
        (
            "rules.toml",
            "published == 0",
            "published = 0",
            "rules.toml，第 14 行，“boards.rungs.when”",
            ("第 11 个字符",),
        ),
        ("rules.toml", "published == 0", "published", "rules.toml，第 14 行，“boards.rungs.when”", ("真或假",)),
        ("rules.toml", "published == 0", "due / published > 1", "rules.toml，第 14 行，“boards.rungs.when”", ("零",)),
        ("rules.toml", "any_days = 14", "any_classes = [14, 7]", "rules.toml，第 2 行", ("从小到大",)),
        (
            "rules.toml",
            '"已发布"',
            '"x"\nwhen = "due >= 0"',
            "rules.toml，第 16 行",
            ("“合格”",),
        ),
        ("rules.toml", 'grade = "合格"\n', "", "rules.toml，第 16 行，“boards.rungs”", ("缺少“grade”",)),
        ("rules.toml", "[windows]", "[window]", "rules.toml，第 4 行，“window”", ("“windows”",)),
    ],
)
def test_a_mistake_is_named_with_its_place_and_what_would_be_right(
    spoil: Spoil, file: str, old: str, new: str, place: str, words: tuple[str, ...]
) -> None:
    found = spoil(file, old, new)
    assert any(line.startswith(place) and all(word in line for word in words) for line in found), found


BOARD = """
[boards.measures]
rate = "due == 0 ? 0.0 : double(published) / double(due)"

[[boards.problems]]
when = "rate < 0.5"
text = "只发布了{published}条"

[[summaries]]
summary_id = "regions"
title      = "各地情况"
board_id   = "news"

[summaries.measures]
failed = "grades['不合格']"

[[periods]]
id    = "q1"
title = "第一季度"
first = 2020-11-24
last  = 2021-02-22
"""


def test_what_a_board_may_say_besides_grades(folder: Path) -> None:
    path = folder / "rules.toml"
    path.write_text("close_days = 5\n" + path.read_text(encoding="utf-8") + BOARD, encoding="utf-8")
    rules = load(folder, VOCABULARY).rules
    assert (rules.close_days, rules.periods[0].last) == (5, date(2021, 2, 22))
    assert rules.summaries[0].measures == {"failed": "grades['不合格']"}
    assert rules.boards[0].problems[0].text == "只发布了{published}条"


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ('rate = "due', 'rate = "dew', "rules.toml，第 21 行，“boards.measures.rate”", ("“dew”", "“due”")),
        ("rate < 0.5", "rat < 0.5", "rules.toml，第 24 行，“boards.problems.when”", ("“rat”",)),
        ("{published}", "{publish}", "rules.toml，第 25 行，“boards.problems.text”", ("“publish”", "“published”")),
        ('"news"\n\n[summ', '"newz"\n\n[summ', "rules.toml，第 30 行，“summaries.board_id”", ("“newz”", "“news”")),
        ("grades[", "grade[", "rules.toml，第 33 行，“summaries.measures.failed”", ("“grade”", "“grades”")),
        ("2021-02-22", "2020-02-22", "rules.toml，第 39 行，“periods.last”", ("第一天之前",)),
        (
            "2021-02-22\n",
            '2021-02-22\n[[periods]]\nid = "q"\ntitle = "二"\nfirst = 2021-02-22\nlast = 2021-03-01\n',
            "rules.toml，第 40 行，“periods”",
            ("“q”", "“q1”"),
        ),
    ],
)
def test_a_mistake_of_a_board_is_named_with_its_line(
    folder: Path, old: str, new: str, place: str, words: tuple[str, ...]
) -> None:
    path = folder / "rules.toml"
    text = path.read_text(encoding="utf-8") + BOARD
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    (line,) = complaints(folder)
    assert line.startswith(place), line
    assert all(word in line for word in words), line


@pytest.mark.parametrize(
    ("old", "new", "columns"),
    [
        ("cadence", "cadense", ["cadense", "cadence"]),
        ("selectors", "url", ["selectors", "url"]),
        (",every", "", ["every"]),
    ],
)
def test_columns_must_be_those_of_the_table(spoil: Spoil, old: str, new: str, columns: list[str]) -> None:
    found = spoil("sources.csv", old, new)
    assert len(found) == len(columns)
    assert all(line.startswith("sources.csv，第 1 行") for line in found)
    assert all(any(f"“{column}”" in line for line in found) for column in columns)


def test_holidays_are_checked(folder: Path) -> None:
    (folder / "holidays.csv").write_text("date,worked,name\n2024/10/1,否,x\n2024-10-02,maybe,y\n", encoding="utf-8")
    found = complaints(folder)
    assert [line.partition(":")[0] for line in found] == [
        "holidays.csv，第 2 行，“date”列",
        "holidays.csv，第 3 行，“worked”列",
    ]


def test_every_mistake_of_every_file_is_found_in_one_pass(folder: Path) -> None:
    (folder / "sources.csv").rename(folder / "source.csv")
    (folder / "rules.toml").write_text("[gaps\n", encoding="utf-8")
    (folder / "contacts.csv").write_text("\n", encoding="utf-8")
    (folder / "units.csv").write_text("unit_id,name,contact_id\nu1,,p1\nu1,县甲局,p1\n", encoding="utf-8")
    found = complaints(folder)
    assert [line.partition("，")[0].partition(":")[0] for line in found] == [
        "rules.toml",
        "contacts.csv",
        "units.csv",
        "units.csv",
        "sources.csv",
    ]
    assert "“source.csv”" in found[-1]


def test_a_folder_that_is_not_there_is_one_mistake(tmp_path: Path) -> None:
    assert len(complaints(tmp_path / "nowhere")) == 1


@pytest.mark.parametrize("channels", ["secret-key@host", "wecomrobot://secret-key@h/ second", ""])
def test_a_channel_is_never_shown(spoil: Spoil, channels: str) -> None:
    (complaint,) = spoil("contacts.csv", "wecomrobot://secret-key@{inbox}/", channels)
    assert "“channels”列" in complaint
    assert "secret-key" not in complaint


def test_contacts_are_not_in_the_representation(folder: Path) -> None:
    assert "secret-key" not in repr(load(folder, VOCABULARY))


def test_an_inbox_that_is_used_must_be_set(spoil: Spoil) -> None:
    (complaint,) = spoil("site.toml", 'inbox = "127.0.0.1:9"', "")
    assert "{inbox}" in complaint


def test_names_in_the_expected_grades_are_those_of_the_registry() -> None:
    units = demo().units
    for board in ("columns", "news"):
        lines = (DEMO / "expected" / f"{board}.csv").read_text(encoding="utf-8").splitlines()[1:]
        assert all(line.split(",")[:2] == [board, line.split(",")[1]] and line.split(",")[1] in units for line in lines)


def test_a_copy_of_the_demo_elsewhere_loads(tmp_path: Path) -> None:
    assert load(shutil.copytree(DEMO, tmp_path / "site"), VOCABULARY).folder == tmp_path / "site"
