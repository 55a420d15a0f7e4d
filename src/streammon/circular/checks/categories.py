"""Kinds of problems that the text counts as if each entry had exactly one, against the list of entries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from streammon.circular.checks.breakdowns import Breakdown, breakdowns
from streammon.circular.checks.figures import named, stated
from streammon.circular.claims import Claim
from streammon.circular.finding import Contradiction, Evidence, Kind, certain
from streammon.circular.grids import Row
from streammon.circular.reading import Circular
from streammon.circular.table import Column, Table
from streammon.words import say

_EXTRA = re.compile("^(?:其中|出现|存在|因|属于?|有|是|为|涉及)+|(?:的|有|共|问题)+$")
_SHORTEST = 3


def check(circular: Circular) -> Iterator[Contradiction]:
    """Yield where entries of a list have several of the kinds, or none, and where a kind is counted differently."""
    for paragraph in circular.paragraphs:
        for each in breakdowns(paragraph):
            parts = _adding_up(each)
            phrases = [_EXTRA.sub("", part.before) for part in parts]
            if len(parts) > 1 and all(len(phrase) >= _SHORTEST for phrase in phrases):
                for table in circular.tables:
                    yield from _compared(each, parts, phrases, table)


def _adding_up(each: Breakdown) -> list[Claim]:
    """Return the first parts that make up the total."""
    parts: list[Claim] = []
    for part in each.parts:
        parts.append(part)
        if sum((one.value for one in parts), Decimal()) == each.total.value:
            return parts
    return []


def _compared(each: Breakdown, parts: Sequence[Claim], phrases: Sequence[str], table: Table) -> Iterator[Contradiction]:
    for at in (at for at, kind in enumerate(table.columns) if kind is Column.TEXT):
        found = [[row for row in table.rows if phrase in row.cells[at]] for phrase in phrases]
        if not all(found):
            continue
        sure = len(table.rows) == each.total.value
        for part, phrase, rows in zip(parts, phrases, found, strict=True):
            if len(rows) != part.value:
                words = say("circular.category_count", phrase=phrase, stated=part.shown, listed=len(rows))
                other = Evidence(str(len(rows)), rows[0].line.place, named(table))
                yield Contradiction(Kind.COUNT, certain(sure), words, stated(part), other)
        several = [row for row in table.rows if sum(row in rows for rows in found) > 1]
        none = [row for row in table.rows if not any(row in rows for rows in found)]
        if several or none:
            yield _overlapping(each, parts, phrases, table, several, none, sure=sure)


def _overlapping(
    each: Breakdown,
    parts: Sequence[Claim],
    phrases: Sequence[str],
    table: Table,
    several: Sequence[Row],
    none: Sequence[Row],
    *,
    sure: bool,
) -> Contradiction:
    terms = " + ".join(f"{phrase} {part.shown}" for phrase, part in zip(phrases, parts, strict=True))
    words = say(
        "circular.categories",
        terms=terms, total=each.total.shown, both=_told(table, several), neither=_told(table, none), table=named(table),
    )  # fmt: skip
    first = (*several, *none)[0]
    quote = " | ".join(filter(None, first.cells))[:80]
    value = say("circular.both_and_none", several=len(several), none=len(none))
    return Contradiction(
        Kind.CATEGORIES, certain(sure), words, stated(each.total), Evidence(value, first.line.place, quote)
    )


def _told(table: Table, rows: Sequence[Row]) -> str:
    at = next((at for at in table.names if table.distinct(at) == len(table.rows)), table.names[0])
    return say("circular.entries", count=len(rows), names="、".join(row.cells[at] for row in rows)) if rows else "0"
