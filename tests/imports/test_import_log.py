"""Imports into a real embedded log: what is counted then, and that doing it again, or being killed, changes nothing."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from offices import counting, counts, held, local, make_site, records, site_of, workbook

from streammon.assembly import importing
from streammon.assembly.importing import Door
from streammon.assembly.options import Options
from streammon.clock import SystemClock
from streammon.imports.changes import Changes
from streammon.imports.headers import Kind
from streammon.imports.reading import read
from streammon.imports.registry import Registry
from streammon.imports.rows import Reading

HEADER = ("工单编号", "承办单位", "来电时间", "办理时限", "办结时间", "退回次数")
ORDERS = (
    ("A001", "县住建局", local("2023-10-01 08:30").replace(tzinfo=None), "2023-10-08", "2023年10月9日 8时30分", 1),
    ("A002", "县住建局", "2023-10-01", "2023-10-08", "2023-10-02", 0),
    ("A003", "管头镇", "2023-10-05", "2023-10-12", "", ""),
)
COUNTED = {
    ("w1", "2023-10-01"): {"received": 2, "orders": 2, "closed": 2, "overdue": 1, "returned": 1},
    ("w2", "2023-10-05"): {"received": 1, "orders": 1, "overdue": 1},
}


@pytest.fixture
def options(tmp_path: Path) -> Options:
    return Options(make_site(tmp_path / "site"), tmp_path / "data", health_port=None)


async def take(
    options: Options, kind: Kind, path: Path, as_of: str = "2023-11-01", *, undo: bool = False, seen: str = ""
) -> tuple[Changes, bool]:
    site = site_of(options.site)
    reading = Reading(kind, Registry(site.units, site.sources, site.tasks), local(as_of))
    imported = read(path, reading, {})
    assert imported.problems == []
    door = Door(options, site, SystemClock())
    return await door.publish(kind, imported.good, seen=local(seen) if seen else None, undo=undo)


async def test_orders_are_counted_and_a_second_import_adds_nothing(options: Options, tmp_path: Path) -> None:
    file = workbook(tmp_path / "orders.xlsx", ("台账",), HEADER, *ORDERS)
    first, _ = await take(options, Kind.WORK_ORDERS, file)
    assert (first.new, first.same) == (3, 0)
    assert await counts(options) == COUNTED
    written = await records(options, "signals")
    again, _ = await take(options, Kind.WORK_ORDERS, file, as_of="2023-12-01")
    assert (again.new, again.changed, again.same) == (0, 0, 3)
    assert await records(options, "signals") == written
    assert await counts(options) == COUNTED


async def test_a_later_table_replaces_what_it_says_otherwise(options: Options, tmp_path: Path) -> None:
    await take(options, Kind.WORK_ORDERS, workbook(tmp_path / "a.xlsx", HEADER, *ORDERS))
    await counts(options)
    closed = ("A003", "管头镇", "2023-10-05", "2023-10-12", "2023-10-11", 0)
    moved = ("A002", "县住建局", "2023-09-30", "2023-10-08", "2023-10-02", 0)
    later = workbook(tmp_path / "b.xlsx", HEADER, ORDERS[0], moved, closed)
    done, _ = await take(options, Kind.WORK_ORDERS, later, as_of="2023-11-02")
    assert (done.new, done.changed, done.same) == (0, 2, 1)
    assert await counts(options) == {
        ("w1", "2023-09-30"): {"received": 1, "orders": 1, "closed": 1},
        ("w1", "2023-10-01"): {"received": 1, "orders": 1, "closed": 1, "overdue": 1, "returned": 1},
        ("w2", "2023-10-05"): {"received": 1, "orders": 1, "closed": 1},
    }
    old, _ = await take(options, Kind.WORK_ORDERS, tmp_path / "a.xlsx", as_of="2023-11-01")
    assert (old.older, old.same, old.events) == (2, 1, [])


async def test_an_order_that_is_passed_on_is_counted_where_it_lies_now(options: Options, tmp_path: Path) -> None:
    await take(options, Kind.WORK_ORDERS, workbook(tmp_path / "a.xlsx", HEADER, *ORDERS))
    passed = ("A002", "管头镇", "2023-10-01", "2023-10-08", "2023-10-02", 0)
    done, _ = await take(options, Kind.WORK_ORDERS, workbook(tmp_path / "b.xlsx", HEADER, passed), as_of="2023-11-02")
    assert (done.new, done.withdrawn) == (1, 1)
    found = await counts(options)
    assert found["w1", "2023-10-01"]["orders"] == 1
    assert found["w2", "2023-10-01"]["orders"] == 1


async def test_an_import_can_be_taken_back(options: Options, tmp_path: Path) -> None:
    file = workbook(tmp_path / "a.xlsx", HEADER, *ORDERS)
    await take(options, Kind.WORK_ORDERS, file)
    await counts(options)
    done, _ = await take(options, Kind.WORK_ORDERS, file, undo=True)
    assert done.withdrawn == 3
    assert not any((await counts(options)).values())
    again, _ = await take(options, Kind.WORK_ORDERS, file, undo=True)
    assert (again.withdrawn, again.same) == (0, 3)


async def test_a_message_without_an_answer_opens_an_incident_that_its_answer_closes(
    options: Options, tmp_path: Path
) -> None:
    header = ("信箱", "留言编号", "收到时间", "答复时限", "答复时间")
    await take(
        options, Kind.MESSAGES, workbook(tmp_path / "a.xlsx", header, ("局长信箱", "1", "2023-10-01", "2023-10-08", ""))
    )
    async with counting(options, "tally", "incidents"):
        pass
    (incident,) = await held(options, "incidents")
    assert (incident.finding.rule, incident.source_id, incident.scope) == ("message/overdue", "m1", "record")
    assert incident.state != "fixed"
    answered = workbook(tmp_path / "b.xlsx", header, ("局长信箱", "1", "2023-10-01", "2023-10-08", "2023-10-20"))
    await take(options, Kind.MESSAGES, answered, as_of="2023-11-02")
    async with counting(options, "tally", "incidents"):
        pass
    (incident,) = await held(options, "incidents")
    assert incident.state == "fixed"


async def test_posts_become_contents_and_say_how_far_an_account_was_seen(options: Options, tmp_path: Path) -> None:
    header = ("账号名称", "平台", "标题", "链接", "发布时间", "原创/转载", "推荐信息编号")
    rows = (
        ("某县教育", "微信订阅号", "开学了", "https://mp.example/1", "2023-10-08 09:00", "原创", ""),
        ("某县教育", "微信订阅号", "常务会议", "https://mp.example/2", "2023-10-09 09:00", "转载", "t1"),
        ("某县教育", "微信视频号", "运动会", "", "2023-10-03 09:00", "", ""),
    )
    file = workbook(tmp_path / "posts.xlsx", header, *rows)
    first, _ = await take(options, Kind.POSTS, file, seen="2023-10-31 23:59:59")
    assert first.new == 3
    contents = {content.title: content for content in await held(options, "contents")}
    assert {title: (c.source_id, c.original, c.task_id) for title, c in contents.items()} == {
        "运动会": ("a2", True, ""),
        "开学了": ("a1", True, ""),
        "常务会议": ("a1", False, "t1"),
    }
    visits = await held(options, "signals")
    assert {(v.source_id, v.at, v.ok, v.unchanged) for v in visits} == {
        (source, local("2023-10-31 23:59:59"), True, True) for source in ("a1", "a2")
    }
    again, _ = await take(options, Kind.POSTS, file, as_of="2023-12-01", seen="2023-10-31 23:59:59")
    assert (again.same, again.events) == (3, [])


async def test_while_a_program_holds_the_log_records_are_handed_over_to_it(options: Options, tmp_path: Path) -> None:
    file = workbook(tmp_path / "orders.xlsx", HEADER, *ORDERS)
    async with counting(options, "tally") as worker:
        done, was_held = await take(options, Kind.WORK_ORDERS, file)
        assert (done.new, was_held) == (3, True)
        assert await records(options, "signals") == 0
        await importing.take_over(worker.log)
        await worker.settled()
        assert await records(options, "signals") == 3
        again, _ = await take(options, Kind.WORK_ORDERS, file, as_of="2023-12-01")
        assert again.events == []
        await importing.take_over(worker.log)
    assert await counts(options) == COUNTED


async def test_what_is_handed_over_and_cant_be_read_is_set_aside(options: Options, tmp_path: Path) -> None:
    folder = options.data / importing.FOLDER
    folder.mkdir(parents=True)
    (folder / "half.json").write_text("[[", encoding="utf-8")
    async with counting(options, "tally") as worker:
        await importing.take_over(worker.log)
        assert await records(options, "signals") == 0
    assert [file.name for file in folder.iterdir()] == ["half.broken"]


KILLED = """
import sys, os, signal
from streammon.stream.sqlite.log import SqliteLog
from streammon.assembly import importing
importing.BATCH = 50
append, written = SqliteLog.append, [0]
async def dying(self, outputs, *more):
    written[0] += 1
    if written[0] == AT:
        os.kill(os.getpid(), signal.SIGKILL)
    return await append(self, outputs, *more)
