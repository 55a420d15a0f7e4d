"""Figures that the text gives of single units against the rows of the table it refers to."""

from __future__ import annotations

from collections.abc import Iterator

from streammon.circular.checks.figures import named, stated
from streammon.circular.claims import Claim, claims_of
from streammon.circular.finding import Confidence, Contradiction, Evidence, Kind, certain, printed
from streammon.circular.grids import Row
from streammon.circular.links import tables_of
from streammon.circular.measures import Match, match
from streammon.circular.numbers import figure
from streammon.circular.reading import Circular
from streammon.circular.rows import rows_by_name, spoken_of
from streammon.circular.table import Table
from streammon.words import say


def check(circular: Circular) -> Iterator[Contradiction]:
    """Yield where a unit has another figure in its row, and where a unit is written differently."""
    for paragraph in circular.paragraphs:
        told: set[str] = set()
        for claim in claims_of(paragraph):
            is_figure = claim.unit != "%" and not claim.counts_things
            for table in tables_of(circular, claim) if is_figure else ():
                yield from _misspelt(claim, table, told)
                yield from _different(claim, table)


def _misspelt(claim: Claim, table: Table, told: set[str]) -> Iterator[Contradiction]:
    spoken = spoken_of(claim, table)
    if spoken and spoken.said != spoken.name and spoken.name not in told:
        told.add(spoken.name)
        row = rows_by_name(table)[spoken.name][0]
        words = say("circular.name", text=spoken.said, name=spoken.name, table=named(table))
        one = Evidence(spoken.said, claim.paragraph.place(claim.start), stated(claim).quote)
        yield Contradiction(
            Kind.NAME, Confidence.DOUBTFUL, words, one, Evidence(spoken.name, row.line.place, _quote(row))
        )


def _different(claim: Claim, table: Table) -> Iterator[Contradiction]:
    spoken = spoken_of(claim, table)
    rows = rows_by_name(table)[spoken.name] if spoken else ()
    if not spoken or len(rows) != 1:
        return
    phrase = claim.before.rpartition(spoken.said)[2]
    cells = [(match(phrase, table.head[at]), at, figure(rows[0].cells[at])) for at in table.measures]
    fitting = [(fit, at, value) for fit, at, value in cells if fit >= Match.PART and value is not None]
    best = max((fit for fit, _, _ in fitting), default=Match.NONE)
    only = [(at, value) for fit, at, value in fitting if fit is best]
    if len(only) == 1 and not any(value == claim.value for _, _, value in fitting):
        at, value = only[0]
        words = say("circular.row", name=spoken.name, column=table.head[at], stated=claim.shown, listed=printed(value))
        yield Contradiction(
            Kind.ROW,
            certain(best is Match.SAME),
            words,
            stated(claim),
            Evidence(printed(value), rows[0].line.place, _quote(rows[0])),
        )


def _quote(row: Row) -> str:
    return " | ".join(cell for cell in row.cells if cell)[:80]
