"""The daily window of one source."""

from __future__ import annotations

from datetime import date

import msgspec

from streammon.model.base import Event, Instant


class Day(Event, frozen=True, kw_only=True):
    """What a source published on one local day, as far as is known `at` that moment; a later one replaces it whole.

    `originals` are those of `contents` that are no reposts, `tasks` the recommended items (`Task`) that the others
    repost, and `late` those that were first seen more than a day later: backdated, or found late. A day with nothing
    opens the window of its month.
    `last_published_at` is the newest publication known of the source, and `violates_at` when it comes to be in
    violation of `violates` (a gap rule) if nothing more is published; None where nothing is asked of it.

    `counts` are sums of that day by the name of a measure (received, overdue, …). A source that both
    publishes and has records has two windows a day, with two ids.
    """

    day_id: str
    source_id: str
    unit_id: str
    board: str
    date: date
    at: Instant
    contents: tuple[str, ...] = ()
    originals: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    last_published_at: Instant | None = None
    violates_at: Instant | None = None
    violates: str = ""
    counts: dict[str, int] = msgspec.field(default_factory=dict)
