"""The circular of a month, made from the log of a folder."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import typer
from typer.testing import CliRunner

from streammon.assembly.ledgers import registered
from streammon.assembly.options import Options
from streammon.assembly.wiring import read_wiring, settings_of
from streammon.cli.export import export_
from streammon.errors import ConfigError
from streammon.model.day import Day
from streammon.model.source import Source
from streammon.stream.codec import encode, headers
from streammon.stream.desks import layouts
from streammon.stream.log import Outgoing
from streammon.stream.sqlite.log import SqliteLog

PREFIX = "streammon."

app = typer.Typer()
app.command()(export_)


def days_of(source: Source, month: int, counts: list[int]) -> Iterator[Day]:
    """A day for each of `counts`, from the first of the month on, with so many contents."""
    for offset, count in enumerate(counts):
        on = date(2023, month, 1) + timedelta(days=offset)
        yield Day(
            day_id=f"{source.source_id}/{on}",
            source_id=source.source_id,
            unit_id=source.unit_id,
            board=source.board,
            date=on,
            at=datetime(2023, month, 28, tzinfo=UTC),
            contents=tuple(f"{on}-{number}" for number in range(count)),
            originals=tuple(f"{on}-{number}" for number in range(count)),
        )


@pytest.fixture
def data(site: Path, tmp_path: Path) -> Path:
    """A data folder whose log knows of September and October."""
    folder = tmp_path / "data"
    folder.mkdir()
    asyncio.run(_fill(site, folder))
    return folder


async def _fill(site: Path, folder: Path) -> None:
    options = Options(site, folder)
    agents, topics = read_wiring(options)
    found = registered(options)
    log = SqliteLog(folder / "log.db")
    await log.start()
    await log.create(layouts(agents.values(), topics, settings_of(options, found)))
    first = next(iter(found.sources.values()))
    days = [*days_of(first, 9, [1, 0, 1]), *days_of(first, 10, [2, 0, 3])]
    await log.append(
        [Outgoing(PREFIX + "days", 0, day.day_id.encode(), encode(day), headers(day, day.at)) for day in days]
    )
    await log.stop()


def run(*words: str | Path) -> str:
    done = CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def sheet(out: Path, name: str) -> list[list[object]]:
    book = openpyxl.load_workbook(BytesIO((out / "annexes.xlsx").read_bytes()))
    return [[cell.value for cell in row] for row in book[name].iter_rows()]


def test_a_month_is_written(site: Path, data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    said = run("2023-10", "--site", site, "--data", data, "--out", out)
    assert f"已写出 {len(list(out.rglob('*.*')))} 个文件到 {out}。" in said
    assert "2023年10月 还没有关账" in said
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["period"], manifest["title"], manifest["revision"]) == ("2023-10", "2023年10月", 0)
    published = next(row for row in sheet(out, "数据") if row[2] == "发布条数")
    assert published[3] == 5


def test_the_months_before_make_the_trend(site: Path, data: Path, tmp_path: Path) -> None:
    run("2023-10", "--site", site, "--data", data, "--out", tmp_path / "out")
    assert [row[:2] for row in sheet(tmp_path / "out", "趋势")[2:4]] == [["2023年9月", 2], ["2023年10月", 5]]


def test_again_it_is_the_same(site: Path, data: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        run("2023-10", "--site", site, "--data", data, "--out", tmp_path / name)
    files = {each.relative_to(tmp_path / "one") for each in (tmp_path / "one").rglob("*.*")}
    assert files == {each.relative_to(tmp_path / "two") for each in (tmp_path / "two").rglob("*.*")}
    for file in files:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes(), file


def test_a_declared_quarter_has_columns_for_its_months(site: Path, data: Path, tmp_path: Path) -> None:
    rules = site / "rules.toml"
    quarter = '\n[[periods]]\nid = "q"\ntitle = "2023年三期"\nfirst = 2023-09-01\nlast = 2023-10-31\n'
    rules.write_text(rules.read_text(encoding="utf-8") + quarter, encoding="utf-8")
    (site / "circular.toml").write_text(
        '[[annexes]]\nannex_id = "a"\ntitle = "{{ period.title }}"\ntable = "columns"\nrows = "sources"\ncolumns = [\n'
        '{ header = "栏目", show = "source.name" }, { header = "9月", show = "month1.published" },\n'
        '{ header = "10月", show = "month2.published" }]\n',
        encoding="utf-8",
    )
    run("q", "--site", site, "--data", data, "--out", tmp_path / "out")
    assert sheet(tmp_path / "out", "附件1")[:3] == [
        ["2023年三期", None, None],
        ["栏目", "9月", "10月"],
        ["政府机构", 2, 5],
    ]


def test_a_template_of_ones_own(site: Path, data: Path, tmp_path: Path) -> None:
    template = tmp_path / "mine.j2"
    template.write_text("# 通报\n\n共{{ same(6, columns.published) }}条\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"mine\.j2，第 3 行: 正文写的是 6，台账是 5。"):
        run("2023-10", "--site", site, "--data", data, "--out", tmp_path / "out", "--template", template)
    assert not (tmp_path / "out").exists(), "nothing is half written"


def test_a_period_that_is_none(site: Path, data: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="2023-13"):
        run("2023-13", "--site", site, "--data", data, "--out", tmp_path / "out")


def test_a_red_head_needs_words(site: Path, data: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"circular\.toml: 没有写 head"):
        run("2023-10", "--site", site, "--data", data, "--out", tmp_path / "out", "--red-head")


def test_no_log(site: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        run("2023-10", "--site", site, "--data", tmp_path / "nowhere", "--out", tmp_path / "out")
