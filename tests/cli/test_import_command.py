"""`streammon import` as a person runs it."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import pytest
from command import Running, streammon

HEADER = "工单编号,承办单位,来电时间,办理时限,办结时间"
GOOD, BAD = "A1,{unit},2023-10-01,2023-10-08,2023-10-02", "A2,没有这家,2023-10-01,2023-10-08,"


@pytest.fixture
def county(site: Path) -> tuple[Path, str]:
    """A site with a hotline, and the name of the unit that answers it."""
    rows = (site / "sources.csv").read_text(encoding="utf-8").splitlines()
    unit_id, board = rows[1].split(",")[1:3]
    header = rows[0] + ("" if "kind" in rows[0] else ",kind,platform")
    width = header.count(",")
    sources = [header, *(row + "," * (width - row.count(",")) for row in rows[1:])]
    hotline = ["w1", unit_id, board, "热线", "", "/", "", "", "hotline", ""]
    (site / "sources.csv").write_text("\n".join([*sources, ",".join(hotline)]) + "\n", encoding="utf-8")
    units = (site / "units.csv").read_text(encoding="utf-8").splitlines()
    return site, next(row.split(",")[1] for row in units if row.startswith(f"{unit_id},"))


def signals(data: Path) -> int:
    with sqlite3.connect(f"file:{data}/log.db?mode=ro", uri=True) as db:
        query = "select count(*) from record join topic on topic.id = record.topic where name = 'streammon.signals'"
        found: int = db.execute(query).fetchone()[0]
    return found


def test_a_bad_row_keeps_the_others_out_unless_they_are_asked_for(county: tuple[Path, str], tmp_path: Path) -> None:
    site, unit = county
    file, data = tmp_path / "orders.csv", tmp_path / "data"
    file.write_text("\n".join([HEADER, GOOD.format(unit=unit), BAD]), encoding="utf-8")
    words = ("import", "work-orders", file, "--site", site, "--data", data)
    shown = streammon(*words, "--dry-run")
    assert (shown.code, "承办单位" in shown.out, data.exists()) == (2, True, False)
    refused = streammon(*words)
    assert (refused.code, refused.out, data.exists()) == (2, "", False)
    assert "第 3 行" in refused.err
    partly = streammon(*words, "--partial")
    assert (partly.code, signals(data)) == (1, 1)
    file.write_text("\n".join([HEADER, GOOD.format(unit=unit)]), encoding="utf-8")
    again = streammon(*words)
    assert (again.code, again.err, signals(data)) == (0, "", 1)


def test_a_running_program_takes_records_over(county: tuple[Path, str], tmp_path: Path) -> None:
    site, unit = county
    file, data = tmp_path / "orders.csv", tmp_path / "data"
    file.write_text("\n".join([HEADER, GOOD.format(unit=unit)]), encoding="utf-8")
    running = Running(site, data)
    try:
        before = signals(data)
        said = streammon("import", "work-orders", file, "--site", site, "--data", data)
        assert said.code == 0, said
        deadline = time.monotonic() + 30
        while any((data / "imports").glob("*.json")) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert list((data / "imports").iterdir()) == []
        assert signals(data) > before
    finally:
        running.stop()


@pytest.mark.parametrize(
    ("more", "words"),
    [(("--as-of", "上月"), "--as-of"), (("--limit", "很快"), "5工作日"), (("--map", "x=y"), "列名=字段")],
)
def test_an_option_that_cant_be_used(
    county: tuple[Path, str], tmp_path: Path, more: tuple[str, ...], words: str
) -> None:
    site, _ = county
    file = tmp_path / "orders.csv"
    file.write_text(HEADER, encoding="utf-8")
    said = streammon("import", "work-orders", file, "--site", site, "--data", tmp_path / "data", *more)
    assert (said.code, words in said.err) == (2, True), said
