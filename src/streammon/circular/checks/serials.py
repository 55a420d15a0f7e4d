"""Numbers of entries: one left out, one used twice."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from streammon.circular.checks.figures import named
from streammon.circular.finding import Confidence, Contradiction, Evidence, Kind
from streammon.circular.reading import Circular
from streammon.words import say


def check(circular: Circular) -> Iterator[Contradiction]:
    """Yield where the next entry of a table does not have the next number; a new 1 begins another count."""
    for table in circular.tables:
        if table.serial is None:
            continue
        numbered = [row for row in table.rows if row.cells[table.serial].isdecimal()]
        for before, after in pairwise(numbered):
            last, number = int(before.cells[table.serial]), int(after.cells[table.serial])
            if number not in (last + 1, 1):
                words = say("circular.serial", table=named(table), last=last, number=number)
                one = Evidence(str(number), after.line.place, " | ".join(filter(None, after.cells))[:60])
                other = Evidence(str(last + 1), before.line.place, " | ".join(filter(None, before.cells))[:60])
                yield Contradiction(Kind.SERIAL, Confidence.CERTAIN, words, one, other)
