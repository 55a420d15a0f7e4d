"""Digits that may be one number: single groups, and neighbouring groups that spaces, hyphens or a line break part."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass

_GROUP = re.compile(r"(?<![A-Za-z0-9])[0-9]+[Xx]?(?![A-Za-z0-9])")
"""No `\\b`: between a Chinese character and a digit there is none. A letter beside the digits makes them a code."""
_GAP = re.compile(r"[ \u00a0\u2000-\u200a\u3000\-\u2010-\u2015\u2212\uff0d]{1,3}|[ \u3000]*\r?\n[ \u3000]*")
"""What may part one number. A tabulator does not: it parts two cells."""
_MOST_GROUPS = 6
_FEWEST_DIGITS = 11
"""The shortest number that any detector looks for."""


@dataclass(frozen=True)
class Group:
    """Digits without anything between, perhaps an X at the end; offsets in the plain text."""

    digits: str
    start: int
    end: int


Run = Sequence[Group]
"""Groups of which each stands a gap away from the next."""


@dataclass(frozen=True)
class Number:
    """Groups taken together. `digits` may end in X."""

    digits: str
    groups: tuple[Group, ...]

    @property
    def shape(self) -> tuple[int, ...]:
        """Return the lengths of the groups."""
        return tuple(len(group.digits) for group in self.groups)

    @property
    def start(self) -> int:
        """Return where the number begins in the plain text."""
        return self.groups[0].start

    @property
    def end(self) -> int:
        """Return where the number ends in the plain text."""
        return self.groups[-1].end


def runs(text: str) -> list[Run]:
    """Return the groups of digits in the plain text, those together that stand a gap apart; short runs are left out."""
    found: list[list[Group]] = []
    end = -1
    for match in _GROUP.finditer(text):
        group = Group(match[0].upper(), match.start(), match.end())
        if found and match.start() - end < 8 and _GAP.fullmatch(text, end, match.start()):
            found[-1].append(group)
        else:
            found.append([group])
        end = match.end()
    return [run for run in found if sum(len(group.digits) for group in run) >= _FEWEST_DIGITS]


def take(
    among: Sequence[Run], lengths: Container[int], valid: Callable[[Number], bool]
) -> tuple[list[Number], list[Run]]:
    """Return the numbers of one of `lengths` that are `valid`, in the text's order, and the runs without them.

    A group that is a number by itself is one, whatever stands beside it; only then are neighbours tried together.
    """
    found: list[Number] = []
    for size in range(1, _MOST_GROUPS + 1):
        left = [run for run in among if len(run) < size]
        for run in (run for run in among if len(run) >= size):
            numbers, rest = _sweep(run, size, lengths, valid)
            found += numbers
            left += rest
        among = left
    return sorted(found, key=lambda number: number.start), list(among)


def _sweep(
    run: Run, size: int, lengths: Container[int], valid: Callable[[Number], bool]
) -> tuple[list[Number], list[Run]]:
    found: list[Number] = []
    rest: list[Run] = []
    kept = at = 0
    while at + size <= len(run):
        groups = tuple(run[at : at + size])
        at += 1
        if sum(len(group.digits) for group in groups) not in lengths:
            continue
        number = Number("".join(group.digits for group in groups), groups)
        if valid(number):
            found.append(number)
            rest.append(run[kept : at - 1])
            kept = at = at - 1 + size
    rest.append(run[kept:])
    return found, [part for part in rest if part]


def is_decimal(text: str, number: Number) -> bool:
    """Tell whether the number is a part of a decimal fraction or of an amount with one."""
    before, after = text[max(number.start - 2, 0) : number.start], text[number.end : number.end + 2]
    return (before[1:] == "." and before[0].isdigit()) or (after[:1] == "." and after[1:].isdigit())


def before(text: str, position: int, width: int) -> str:
    """Return up to `width` characters that stand before `position` on the same line."""
    start = max(position - width, 0)
    return text[max(start, text.rfind("\n", start, position) + 1) : position]
