"""tasks.csv of a site folder, with what a table of recommended items adds."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable
from pathlib import Path

from streammon.model.task import Task
from streammon.site.registry import TASK_COLUMNS

FILE = "tasks.csv"


def merged(known: Iterable[Task], found: Iterable[Task]) -> tuple[dict[str, Task], int, int]:
    """Return all tasks by id, and how many of those found are new and how many have changed."""
    tasks = {task.task_id: task for task in known}
    before = dict(tasks)
    for task in found:
        tasks[task.task_id] = task
    new = len(tasks) - len(before)
    return tasks, new, sum(tasks[task_id] != task for task_id, task in before.items())


def write(folder: Path, tasks: Iterable[Task]) -> None:
    """Write tasks.csv, all or nothing."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(TASK_COLUMNS)
    writer.writerows((task.task_id, task.title, task.url, task.on) for task in tasks)
    draft = folder / f".{FILE}.{os.getpid()}"
    draft.write_text(text.getvalue(), encoding="utf-8")
    draft.replace(folder / FILE)
