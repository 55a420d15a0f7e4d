"""Two tables of one annex: a summary by region, and the list of what it sums up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import permutations

from streammon.circular.checks.figures import named
from streammon.circular.finding import Confidence, Contradiction, Evidence, Kind, certain, printed
from streammon.circular.measures import core
from streammon.circular.numbers import figure
from streammon.circular.reading import Circular
from streammon.circular.table import Table
from streammon.words import say

_FEWEST = 3
_NEARLY = 2


def check(circular: Circular) -> Iterator[Contradiction]:
    """Yield the regions whose number in the summary is not that of their entries in the list."""
    for summary, entries in permutations(circular.tables, 2):
        if summary.label and summary.label == entries.label and summary.names and entries.names:
            yield from _compared(summary, entries)
            yield from _counted(summary, entries)


def _counted(summary: Table, entries: Table) -> Iterator[Contradiction]:
    """Yield the column whose name the title of the list repeats, and whose sum is not the length of the list."""
    count = Decimal(entries.entries)
    repeated = [at for at in summary.measures if _repeats(entries.title, core(summary.head[at]))]
    at = min(repeated, key=lambda at: abs(summary.total(at) - count), default=None)
    if at is not None and count != (total := summary.total(at)) and count < _NEARLY * total:
        head, shown = summary.head[at], printed(total)
        words = say("circular.list_length", column=head, shown=shown, listed=count, table=named(entries))
        one = Evidence(shown, summary.rows[0].line.place, head)
        other = Evidence(printed(count), entries.rows[0].line.place, named(entries))
        yield Contradiction(Kind.LISTS, Confidence.DOUBTFUL, words, one, other)


def _repeats(title: str, counted: str) -> bool:
    words = {counted[start : start + 2] for start in range(0, len(counted), 2)}
    return len(words) > 1 and all(word in title for word in words)


def _compared(summary: Table, entries: Table) -> Iterator[Contradiction]:
    """Yield what differs from the one column that agrees with the list but for few regions."""
    listed = Counter(entries.column(entries.names[0]))
    keys = summary.column(summary.names[0])
    if not set(listed) <= set(keys) or len(set(keys)) < len(keys) or len(entries.rows) == len(listed):
        return
    for at in summary.measures:
        pairs = [(row, figure(row.cells[at])) for row in summary.rows]
        wrong = [(row, value) for row, value in pairs if value != listed[row.cells[summary.names[0]]]]
        agreed = sum(1 for row, value in pairs if value and value == listed[row.cells[summary.names[0]]])
        if agreed >= _FEWEST and agreed >= 2 * len(wrong):
            for row, value in wrong:
                key = row.cells[summary.names[0]]
                words = say(
                    "circular.lists",
                    name=key, column=summary.head[at], shown=value, listed=listed[key], table=named(entries),
                )  # fmt: skip
                one = Evidence(str(value), row.line.place, " | ".join(row.cells))
                other = Evidence(str(listed[key]), entries.rows[0].line.place, named(entries))
                yield Contradiction(Kind.LISTS, certain(len(wrong) == 1), words, one, other)
