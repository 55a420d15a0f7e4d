"""Recommended items go into the site folder: all or nothing, and once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from offices import make_site

from streammon.imports import tasks
from streammon.model.task import Task
from streammon.site.problems import Problems
from streammon.site.registry import TASK_COLUMNS, tasks_of
from streammon.site.tables import read_table

FIRST = Task(task_id="t1", title="常务会议", url="https://gov.example/1", on=date(2023, 10, 7))
QUOTED = Task(task_id="t2", title='关于“三夏”,"双抢"的通知', url="", on=date(2023, 10, 9))


def test_what_is_new_is_added_and_what_is_known_stays() -> None:
    again = Task(task_id="t1", title="国务院常务会议", url=FIRST.url, on=FIRST.on)
    assert tasks.merged([FIRST], [QUOTED]) == ({"t1": FIRST, "t2": QUOTED}, 1, 0)
    assert tasks.merged([FIRST, QUOTED], [again]) == ({"t1": again, "t2": QUOTED}, 0, 1)
    assert tasks.merged([FIRST], [FIRST]) == ({"t1": FIRST}, 0, 0)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    folder, problems = make_site(tmp_path / "site"), Problems()
    tasks.write(folder, [FIRST, QUOTED])
    assert tasks_of(read_table(folder / tasks.FILE, TASK_COLUMNS, problems), problems) == (FIRST, QUOTED)
    assert problems.errors == []
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []
