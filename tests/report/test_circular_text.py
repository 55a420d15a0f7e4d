"""A text says what the ledger says, or it is not written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest
from hand_made import ACCOUNTS, OCTOBER, with_table

from streammon.errors import ConfigError
from streammon.report.text import Author


def written(source: str, tmp_path: Path, **changes: object) -> str:
    """The text of a template; October is what it asks."""
    file = tmp_path / "circular.md.j2"
    file.write_text(source, encoding="utf-8")
    ledger = msgspec.structs.replace(OCTOBER, **changes)
    return Author(ledger, "2023年10月", tmp_path, ["months"]).write(file)


def refused(source: str, tmp_path: Path) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        written(source, tmp_path)
    return [str(error).replace(f"{tmp_path}/", "") for error in caught.value.errors]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ accounts.published }}条", "280条"),
        ("{{ accounts['published'] }}条", "280条"),
        ("{{ accounts.originals }}条，占比{{ rate(accounts.originals, accounts.published) }}", "142条，占比50.7%"),
        ("{{ accounts.published - accounts.originals }}", "138"),
        ("{{ accounts.graded('优秀').count }}家", "2家"),
        ("{{ accounts.graded('优秀', '合格').published }}条", "185条"),
        ("{{ accounts.where(platform='视频号').count }}个", "1个"),
        ("{{ accounts.but(platform='视频号').count }}个", "6个"),
        ("{{ accounts.over('originals', 13).names|join('、') }}", "眉县招商、眉县民政、眉县教育"),
        ("{{ names(accounts.top('originals', 2)) }}", "眉县教育、眉县招商"),
        ("{{ columns.line('县发改局').published }}条", "12条"),
        ("{{ columns.line('县发改局').sources|length }}个", "3个"),
        (
            "{% for each in columns %}{{ each.name }}{{ each.published }}条；{% endfor %}",
            "县发改局12条；县应急管理局2条；县农业农村局7条；",
        ),
        ("{{ columns|map(attribute='published')|sum }}条", "21条"),
        ("{{ regions.total.checked }}个，合格率{{ percent(regions.total.pass_rate, 2) }}", "7个，合格率57.14%"),
        ("{{ regions.line('县区').failed }}个", "3个"),
        ("{{ incidents.of('text').count }}处，{{ incidents.units }}家单位", "3处，2家单位"),
        ("{{ carried.unfixed.count }}处", "1处"),
        ("{{ accounts.gap(over=7).names|first }}", "眉县公安"),
        ("{{ accounts.gap(over=14).count }}", "0"),
        ("{{ period.title }}，自{{ period.first }}", "2023年10月，自2023年10月1日"),
        ("{{ chinese(accounts.count) }}家", "七家"),
        ("{{ accounts.graded('优秀')|titles }}", "“眉县招商”“眉县民政”"),
    ],
)
def test_queries(source: str, text: str, tmp_path: Path) -> None:
    assert written(source, tmp_path) == text


@pytest.mark.parametrize(
    "text",
    [
        "一、总体情况",
        "## 一、总体情况",
        "1. 网站方面",
        "**1. 网站方面。**",
        "（1）网站方面",
        "（一）网站方面",
        "具体见附件1",
        "详见附件 2",
        "《关于做好 2023 年政务公开工作的通知》",
        "落实“三审三校”制度",
        "2023 年 10 月",
        "10月份",
        "10月23日",
        "2023年10月1日",
        "一个方面",
        "一是加强管理",
        "一律整改",
        "三个方面的问题",
    ],
)
def test_what_is_no_number_of_the_ledger(text: str, tmp_path: Path) -> None:
    assert written(text, tmp_path) == text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ same(280, accounts.published) }}条", "280条"),
        ("{{ same('50.7%', rate(accounts.originals, accounts.published)) }}", "50.7%"),
        ("{{ same('七', accounts.count) }}家", "七家"),
        ("{{ quoted('每7天至少更新1条') }}", "每7天至少更新1条"),
        ("{% filter quoted %}每7天至少更新1条{% endfilter %}", "每7天至少更新1条"),
        ("{{ date('2023-11-30') }}前", "2023年11月30日前"),
        ("{{ date('2023-11-30', year=False) }}前", "11月30日前"),
    ],
)
def test_tied(source: str, text: str, tmp_path: Path) -> None:
    assert written(source, tmp_path) == text


def test_a_number_that_differs_is_refused_with_both_values(tmp_path: Path) -> None:
    (error,) = refused("# 通报\n\n共发布{{ same(456, accounts.published) }}条。", tmp_path)
    assert error.startswith("circular.md.j2，第 3 行: 正文写的是 456，台账是 280。")


@pytest.mark.parametrize(
    ("source", "number"),
    [
        ("共456条", "456"),
        ("共４５６条", "４５６"),
        ("占42.8%", "42.8%"),
        ("共1,456条", "1,456"),
        ("四家单位", "四"),
        ("十余家单位", "十余"),
        ("百分之九十", "百分之九十"),
        ("{{ 456 }}条", "456"),
        ("{{ '456条' }}", "456"),
        ("{% set x = 456 %}{{ x }}条", "456"),
        ("{{ accounts.published + 1 }}条", "281"),
        ("{{ 1 + accounts.published }}条", "281"),
        ("{{ accounts.published.value }}条", "280"),
        ("{% macro say(n) %}{{ n }}条{% endmacro %}{{ say(456) }}", "456"),
        ("{% for n in [456] %}{{ n }}{% endfor %}", "456"),
        ("{{ ['456']|join }}", "456"),
        ("{{ 'abc'|replace('abc', '456') }}", "456"),
        ("2023年10月共456条", "456"),
        ("附件123", "123"),
    ],
)
def test_a_typed_number_is_refused_however_it_gets_there(source: str, number: str, tmp_path: Path) -> None:
    (error,) = refused(f"# 通报\n\n{source}", tmp_path)
    assert error.startswith(f"circular.md.j2，第 3 行: 数字“{number}”")


@pytest.mark.parametrize("text", ["2023年9月", "9月份", "2022年", "2023年11月23日", "2023年9—10月", "10月32日"])
def test_a_date_outside_of_the_period_is_stale(text: str, tmp_path: Path) -> None:
    (error,) = refused(f"现就{text}情况通报如下", tmp_path)
    assert f"“{text.removesuffix('份')}”" in error
    assert "不在本期（2023年10月）之内" in error


def test_all_mistakes_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    loop = "{% for each in accounts.graded('优秀') %}\n\n又有5条\n{% endfor %}"
    source = f"# 通报\n{loop}\n\n{{{{ same(1, accounts.count) }}}}个，8家\n"
    assert [error.split(":")[0] for error in refused(source, tmp_path)] == [
        "circular.md.j2，第 4 行",
        "circular.md.j2，第 4 行",
        "circular.md.j2，第 7 行",
        "circular.md.j2，第 7 行",
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "{{ accounts.publishd }}",
            "第 2 行: “政务新媒体运维情况统计表”没有“publishd”这一项。 是不是想写“published”？",
        ),
        ("{{ accounts.graded('优') }}", "没有“优”这个等次。"),
        ("{{ account.published }}", "第 2 行: 模板用到的东西不存在"),
        ("{{ accounts.line('眉县反诈中心').published }}", "里有 2 个“眉县反诈中心”"),
        ("{{ columns.line('县财政局').published }}", "里没有“县财政局”"),
        ("{{ rate(456, accounts.published) }}", "第 2 行: 模板算不出来"),
        ("{% for each in %}", "第 2 行: 模板写错了"),
        ("{{ chart('weeks') }}", "没有“weeks”这张图。"),
        ("{{ date('明天') }}", "“明天”不是日期"),
        ("{{ accounts._lines }}", "第 2 行"),
    ],
)
def test_a_template_that_asks_wrongly_is_told_where(source: str, expected: str, tmp_path: Path) -> None:
    (error,) = refused(f"# 通报\n{source}", tmp_path)
    assert expected in error
    assert error.startswith("circular.md.j2")


def test_numbers_in_names_of_the_ledger_are_no_typed_numbers(tmp_path: Path) -> None:
    name = "眉县12345热线第四工作室"
    lines = (msgspec.structs.replace(ACCOUNTS.lines[0], name=name, problems=("2023-10-14至2023-10-25信息未更新。",)),)
    ledger = with_table(msgspec.structs.replace(ACCOUNTS, lines=lines))
    file = tmp_path / "a.j2"
    file.write_text("{{ problems(accounts) }}；{{ accounts.line('" + name + "').published }}条", encoding="utf-8")
    text = Author(ledger, "2023年10月", tmp_path).write(file)
    assert text == f"“{name}”2023-10-14至2023-10-25信息未更新；65条"


def test_a_table_with_a_hyphen_is_called_with_an_underscore(tmp_path: Path) -> None:
    ledger = msgspec.structs.replace(OCTOBER, tables=(msgspec.structs.replace(ACCOUNTS, board_id="all-accounts"),))
    file = tmp_path / "a.j2"
    file.write_text("{{ all_accounts.count }}个", encoding="utf-8")
    assert Author(ledger, "2023年10月", tmp_path).write(file) == "7个"


def test_a_page_title_can_not_pass_for_a_number(tmp_path: Path) -> None:
    """A title with private characters of its own must not come out as digits."""
    lines = (msgspec.structs.replace(ACCOUNTS.lines[0], name="眉县\ue004\uf0ff\uf100招商"),)
    ledger = with_table(msgspec.structs.replace(ACCOUNTS, lines=lines))
    file = tmp_path / "a.j2"
    file.write_text("{{ names(accounts) }}", encoding="utf-8")
    assert Author(ledger, "2023年10月", tmp_path).write(file) == "眉县招商"


def test_a_period_across_two_years_knows_its_months(tmp_path: Path) -> None:
    span = {"first": date(2020, 11, 24), "last": date(2021, 2, 22)}
    assert written("12月、2021年1月", tmp_path, **span) == "12月、2021年1月"
    with pytest.raises(ConfigError):
        written("2020年1月", tmp_path, **span)


def test_the_template_that_comes_with_streammon_fits_any_ledger(tmp_path: Path) -> None:
    text = Author(OCTOBER, "2023年10月", tmp_path).write()
    assert text.startswith("# 关于2023年10月政府网站与政务新媒体检查情况的通报\n")
    assert "评定优秀2个，分别是县发改局、农业农村局；" in text
    assert "将“截至目前”错写为“截止目前”，将“风清气正”错写为“风情气正”" in text
    empty = msgspec.structs.replace(OCTOBER, tables=(), summaries=(), incidents=(), carried=())
    assert "本期未发现问题。" in Author(empty, "2023年10月", tmp_path).write()


def test_a_site_can_include_pieces_of_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "circular"
    folder.mkdir()
    (folder / "circular.md.j2").write_text("# 通报\n{% include 'end.md.j2' %}", encoding="utf-8")
    (folder / "end.md.j2").write_text("完\n\n共9条", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"end\.md\.j2，第 3 行: 数字“9”"):
        Author(OCTOBER, "2023年10月", tmp_path).write()
