"""What the sources of a circular published: as many items as its tables print, on days that it allows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from itertools import chain

import msgspec

from streammon.model.content import Content
from streammon.model.source import Source
from streammon.model.task import Task
from streammon.replay.items import Press, attachment, moment, saying
from streammon.replay.plan import Episode, Makings, Table
from streammon.replay.printed import Row
from streammon.replay.spreading import DAY, Span, apart, around, months_of, spans_in, spread, steady

HALF_A_YEAR = timedelta(days=175)
"""So long before a short period that half a year without anything is over within it."""


class Publishing:
    """The items by source. `tasks` are the recommended items of the period."""

    def __init__(self, period: Span, tasks: Sequence[Task]) -> None:
        self._period, self._tasks = period, tasks
        self._items: dict[str, list[Content]] = defaultdict(list)
        self._attached: list[Content] = []

    def contents(self) -> list[Content]:
        """Return everything, attachments too."""
        return [*chain.from_iterable(self._items.values()), *self._attached]

    def counted(self, table: Table, row: Row, source: Source) -> None:
        """Publish what a row counts."""
        press, counts = Press(source), {name: row.count(column) for name, column in table.counts.items()}
        silent = apart(spans_in(row[table.silent])) if table.silent else []
        tasks = self._reposted(table, row, counts)
        reposts = counts.get("reposts", 0)
        if table.months:
            pairs = zip(months_of(self._period), table.months, strict=True)
            days = [day for month, column in pairs for day in spread(row.count(column), month)]
        else:
            own = counts.get("originals", counts.get("published", 0) - len(tasks) - reposts)
            days = around(own, self._period, silent) if silent else spread(own, self._period, table.longest)
        self._items[source.source_id] += [
            *press.originals([self._period.first - DAY] if table.longest else []),
            *press.originals(days),
            *press.tasks(tasks, [day for span in silent for day in span.days()]),
            *press.reposts(around(reposts, self._period, silent)),
        ]

    def steady(self, table: Table, source: Source, quiet: Sequence[Span], unoriginal: Sequence[Span]) -> None:
        """Publish every few days: nothing while `quiet`, only reposts while `unoriginal`."""
        press, quiet = Press(source), apart(quiet)
        reposts = [day for day in steady(table.every, self._period, quiet) if any(day in span for span in unoriginal)]
        self._items[source.source_id] += [
            *press.originals([self._period.first - DAY]),
            *press.originals(steady(table.every, self._period, [*quiet, *unoriginal])),
            *press.reposts(reposts),
        ]

    def said(self, source: Source, text: str) -> None:
        """Let the first item of the period say `text` too."""
        items = self._items[source.source_id]
        first = next(number for number, item in enumerate(items) if item.published_at >= moment(self._period.first))
        items[first] = saying(items[first], text)

    def silenced(self, source: Source) -> None:
        """Take back what a source has published: it has been closed."""
        self._items[source.source_id].clear()

    def stale(self, source: Source) -> None:
        """Leave one item, which comes to be older than half a year."""
        old = Press(source).originals([self._period.first - HALF_A_YEAR])
        seen = moment(self._period.first - DAY)
        self._items[source.source_id] = [msgspec.structs.replace(item, seen_at=seen) for item in old]

    def told(self, episode: Episode) -> None:
        """Hang the attachment of an episode on the last item of its source that was there on its day."""
        end = moment(episode.on + DAY)
        item = max(
            (item for item in self._items[episode.source_id] if item.published_at < end),
            key=lambda item: item.published_at,
        )
        day = moment(episode.on)
        hanging = attachment(item, episode.title, episode.text, episode.persons)
        self._attached.append(msgspec.structs.replace(hanging, published_at=day, seen_at=day))

    def _reposted(self, table: Table, row: Row, counts: dict[str, int]) -> Sequence[Task]:
        """Return the recommended items that were reposted: as many as are counted, or all unless it is denied."""
        if "tasks" in counts:
            return self._tasks[: counts["tasks"]]
        causes = [cause for cause in table.causes if cause.makes is Makings.NO_REPOSTS]
        return self._tasks if causes and not any(cause.words in row[cause.column] for cause in causes) else ()
