"""From base measures to what a board says of a subject: measures, grade, the distance to a better one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from string import Formatter

from streammon.model.ledger import Value
from streammon.model.rules import Board, Rung
from streammon.rules.conditions import expression
from streammon.rules.measures import NAMED, Counts
from streammon.words import say

Values = dict[str, Value]

_MOST = 1_000
"""A grade that is further away than so many items is out of reach."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a board says of one subject. Without rungs, `grade` and `because` are empty."""

    measures: Values
    grade: str
    because: str


def named(board: Board) -> frozenset[str]:
    """Return those of the measures `NAMED` that a flawless board names, in a condition, a measure or a text."""
    whens = [rung.when for rung in board.rungs] + [problem.when for problem in board.problems]
    texts = filter(None, [*whens, *board.measures.values(), *board.months.values()])
    fields = {field for problem in board.problems for _, field, _, _ in Formatter().parse(problem.text) if field}
    return frozenset(NAMED) & fields.union(*(expression(text).names for text in texts))


def judged(board: Board, total: Counts, months: Sequence[Counts]) -> Verdict:
    """Return the verdict on a subject with the base measures `total`; `months` are those of each calendar month."""
    return _verdict(board, total, _months(board, months))


def distance(board: Board, total: Counts, months: Sequence[Counts], grade: str) -> str:
    """Return how many items, reposts or closed cases are missing for another grade, in words; "" where none helps.

    Doing more is what the unit can do, and never lowers a grade: the first other grade is the next better one.
    """
    counted = _months(board, months)
    asked = _asked(board)
    ways = []
    for name, (lever, room) in LEVERS.items():
        if not asked & _MOVED[name]:
            continue

        def helps(count: int, lever: Callable[[Counts, int], Counts] = lever) -> bool:
            return _verdict(board, lever(total, count), counted).grade != grade

        if count := _fewest(helps, min(room(total), _MOST)):
            ways.append((count, name))
    if not ways:
        return ""
    count, name = min(ways)
    return say(f"grade.distance.{name}", count=count)


def _verdict(board: Board, total: Counts, months: Mapping[str, int]) -> Verdict:
    values: Values = {**total, **months}
    for name, text in board.measures.items():
        values[name] = expression(text).of(values)
    rung = next((rung for rung in board.rungs if _given(rung, values)), None)
    return Verdict(values, rung.grade if rung else "", rung.because if rung else "")


def _given(rung: Rung, values: Values) -> bool:
    return not rung.when or bool(expression(rung.when).of(values))


def _months(board: Board, months: Sequence[Counts]) -> dict[str, int]:
    return {name: sum(bool(expression(text).of(month)) for month in months) for name, text in board.months.items()}


def _published(total: Counts, count: int) -> Counts:
    """So many more original items, first where something is due and nothing there."""
    return total | {
        "published": total["published"] + count,
        "originals": total["originals"] + count,
        "surplus": total["surplus"] + count if total["due"] else 0,
        "empty_due": max(0, total["empty_due"] - count),
    }


def _task_reposts(total: Counts, count: int) -> Counts:
    return total | {
        "published": total["published"] + count,
        "reposts": total["reposts"] + count,
        "task_reposts": total["task_reposts"] + count,
    }


def _closed(total: Counts, count: int) -> Counts:
    return total | {"closed": total["closed"] + count}


LEVERS: dict[str, tuple[Callable[[Counts, int], Counts], Callable[[Counts], int]]] = {
    "published": (_published, lambda _: _MOST),
    "task_reposts": (_task_reposts, lambda total: total["tasks"] - total["task_reposts"]),
    "closed": (_closed, lambda total: max(total["accepted"], total["received"]) - total["closed"]),
}
"""What a unit can do more of: what that does to its measures, and how much more there is to be done."""

_MOVED = {
    "published": {"published", "originals", "surplus", "empty_due"},
    "task_reposts": {"task_reposts"},
    "closed": {"closed"},
}


def _asked(board: Board) -> set[str]:
    """Return the names on which the rungs depend, through measures of the board too."""
    names = {name for rung in board.rungs if rung.when for name in expression(rung.when).names}
    for name in reversed(board.measures):
        if name in names:
            names |= expression(board.measures[name]).names
    return names


def _fewest(helps: Callable[[int], bool], most: int) -> int:
    """Return the least count that helps, 0 where not even `most` does; more never helps less."""
    if most < 1 or not helps(most):
        return 0
    low, high = 1, most
    while low < high:
        middle = (low + high) // 2
        if helps(middle):
            high = middle
        else:
            low = middle + 1
    return low
