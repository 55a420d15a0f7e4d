"""The five circulars: every printed grade, sentence and figure, but for those that contradict the circular itself."""

import csv
import shutil
from pathlib import Path

import pytest

from streammon.errors import ConfigError
from streammon.replay.replaying import replay

SITES = Path(__file__).parents[2] / "sites"

COMPARED = {
    "meixian-2023-10": 500,
    "meixian-2023-h1": 105,
    "weibin-2023-q1": 300,
    "qingshen-2021-q1": 55,
    "xianning-2022-q4": 60,
}
"""At least so many figures and sentences are compared."""


@pytest.fixture(scope="module")
def played():
    return {}


@pytest.fixture
def outcome_of(played):
    async def outcome_of(name):
        if name not in played:
            played[name] = await replay(SITES / name)
        return played[name]

    return outcome_of


@pytest.mark.parametrize("name", COMPARED)
async def test_a_circular_is_reproduced(outcome_of, name):
    found = await outcome_of(name)
    assert found.different == []
    assert found.compared >= COMPARED[name]


async def test_the_stale_column_that_was_overlooked_appears(outcome_of):
    found = await outcome_of("weibin-2023-q1")
    stale = [one for one in found.inconsistent_in_print if one.board == "columns"]
    assert [(one.subject, one.measure, one.printed) for one in stale] == [("财政资金直达基层", "problem", "")]
    assert stale[0].got


async def test_the_departments_of_qingshen_do_not_add_up(outcome_of):
    found = await outcome_of("qingshen-2021-q1")
    assert [(one.subject, one.printed, one.got) for one in found.inconsistent_in_print] == [("部门", "3844", "3562")]


@pytest.fixture
def weibin(tmp_path):
    """A copy of the tables of one case, which may be changed."""
    folder = tmp_path / "cases" / "weibin-2023-q1"
    shutil.copytree(SITES / "weibin-2023-q1" / "printed", folder)
    return folder


def changed(file, column, row, value):
    rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    rows[row][column] = value
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


async def test_what_is_printed_otherwise_is_a_difference(weibin):
    changed(weibin / "totals.csv", "printed", 3, "736")
    changed(weibin / "accounts.csv", "grade", 0, "不合格")
    found = await replay(SITES / weibin.name, weibin.parent)
    assert [(one.subject, one.measure, one.expected, one.got) for one in found.different] == [
        ("渭您服务(微信订阅号)", "grade", "不合格", "合格"),
        ("基本情况第3条", "originals", "736", "735"),
    ]


async def test_a_row_about_nobody_in_the_registry_is_refused_with_its_place(weibin):
    changed(weibin / "accounts.csv", "account", 2, "渭您服务务")
    with pytest.raises(ConfigError, match=r"accounts\.csv:4.*渭您服务务"):
        await replay(SITES / weibin.name, weibin.parent)


async def test_a_count_that_is_none_is_refused_with_its_place(weibin):
    changed(weibin / "columns.csv", "jan", 0, "七")
    with pytest.raises(ConfigError, match=r"columns\.csv:2 jan.*七"):
        await replay(SITES / weibin.name, weibin.parent)
