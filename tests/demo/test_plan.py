from __future__ import annotations

import csv
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from streammon.assembly.sites import materials
from streammon.clock import LOCAL
from streammon.demo.articles import Article, Column, Revision
from streammon.demo.plan import Plan
from streammon.detect import inspector
from streammon.errors import ConfigError
from streammon.model.content import Content
from streammon.model.poll import PageKind
from streammon.site import Site

OCTOBER = Path(__file__).parents[2] / "sites" / "demo" / "october"


def local(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


ORDINARY_COUNTS = {"县乡村振兴局", "齐镇", "县退役军人事务局", "县人社局"}
"""Excellent in the news table: an ordinary mistake there would change a printed grade."""


def articles(plan: Plan) -> list[Article]:
    return [article for column in plan.columns.values() for article in column.articles]


def in_october(article: Article) -> bool:
    day = article.published_at.astimezone(LOCAL)
    return (day.year, day.month) == (2023, 10)


def test_every_source_publishes_exactly_its_number(plan: Plan) -> None:
    with (OCTOBER / "items.csv").open(encoding="utf-8") as file:
        due = {row["source_id"]: (int(row["published"]), int(row["older"])) for row in csv.DictReader(file)}
    counted = {
        source_id: (
            sum(in_october(article) for article in column.articles),
            sum(article.published_at < local("2023-10-01 00:00") for article in column.articles),
        )
        for source_id, column in plan.columns.items()
    }
    assert counted == due


def test_the_boards_add_up_to_the_printed_figures(plan: Plan) -> None:
    total: Counter[str] = Counter()
    for column in plan.columns.values():
        total[column.source.board] += sum(in_october(article) for article in column.articles)
    assert total == {"columns": 102, "news": 62}


def test_it_is_the_same_every_time(plan: Plan, make_plan: Callable[[Path], Plan]) -> None:
    assert make_plan(OCTOBER) == plan


def test_titles_and_addresses_are_unique(plan: Plan) -> None:
    assert max(Counter(article.title for article in articles(plan)).values()) == 1
    assert max(Counter(article.path for article in articles(plan)).values()) == 1


def test_texts_have_the_length_of_a_notice(plan: Plan) -> None:
    lengths = [sum(map(len, revision.paragraphs)) for article in articles(plan) for revision in article.revisions]
    assert min(lengths) >= 150
    assert max(lengths) <= 600


def test_nothing_is_published_on_the_holidays_or_too_late_to_be_seen(plan: Plan) -> None:
    days = {article.published_at.date() for article in articles(plan) if in_october(article)}
    assert not days & {local(f"2023-10-{day:02} 00:00").date() for day in (*range(1, 7), 14, 15, 21, 22, 28, 29, 31)}


def test_mistakes_stand_where_they_change_no_printed_grade(plan: Plan) -> None:
    with (OCTOBER / "episodes.csv").open(encoding="utf-8") as file:
        wrong = {row["title"]: row["wrong"] for row in csv.DictReader(file) if row["wrong"]}
    severe = {"新疆省"}
    for column in plan.columns.values():
        for article in column.articles:
            text = "".join(article.revisions[0].paragraphs)
            for expression in wrong.values():
                assert (expression in text) == (wrong.get(article.title) == expression)
            if wrong.get(article.title) in severe:
                assert (column.source.board, column.unit_name) == ("columns", "县乡村振兴局")
            elif article.title in wrong and column.source.board == "news":
                assert column.unit_name not in ORDINARY_COUNTS


def test_the_inspector_finds_the_mistakes_and_nothing_else(site: Site, plan: Plan) -> None:
    inspector.prepare(materials(site))
    with (OCTOBER / "episodes.csv").open(encoding="utf-8") as file:
        wrong = {row["title"]: [row["wrong"]] for row in csv.DictReader(file) if row["wrong"]}
    found: dict[str, list[str]] = {}
    for column in plan.columns.values():
        for article in column.articles:
            first, last = article.revisions[0], article.revisions[-1]
            if evidence := found_in(column, article, first):
                found[article.title] = evidence
            assert last is first or not found_in(column, article, last)
    assert found == wrong


def found_in(column: Column, article: Article, revision: Revision) -> list[str]:
    content = Content(
        content_id="",
        revision="",
        source_id=column.source.source_id,
        unit_id=column.source.unit_id,
        url="http://127.0.0.1" + article.path,
        kind=PageKind.ARTICLE,
        title=article.title,
        text="\n".join(revision.paragraphs),
        published_at=article.published_at,
        seen_at=revision.since,
    )
    return [finding.wrong for finding in inspector.inspect(content).findings]


def test_a_mistake_is_mended_and_an_article_is_deleted(plan: Plan) -> None:
    by_title = {article.title: article for article in articles(plan)}
    mended = by_title["眉县猕猴桃采收进度通报"]
    assert mended.at(local("2023-10-10 09:29")) is None
    assert "截止目前" in str(mended.at(local("2023-10-12 15:39")))
    assert "截止目前" not in str(mended.at(local("2023-10-12 15:40")))
    deleted = by_title["眉县渭河沿线生态环境保护联合执法情况"]
    assert "乱砍乱伐" in str(deleted.at(local("2023-10-18 17:19")))
    assert deleted.at(local("2023-10-18 17:20")) is None


def test_reposts_name_where_they_come_from(plan: Plan) -> None:
    stated = Counter(
        article.stated_source
        for column in plan.columns.values()
        for article in column.articles
        if article.stated_source != column.unit_name
    )
    assert stated == {"新华社": 1, "陕西省人民政府网": 1}


@pytest.mark.parametrize(
    ("file", "old", "new", "where", "what"),
    [
        ("items.csv", "c163,9,18,0", "c163,nine,18,0", "items.csv，第 164 行，“published”列", "“nine”不是条数"),
        ("items.csv", "c163,9,18,0", "c999,9,18,0", "items.csv，第 164 行，“source_id”列", "没有编号为“c999”的栏目"),
        ("items.csv", "c163,9,18,0\n", "", "items.csv", "栏目 c163 缺少条数"),
        ("items.csv", "n21,2,3,0", "n21,0,3,0", "episodes.csv", "专题文章多于应发布条数 0"),
        ("episodes.csv", "2023-10-23 10:20", "23.10.2023", "第 2 行，“published_at”列", "“23.10.2023”不是时间"),
        ("episodes.csv", "2023-10-25 16:30", "2023-10-23 10:20", "第 2 行，“fixed_at”列", "应晚于"),
        ("episodes.csv", ",persons", ",zip", "第 2 行，“attachment”列", "没有“zip”这种附件"),
        ("prose.toml", "{big}条，内容涵盖", "{huge}条，内容涵盖", "prose.toml", "没有名为“huge”的词"),
        ("prose.toml", 'picks   = ["机构职能"]', "picks = []", "prose.toml", "length >= 1"),
        ("prose.toml", '"气象服务信息"', '"天气"', "prose.toml", "栏目“气象服务信息”没有写法"),
        ("prose.toml", 'tone    = "repost"', 'tone    = "poem"', "prose.toml", "没有名为“poem”的文体"),
        ("county.toml", 'name    = "眉县人民政府"', "", "county.toml", "name"),
    ],
)
def test_a_mistake_in_the_folder_is_named(
    tmp_path: Path, make_plan: Callable[[Path], Plan], file: str, old: str, new: str, where: str, what: str
) -> None:
    folder = shutil.copytree(OCTOBER, tmp_path / "october")
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigError) as raised:
        make_plan(folder)
    assert where in str(raised.value)
    assert what in str(raised.value)
