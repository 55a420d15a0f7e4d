"""Documents that were published long after they were issued (文件印发时间 2022 年 10 月，次年 1 月上传)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from streammon.detect.page.look import Look, PageOptions, local_day, problem
from streammon.model.inspection import Finding, Severity
from streammon.words import say

_LONGEST = 3 * 365
"""Older documents are put on the web as an archive, which is no delay."""


def find(look: Look) -> Iterator[Finding]:
    """Find that more days of work lie between the document and its publication than are allowed.

    A repost is late with good reason: a hint.
    """
    if look.page.dated is None:
        return
    dated, published = local_day(look.page.dated), local_day(look.content.published_at)
    if (published - dated).days <= _LONGEST and _is_late(dated, published, look.options):
        yield problem(
            "late-document",
            Severity.ORDINARY if look.content.original else Severity.HINT,
            dated.isoformat(),
            say(
                "page.late",
                dated=dated,
                published=published,
                days=(published - dated).days,
                limit=look.options.rules.late_days,
            ),
            wrong=look.page.dated_by,
            confidence=0.7,
            review=True,
        )


def _is_late(dated: date, published: date, options: PageOptions) -> bool:
    worked, day = 0, dated
    while day < published and worked <= options.rules.late_days:
        day += timedelta(days=1)
        worked += options.is_working(day)
    return worked > options.rules.late_days
