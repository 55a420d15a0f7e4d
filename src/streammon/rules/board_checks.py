"""What is wrong with the conditions, measures and texts of a board or a summary, before anything is graded by them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from string import Formatter

from streammon.model.ledger import Value
from streammon.model.rules import Board, Flaw, Problem, Roundup
from streammon.rules.boards import named
from streammon.rules.conditions import GRADES, RULES, Names, flaws, zero_of
from streammon.rules.measures import MEASURES, USUAL
from streammon.words import say

SPAN_FIELDS = ("first", "last", "days", "limit")
FINDING_FIELDS = ("wrong", "right", "title", "count")
"""What the text of a problem with `rule` may name."""

LINES, PROBLEMS = "subjects", "problems"
"""What a summary counts besides the measures: the lines of a group, and those with any problem."""

Keys = tuple[str | int, ...]


def board_flaws(board: Board) -> Iterator[Flaw]:
    """Yield every mistake in the expressions and texts of a board."""
    base: dict[str, Value] = {**dict.fromkeys(MEASURES, 0), RULES: 0}
    for name, text in board.months.items():
        yield from _named(("months", name), name, base)
        yield from _wrong(("months", name), text, base, truth=True)
    names = base | dict.fromkeys(board.months, 0)
    for name, text in board.measures.items():
        yield from _named(("measures", name), name, names)
        found = list(_wrong(("measures", name), text, names, truth=False))
        yield from found
        names[name] = 0 if found else zero_of(text, names)
    for position, rung in enumerate(board.rungs):
        if rung.when:
            yield from _wrong(("rungs", position, "when"), rung.when, names, truth=True)
    for position, problem in enumerate(board.problems):
        yield from _problem(("problems", position), problem, names)


def summary_flaws(summary: Roundup, board: Board) -> Iterator[Flaw]:
    """Yield every mistake in the measures of a summary of `board`."""
    names: dict[str, Value] = dict.fromkeys((LINES, PROBLEMS, GRADES, *USUAL, *named(board), *board.months), 0)
    for name, text in board.measures.items():
        names[name] = zero_of(text, names | {RULES: 0})
    for name, text in summary.measures.items():
        found = list(_wrong(("measures", name), text, names, truth=False))
        yield from found
        names[name] = 0 if found else zero_of(text, names)


def _problem(keys: Keys, problem: Problem, names: Names) -> Iterator[Flaw]:
    if bool(problem.when) == bool(problem.rule):
        yield Flaw(keys, say("grade.problem.which"))
    if problem.when:
        yield from _wrong((*keys, "when"), problem.when, names, truth=True)
    known = (*SPAN_FIELDS, *FINDING_FIELDS) if problem.rule else tuple(names.keys() - {RULES})
    yield from _texts((*keys, "text"), problem.text, known)


def _texts(keys: Keys, text: str, known: Iterable[str]) -> Iterator[Flaw]:
    try:
        fields = [field for _, field, _, _ in Formatter().parse(text) if field is not None]
    except ValueError:
        yield Flaw(keys, say("grade.problem.braces"))
        return
    for field in fields:
        if field not in known:
            yield Flaw(keys, say("grade.problem.field", name=field), field, tuple(known))


def _named(keys: Keys, name: str, taken: Names) -> Iterator[Flaw]:
    if name in taken:
        yield Flaw(keys, say("grade.condition.taken", name=name))
    elif not (name.isascii() and name.isidentifier()):
        yield Flaw(keys, say("grade.condition.form", name=name))


def _wrong(keys: Keys, text: str, names: Names, *, truth: bool) -> Iterator[Flaw]:
    for what, word in flaws(text, names, truth=truth):
        yield Flaw(keys, what, word, tuple(names) if word else ())
