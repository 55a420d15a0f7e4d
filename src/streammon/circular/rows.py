"""Which row of a table a clause of the text speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from streammon.circular.claims import Claim
from streammon.circular.grids import Row
from streammon.circular.table import Table

_AREA = re.compile("^[省市县区]")
_SHORTEST = 2
_CLAUSES = re.compile("[；;。]")
_SUFFIX = re.compile("[局镇乡办委院会处所站队厅部区县道心]")


def bare(name: str) -> str:
    """Return a name as the text may shorten it: 县财政局 and 财政局 are one."""
    return _AREA.sub("", name) if len(name) > _SHORTEST + 1 else name


@lru_cache(maxsize=256)
def rows_by_name(table: Table) -> dict[str, tuple[Row, ...]]:
    """Return the rows of each subject."""
    found: dict[str, tuple[Row, ...]] = {}
    for subject, rows in table.groups():
        if len(subject) >= _SHORTEST:
            found[bare(subject)] = found.get(bare(subject), ()) + tuple(rows)
    return found


@dataclass(frozen=True, slots=True)
class Spoken:
    """The subject of a row, and how the text writes it."""

    name: str
    said: str


def spoken_of(claim: Claim, table: Table) -> Spoken | None:
    """Return the subject whose row the claim is about: the last that its part of the sentence names.

    Without any, the only one that the text may have meant: it differs in one character.
    """
    found = _subjects(claim, table)
    return found[0] if len(found) == 1 else None


def is_of_a_row(claim: Claim, table: Table) -> bool:
    """Tell whether the claim is about some row, even where it can't be told which."""
    return bool(_subjects(claim, table))


@lru_cache(maxsize=4096)
def _subjects(claim: Claim, table: Table) -> tuple[Spoken, ...]:
    text = claim.paragraph.text
    start = max(
        (each.end() for each in _CLAUSES.finditer(text, claim.sentence[0], claim.start)), default=claim.sentence[0]
    )
    said = text[start : claim.start]
    places = {name: said.rfind(name) for name in rows_by_name(table)}
    found = [name for name, at in places.items() if at >= 0]
    if found:
        name = max(found, key=lambda name: (places[name], len(name)))
        return (Spoken(name, name),)
    return tuple(Spoken(name, other) for name in places for other in _alike(name, said))


def _alike(name: str, text: str) -> list[str]:
    """Return what begins the text and is the name but for one character, with the same last one."""
    beginning = bare(text)[: len(name)]
    if len(name) <= _SHORTEST or not _SUFFIX.fullmatch(name[-1:]) or beginning[-1:] != name[-1:]:
        return []
    return [beginning] if sum(a != b for a, b in zip(name, beginning, strict=True)) == 1 else []
