"""How many have a grade: in the text, and in the table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from streammon.circular.checks.enumerations import enumerated
from streammon.circular.checks.figures import named, stated
from streammon.circular.claims import Claim, claims_of
from streammon.circular.finding import Confidence, Contradiction, Evidence, Kind
from streammon.circular.grading import counts, grade_of
from streammon.circular.links import tables_of
from streammon.circular.reading import Circular
from streammon.circular.rows import bare, rows_by_name
from streammon.circular.table import Table
from streammon.words import say


def check(circular: Circular) -> Iterator[Contradiction]:
    """Yield the grades that the table gives to more or fewer, and the units named with a grade that is not theirs."""
    for paragraph in circular.paragraphs:
        for claim in claims_of(paragraph):
            grade = grade_of(claim)
            tables = tables_of(circular, claim) if grade else ()
            yield from _counted(claim, grade, tables)
            yield from _named(claim, grade, tables)


def _counted(claim: Claim, grade: str, tables: Sequence[Table]) -> Iterator[Contradiction]:
    graded = [table for table in tables if counts(table, grade)]
    if graded and not any(claim.value in counts(table, grade) for table in graded):
        table, count = graded[0], counts(graded[0], grade)[0]
        words = say("circular.grades", grade=grade, stated=claim.shown, table=named(table), listed=count)
        other = Evidence(str(count), table.rows[0].line.place, named(table))
        yield Contradiction(Kind.GRADES, Confidence.CERTAIN, words, stated(claim), other)


def _named(claim: Claim, grade: str, tables: Sequence[Table]) -> Iterator[Contradiction]:
    for table in tables:
        for name in enumerated(claim) if counts(table, grade) else ():
            given = _grades(table, name)
            if given and grade not in given:
                row = rows_by_name(table)[bare(name)][0]
                words = say("circular.grade_of", name=name, grade=grade, table=named(table), given=given[0])
                other = Evidence(given[0], row.line.place, " | ".join(filter(None, row.cells))[:80])
                yield Contradiction(Kind.GRADES, Confidence.CERTAIN, words, stated(claim), other)


def _grades(table: Table, name: str) -> list[str]:
    rows = rows_by_name(table).get(bare(name), ())
    return [row.cells[table.grade] for row in rows if table.grade is not None and row.cells[table.grade]]
