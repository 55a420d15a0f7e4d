"""Rows as publications: what is counted in them is what the row counts."""

from collections import Counter
from datetime import date

import pytest

from streammon.clock import LOCAL
from streammon.detect import inspector
from streammon.model.source import Source, SourceKind
from streammon.model.task import Task
from streammon.replay.plan import Episode, Table
from streammon.replay.printed import Row
from streammon.replay.publishing import Publishing
from streammon.replay.spreading import Span

OCTOBER = Span(date(2023, 10, 1), date(2023, 10, 31))
TASKS = [Task(task_id=f"t{n}", title="要闻", url="https://news.example/1", on=date(2023, 10, n)) for n in range(7, 16)]
ACCOUNT = Source(
    source_id="a13",
    unit_id="u30",
    board="accounts",
    name="眉县公安",
    url="",
    host="",
    cadence="4条/月",
    every=0,
    kind=SourceKind.ACCOUNT,
    platform="微信服务号",
)
ACCOUNTS = Table(
    file="accounts.csv",
    board="accounts",
    makes="items",
    counts={"originals": "original", "tasks": "recommended", "reposts": "other"},
    longest=7,
    silent="problem",
)


def row(tmp_path, **cells):
    return Row(tmp_path / "accounts.csv", 2, cells)


@pytest.fixture
def publishing():
    return Publishing(OCTOBER, TASKS)


def on(item):
    return item.published_at.astimezone(LOCAL).date()


def test_an_account_publishes_what_its_row_counts_and_is_silent_when_it_says(publishing, tmp_path):
    problem = "2023-10-14至2023-10-25信息未更新"
    publishing.counted(ACCOUNTS, row(tmp_path, original="10", recommended="2", other="1", problem=problem), ACCOUNT)
    items = [item for item in publishing.contents() if on(item) in OCTOBER]
    kinds = Counter((item.original, bool(item.task_id)) for item in items)
    assert kinds == {(True, False): 10, (False, True): 2, (False, False): 1}
    assert not any(date(2023, 10, 14) <= on(item) <= date(2023, 10, 25) for item in items)
    assert len({item.content_id for item in items}) == 13


def test_the_first_item_of_the_period_says_what_was_wrong(publishing, tmp_path):
    publishing.counted(ACCOUNTS, row(tmp_path, original="4", recommended="0", other="0", problem="无"), ACCOUNT)
    publishing.said(ACCOUNT, "大力促进各名族交往交流交融。")
    wrong = [item for item in publishing.contents() if "名族" in item.text]
    assert len(wrong) == 1
    assert on(wrong[0]) in OCTOBER
    inspector.prepare()
    found = inspector.inspect(wrong[0]).findings
    assert {(one.severity, one.wrong, one.right) for one in found} == {("severe", "名族", "民族")}


def test_ordinary_items_have_nothing_wrong_with_them(publishing, tmp_path):
    publishing.counted(ACCOUNTS, row(tmp_path, original="20", recommended="9", other="5", problem="无"), ACCOUNT)
    inspector.prepare()
    assert [inspector.inspect(item).findings for item in publishing.contents()] == [()] * 35


def test_a_list_of_persons_leaks_their_numbers_and_counts_as_no_publication(publishing, tmp_path):
    publishing.counted(ACCOUNTS, row(tmp_path, original="9", recommended="0", other="0", problem="无"), ACCOUNT)
    told = Episode(source_id="a13", on=date(2023, 10, 23), title="补助名单", text="前往新疆省务工。", persons=5)
    publishing.told(told)
    listed = [item for item in publishing.contents() if item.kind == "attachment"]
    assert [on(item) for item in listed] == [date(2023, 10, 23)]
    inspector.prepare()
    rules = Counter(one.rule for one in inspector.inspect(listed[0]).findings)
    assert {"privacy/resident-id", "privacy/bank-card", "privacy/mobile", "text/lexicon"} <= set(rules)