SqliteLog.append = dying
from streammon.cli.main import main
main()
"""


def run(*words: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, *words], check=False, capture_output=True)


async def test_an_import_that_is_killed_is_made_whole_by_doing_it_again(options: Options, tmp_path: Path) -> None:
    rows = [(f"B{n:03}", "县住建局", f"2023-10-{n % 28 + 1:02}", "2023-11-20", "", 0) for n in range(230)]
    file = workbook(tmp_path / "many.xlsx", HEADER, *rows)
    words = ["import", "work-orders", str(file), "--site", str(options.site), "--data", str(options.data)]
    whole = Options(options.site, tmp_path / "whole", health_port=None)
    await take(whole, Kind.WORK_ORDERS, file, as_of=f"{datetime.now():%Y-%m-%d}")  # noqa: DTZ005
    expected = await counts(whole)
    seen = []
    for at in (2, 3, 4):
        script = KILLED.replace("AT:", f"{at}:")
        done = run("-c", script, *words)
        assert done.returncode == -signal.SIGKILL, done.stderr
        seen.append(await records(options, "signals"))
    assert seen == sorted(set(seen))
    assert 0 < seen[-1] < 230 * 2
    last = run("-m", "streammon", *words)
    assert last.returncode == 0, last.stderr
    assert await records(options, "signals") == 230
    assert await counts(options) == expected
