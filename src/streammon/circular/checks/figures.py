"""Numbers of the text against the tables they speak of: how many are listed, what columns add up to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from streammon.circular.claims import Claim, claims_of
from streammon.circular.finding import Confidence, Contradiction, Evidence, Kind, certain, printed
from streammon.circular.grading import counts, grade_of
from streammon.circular.links import column_matches, entry_counts, listed, tables_of
from streammon.circular.measures import Match
from streammon.circular.reading import Circular
from streammon.circular.rows import is_of_a_row
from streammon.circular.table import Table
from streammon.words import say

_OF_A_LIST = re.compile("等$|其[余它他]$|另有?$|[此另]外$")
_NEARLY, _BARELY = Decimal(2), Decimal("1.1")
"""A number that is more than so many times another hardly ever counts the same; where the words are not the same,
even less."""


def check(circular: Circular) -> Iterator[Contradiction]:
    """Yield the claims that the tables do not bear out."""
    for paragraph in circular.paragraphs:
        for claim in claims_of(paragraph):
            if claim.unit == "%" or _OF_A_LIST.search(claim.before):
                continue
            tables = tables_of(circular, claim)
            if any(is_of_a_row(claim, table) for table in tables):
                continue
            if grade := grade_of(claim):
                graded = any(counts(table, grade) for table in tables)
                yield from () if graded else _added_up(claim, tables)
            elif not any(_bears_out(claim, table) for table in tables):
                yield from (claim.counts_things and list(_counted(claim, tables))) or _added_up(claim, tables)


def _bears_out(claim: Claim, table: Table) -> bool:
    return (claim.counts_things and claim.value in entry_counts(table)) or _is_sum(claim, table)


def _counted(claim: Claim, tables: Sequence[Table]) -> Iterator[Contradiction]:
    """Yield the number of units or accounts that is not the number listed."""
    for table in tables:
        count = listed(claim, table)
        if count and _is_near(claim.value, Decimal(count)):
            words = say("circular.count", stated=claim.phrase, table=named(table), listed=count)
            other = Evidence(str(count), table.rows[0].line.place, named(table))
            yield Contradiction(Kind.COUNT, Confidence.CERTAIN, words, stated(claim), other)
            return


def _added_up(claim: Claim, tables: Sequence[Table]) -> Iterator[Contradiction]:
    """Yield the number that is not what its column adds up to."""
    if any(_is_sum(claim, table) for table in tables):
        return
    for table in tables:
        matches = column_matches(claim, table)
        best = max((fit for _, fit in matches), default=Match.NONE)
        columns = [at for at, fit in matches if fit is best]
        if len(columns) != 1 or _is_taken(claim, table, columns[0]):
            continue
        if best < Match.SAME and claim.value in entry_counts(table):
            continue
        total = table.total(columns[0])
        if best is Match.LOOSE and not _is_near(claim.value, total, _BARELY):
            continue
        head = table.head[columns[0]] or say("circular.nameless")
        near = _is_near(claim.value, total)
        words = say("circular.column_sum", stated=claim.phrase, table=named(table), column=head, total=printed(total))
        other = Evidence(
            printed(total), table.rows[0].line.place, say("circular.of_column", table=named(table), column=head)
        )
        yield Contradiction(Kind.COLUMN_SUM, certain(near and best > Match.LOOSE), words, stated(claim), other)
        return


def stated(claim: Claim) -> Evidence:
    """Return a claim as evidence."""
    return Evidence(
        printed(claim.value), claim.paragraph.place(claim.start), claim.paragraph.quote(claim.start, claim.end)
    )


def named(table: Table) -> str:
    """Return what a table is called: its label and title, as far as it has them."""
    return " ".join(filter(None, (str(table.label or ""), table.title))) or say("circular.untitled")


def _is_taken(claim: Claim, table: Table, column: int) -> bool:
    """Tell whether another number of the paragraph is the sum of the column: this one then counts something else."""
    return any(
        other.value == table.total(column) and column in dict(column_matches(other, table))
        for other in claims_of(claim.paragraph)
    )


def _is_sum(claim: Claim, table: Table) -> bool:
    return any(table.total(at) == claim.value for at, _ in column_matches(claim, table))


def _is_near(one: Decimal, other: Decimal, times: Decimal = _NEARLY) -> bool:
    small, large = sorted((one, other))
    return large <= small * times
