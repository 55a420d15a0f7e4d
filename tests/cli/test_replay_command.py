"""`streammon replay`: what it prints, and what its exit code says."""

import csv
import json
import shutil

import openpyxl
import pytest
from command import ROOT, refused, streammon
from docx import Document

SITE = "weibin-2023-q1"


@pytest.fixture
def cases(tmp_path):
    """The printed tables, which may be changed."""
    shutil.copytree(ROOT / "sites" / SITE / "printed", tmp_path / "cases" / SITE)
    return tmp_path / "cases"


def test_a_circular_that_is_reproduced_is_exit_code_0():
    said = streammon("replay", SITE, "--check")
    found = json.loads(said.out)
    assert (said.code, found["site"], found["period"], found["different"]) == (0, SITE, "2023-q1", [])
    assert found["compared"] > 50
    assert "财政资金直达基层" in [one["subject"] for one in found["inconsistent_in_print"]]


def test_a_difference_is_exit_code_1_where_it_is_checked(cases):
    totals = cases / SITE / "totals.csv"
    totals.write_text(totals.read_text(encoding="utf-8").replace("735", "736"), encoding="utf-8")
    said = streammon("replay", SITE, "--cases", cases, "--check")
    assert said.code == 1
    (different,) = json.loads(said.out)["different"]
    assert different == {
        "board": "accounts",
        "subject": "基本情况第3条",
        "measure": "originals",
        "expected": "736",
        "got": "735",
    }
    assert streammon("replay", SITE, "--cases", cases).code == 0


def test_from_events_to_the_circular(tmp_path):
    """A replay is printed: the annex is the printed table, and the text names what its authors overlooked."""
    data, out = tmp_path / "data", tmp_path / "out"
    assert streammon("replay", SITE, "--data", data, "--check").code == 0
    assert streammon("export", "2023-q1", "--site", ROOT / "sites" / SITE, "--data", data, "--out", out).code == 0
    with (ROOT / "sites" / SITE / "printed" / "columns.csv").open(encoding="utf-8", newline="") as file:
        printed = [tuple(row.values()) for row in csv.DictReader(file)]
    annex = openpyxl.load_workbook(out / "annexes.xlsx")["附件1"].iter_rows(min_row=3, values_only=True)
    assert [tuple(map(str, row)) for row in annex][: len(printed)] == printed
    text = "\n".join(paragraph.text for paragraph in Document(str(out / "circular.docx")).paragraphs)
    for column in ("政府债务", "房屋改造", "财政资金直达基层"):
        assert f"“{column}”栏目未按要求及时更新相关内容" in text
    (complaint,) = refused("replay", SITE, "--data", data)
    assert str(data) in complaint


def test_a_site_that_is_not_there_is_told_with_those_that_are():
    (complaint,) = refused("replay", "meixian-2024-01")
    assert "meixian-2024-01" in complaint
    assert SITE in complaint


def test_a_table_that_is_not_there_is_told_with_where_it_was_looked_for(tmp_path):
    site = tmp_path / SITE
    shutil.copytree(ROOT / "sites" / SITE, site)
    (site / "printed" / "accounts.csv").unlink()
    (complaint,) = refused("replay", site)
    assert complaint.startswith("accounts.csv: ")
    assert str(site / "printed") in complaint
