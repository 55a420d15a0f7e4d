"""Which table a number of the text speaks of.

The text says so itself (详见附件 3), or other numbers of the same clause or sentence are those of the table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from streammon.circular.claims import Claim, claims_of, references
from streammon.circular.grading import counts, grade_of
from streammon.circular.measures import Match, match, names
from streammon.circular.reading import Circular
from streammon.circular.table import Column, Table

_COUNTED_NOUN = 6
_CLAUSE = re.compile("[，,；;。：:]")
_TOTAL = re.compile("共计?|合计|总计|累计")
_VERB = re.compile(
    "主动公开|公开|发布|报送|上[传报]|更新|转[载发]|受理|承办|办[理结]|收到|生成|产生|刊发|采用|处置|抽查|开展"
)
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_FEWEST_HITS = 2


def tables_of(circular: Circular, claim: Claim) -> tuple[Table, ...]:
    """Return the tables that a claim may speak of; none where nothing tells."""
    if named := _referred(circular, claim):
        return named
    claims = claims_of(claim.paragraph)
    clause = _clause(claim)
    hits = _best(circular.tables, (other for other in claims if _clause(other) == clause))
    if hits:
        return hits[:1]
    hits = _best(circular.tables, (other for other in claims if other.sentence == claim.sentence))
    return hits[:1] if hits and hits[1] >= _FEWEST_HITS else ()


def noun(claim: Claim) -> str:
    """Return what is counted: the words after the unit, or those before the number."""
    return claim.after[:_COUNTED_NOUN] or claim.before[-_COUNTED_NOUN:]


def measure(claim: Claim) -> str:
    """Return what is measured: what follows 共, or, behind a count of units, the verb and what follows it."""
    phrase = _TOTAL.split(claim.before)[-1]
    preceded = any(other.end + len(claim.before) == claim.start for other in claims_of(claim.paragraph))
    verb = _VERB.search(phrase) if preceded else None
    return phrase[verb.start() :] if verb else phrase


@lru_cache(maxsize=4096)
def column_matches(claim: Claim, table: Table) -> tuple[tuple[int, Match], ...]:
    """Return the columns that may be what the claim measures, and how well they fit."""
    phrase = measure(claim)
    found = ((at, match(phrase, table.head[at], claim.around)) for at in table.measures)
    return tuple((at, fit) for at, fit in found if fit)


@lru_cache(maxsize=256)
def entry_counts(table: Table) -> frozenset[int]:
    """Return the numbers that may be said to be how many the table lists."""
    distinct = {table.distinct(at) for at in table.names}
    bare = {len({_BRACKETS.sub("", cell) for cell in table.column(at) if cell}) for at in table.names}
    return frozenset({table.entries, len(table.rows)} | distinct | bare)


def listed(claim: Claim, table: Table) -> int | None:
    """Return how many of what the claim counts the table lists; None if it is of something else."""
    said = noun(claim)
    heads = [at for at in table.names if table.columns[at] is Column.TEXT and names(said, table.head[at])]
    if heads:
        return table.distinct(heads[0])
    return table.entries if names(said, table.title) else None


def _referred(circular: Circular, claim: Claim) -> tuple[Table, ...]:
    found = references(claim.paragraph)
    after = [label for at, label in found if at >= claim.end][:1]
    same = [label for at, label in found if claim.sentence[0] <= at < claim.end][-1:]
    return tuple(table for table in circular.tables if table.label in (after or same))


def _clause(claim: Claim) -> tuple[int, int]:
    text = claim.paragraph.text
    ends = [each.start() for each in _CLAUSE.finditer(text, *claim.sentence)]
    start = max((at for at in ends if at < claim.start), default=claim.sentence[0])
    return start, min((at for at in ends if at >= claim.end), default=claim.sentence[1])


def _best(tables: Sequence[Table], claims: Iterable[Claim]) -> tuple[Table, int] | None:
    """Return the table that most of the claims agree with, and how many; None if none or two do."""
    wanted = list(claims)
    ranked = sorted(
        ((sum(_hits(claim, table) for claim in wanted), at) for at, table in enumerate(tables)), reverse=True
    )
    if not ranked or not ranked[0][0] or (len(ranked) > 1 and ranked[1][0] == ranked[0][0]):
        return None
    return tables[ranked[0][1]], ranked[0][0]


def _hits(claim: Claim, table: Table) -> bool:
    if claim.unit == "%" or not claim.value:
        return False
    if grade := grade_of(claim):
        return claim.value in counts(table, grade)
    if claim.counts_things and claim.value in entry_counts(table) and listed(claim, table) is not None:
        return True
    return any(table.total(at) == claim.value for at, _ in column_matches(claim, table))
