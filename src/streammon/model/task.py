"""What accounts are asked to repost."""

from __future__ import annotations

from datetime import date

from streammon.model.base import Part


class Task(Part, frozen=True, kw_only=True):
    """An item of a higher office that accounts are to repost (推荐转载信息). It counts in the period of its day."""

    task_id: str
    title: str
    url: str
    on: date
