"""Grades explained and worked out again from the log of a folder."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner, Result

from streammon.assembly.ledgers import registered
from streammon.assembly.options import Options
from streammon.assembly.wiring import read_wiring, settings_of
from streammon.cli import grade, view
from streammon.clock import LOCAL
from streammon.errors import ConfigError
from streammon.model.base import Event
from streammon.model.day import Day
from streammon.model.step import Due
from streammon.rules.grading import PeriodState, key_of, step
from streammon.rules.lines import Register
from streammon.site import Site
from streammon.stream.desks import layouts
from streammon.stream.outbox import Outbox
from streammon.stream.sqlite.log import SqliteLog

NOON = datetime(2023, 10, 31, 12, tzinfo=LOCAL)


def day_of(site: Site, source_id: str, number: int, *, on: int = 9, at: datetime = NOON) -> Day:
    source = site.sources[source_id]
    return Day(
        day_id=f"{source_id}/{date(2023, 10, on)}",
        source_id=source_id,
        unit_id=source.unit_id,
        board=source.board,
        date=date(2023, 10, on),
        at=at,
        contents=tuple(f"{source_id}-{on}-{position}" for position in range(number)),
    )


def graded(site: Site, days: Iterable[Day], *, closed: bool = False) -> list[Event]:
    """The days and all grades that the agent publishes for them."""
    register = Register(site.rules, site.sources, site.tasks)
    states: dict[str, PeriodState] = {}
    events: list[Event] = []
    for day in days:
        key = key_of(day, site.rules)
        done = step(states.get(key, PeriodState()), day, NOON, register)
        states[key] = done.state
        events += [day, *done.emits]
    for key, state in states.items():
        if closed:
            events += step(state, Due(key=key, at=NOON), NOON + timedelta(days=11), register).emits
    return events


@pytest.fixture
def found(site: Path) -> Site:
    return registered(Options(site))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


def write(site: Path, data: Path, events: Iterable[Event]) -> None:
    asyncio.run(_write(Options(site, data), list(events)))


async def _write(options: Options, events: list[Event]) -> None:
    agents, topics = read_wiring(options)
    settings = settings_of(options, registered(options))
    log = SqliteLog(options.data / "log.db")
    await log.start()
    await log.create(layouts(agents.values(), topics, settings))
    outbox = Outbox([topics["days"], topics["grades"]], settings.partitions, options.prefix)
    await log.append([outbox.address(event, NOON) for event in events])
    await log.stop()


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(grade.app, [str(word) for word in words], catch_exceptions=False)


def rebuild(data: Path) -> None:
    assert CliRunner().invoke(view.app, ["rebuild", "--data", str(data)], catch_exceptions=False).exit_code == 0


def test_a_grade_is_explained(site: Path, found: Site, data: Path) -> None:
    write(site, data, graded(found, [day_of(found, "c001", 3), day_of(found, "c002", 1)]))
    said = run("show", "2023-10", "县发改局", "--site", site, "--data", data)
    assert said.exit_code == 0
    (head, line, *rest) = said.output.splitlines()
    assert head == "2023-10（2023-10-01 至 2023-10-31），尚未结账"
    assert line.split() == ["columns", "县发改局", "合格", "按要求更新"]
    assert any("published 4" in text for text in rest)
    assert any("c001-9-0 c001-9-1 c001-9-2 c002-9-0" in text for text in rest)


def test_what_is_missing_for_the_next_grade_is_told(site: Path, found: Site, data: Path) -> None:
    rules = site / "rules.toml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("surplus >= 5", "published >= 5"), encoding="utf-8")
    write(site, data, graded(found, [day_of(found, "c001", 4)]))
    said = run("show", "2023-10", "u01", "--board", "columns", "--site", site, "--data", data)
    assert "离更好的等次：差 1 条" in said.output


@pytest.mark.parametrize("words", [("2023-10", "县无局"), ("2023-10", "--board", "colums"), ("2023-13",)])
def test_what_is_not_there_is_refused(site: Path, found: Site, data: Path, words: tuple[str, ...]) -> None:
    write(site, data, graded(found, [day_of(found, "c001", 4)]))
    with pytest.raises(ConfigError):
        run("show", *words, "--site", site, "--data", data)


def test_a_log_of_another_prefix_is_no_empty_month(site: Path, found: Site, data: Path) -> None:
    write(site, data, graded(found, [day_of(found, "c001", 4)]))
    with pytest.raises(ConfigError, match="--prefix"):
        run("verify", "2023-10", "--site", site, "--data", data, "--prefix", "other.")


@pytest.mark.parametrize("closed", [False, True])
def test_all_grades_follow_from_the_log(site: Path, found: Site, data: Path, closed: bool) -> None:
    days = [day_of(found, "c001", 3), day_of(found, "c001", 4, at=NOON + timedelta(hours=1)), day_of(found, "c002", 1)]
    write(site, data, graded(found, days, closed=closed))
    rebuild(data)
    said = run("verify", "2023-10", "--site", site, "--data", data)
    assert (said.exit_code, said.output) == (0, "2023-10：1 个等次，按日志重新计算全部一致。\n")


def test_every_value_that_does_not_follow_is_named(site: Path, found: Site, data: Path) -> None:
    day, *grades = graded(found, [day_of(found, "c001", 3)])
    forged = [msgspec.structs.replace(grade, grade="优秀") for grade in grades]
    write(site, data, [day, *forged])
    rebuild(data)
    write(site, data, [day_of(found, "c002", 2)])
    said = run("verify", "2023-10", "--site", site, "--data", data)
    assert said.exit_code == 1
    head, *lines = said.output.splitlines()
    assert head == "2023-10：1 个等次，4 处不同："
    assert [line.split()[0] for line in lines] == ["已发布"] * 2 + ["控制台"] * 2
    assert "等次：应为 合格，实为 优秀" in lines[0]
    assert "'published': 5" in lines[1]
    assert "'published': 3" in lines[1]


def test_a_grade_of_which_the_log_knows_nothing_is_named(site: Path, found: Site, data: Path) -> None:
    _, *grades = graded(found, [day_of(found, "c001", 3)])
    write(site, data, grades)
    rebuild(data)
    said = run("verify", "2023-10", "--site", site, "--data", data)
    assert said.exit_code == 1
    assert "应为 （没有），实为 合格" in said.output
