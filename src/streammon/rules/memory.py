"""How long it is remembered what was seen, so that a duplicate is recognised."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

REMEMBERED = timedelta(days=40)
"""Longer than any stretch of the log that is read twice."""


def younger(seen: Mapping[str, datetime], limit: datetime) -> dict[str, datetime]:
    """Return a copy without what is as old as `limit`; in `seen` the oldest stand first."""
    kept = dict(seen)
    while kept and next(iter(kept.values())) <= limit:
        del kept[next(iter(kept))]
    return kept
