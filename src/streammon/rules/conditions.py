"""Conditions and measures of a board in CEL, the Common Expression Language.

CEL has no types here to be checked before it runs, and `&&` and `||` pass over what can't be worked out. So a condition
is tried out when the rules are loaded, with values on both sides of every number that it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

import cel

from streammon.model.ledger import Value
from streammon.words import say

RULES = "rules"
"""The map of incidents by rule: `rules["message/overdue"]`."""

GRADES = "grades"
"""The map of lines by grade: `grades['不合格']`."""

_FUNCTIONS = ("double", "int", "size", "string")
_LOOKUP = re.compile(r"""\b(?:rules|grades)\[\s*(?:"([^"]*)"|'([^']*)')\s*\]""")
_NUMBER = re.compile(r"\d+")
_POSITION = re.compile(r"<input>:\d+:(\d+): (?:Syntax error: )?(.*)")

Names = Mapping[str, Value]
"""The names that an expression may use, each with a value of its type: 0 for counts, 0.0 for rates."""

Said = tuple[str, str]
"""What is wrong, and the unknown name that is to blame (or "")."""


class Expression:
    """One CEL expression. Raises ValueError, with Chinese words and the character, where it is none."""

    def __init__(self, text: str) -> None:
        try:
            self._program = cel.compile(text)
        except ValueError as error:
            raise ValueError(_syntax(str(error))) from None
        self.names = frozenset(self._program.variables())
        self.functions = frozenset(name for name in self._program.functions() if name.isidentifier())
        self.keys = tuple(a or b for a, b in _LOOKUP.findall(text))
        """What is looked up in the maps: rules, or grades."""
        self._plain = tuple(self.names - {RULES, GRADES})
        self._maps = tuple(self.names & {RULES, GRADES})

    def of(self, values: Mapping[str, Value]) -> Value:
        """Return what it comes to; what a map is asked for stands in `values` too, and is 0 where it does not."""
        context: dict[str, object] = {name: values[name] for name in self._plain}
        for name in self._maps:
            context[name] = {key: values.get(key, 0) for key in self.keys}
        result: Value = self._program.execute(context)
        return result


@lru_cache(maxsize=4096)
def expression(text: str) -> Expression:
    """Return the expression that `text` is; compiled once."""
    return Expression(text)


def flaws(text: str, names: Names, *, truth: bool) -> Iterator[Said]:
    """Yield what is wrong with an expression over `names`; `truth` wants true or false, else a number is wanted."""
    try:
        found = expression(text)
    except ValueError as error:
        yield str(error), ""
        return
    unknown = sorted(found.names - names.keys())
    for name in unknown:
        yield say("grade.condition.name", name=name), name
    strange = sorted(found.functions - set(_FUNCTIONS) - found.names)
    for name in strange:
        yield say("grade.condition.function", name=name, known="、".join(_FUNCTIONS)), ""
    if not unknown and not strange and (said := _tried(found, text, names, truth)):
        yield said, ""


def zero_of(text: str, names: Names) -> Value:
    """Return 0.0 for a flawless measure that comes to decimal numbers, 0 for one that counts."""
    found = expression(text)
    return 0.0 if any(isinstance(found.of(values), float) for values in _samples(found, text, names)) else 0


def _tried(found: Expression, text: str, names: Names, truth: bool) -> str:
    for values in _samples(found, text, names):
        try:
            result: object = found.of(values)
        except (TypeError, ValueError, KeyError, ArithmeticError, RuntimeError) as error:
            return _runtime(error)
        if isinstance(result, bool) is not truth or not isinstance(result, int | float):
            return say("grade.condition.truth" if truth else "grade.condition.number")
    return ""


def _samples(found: Expression, text: str, names: Names) -> Iterator[dict[str, Value]]:
    """Yield values for the names: alike, at and beside every number in the text, then one name apart from the rest."""
    used = sorted({*found.names, *found.keys} - {RULES, GRADES})
    numbers = sorted({0, 1, *(int(digits) + step for digits in _NUMBER.findall(text)[:20] for step in (-1, 0, 1))})
    kinds = {name: type(names.get(name, 0)) for name in used}
    for number in numbers:
        yield {name: kind(number) for name, kind in kinds.items()}
    for apart in used:
        for low, high in ((numbers[0], numbers[-1]), (numbers[-1], numbers[0])):
            yield {name: kind(high if name == apart else low) for name, kind in kinds.items()}


def _syntax(message: str) -> str:
    if position := _POSITION.search(message):
        return say("grade.condition.syntax", character=position[1], why=position[2])
    return say("grade.condition.broken", why=message)


def _runtime(error: Exception) -> str:
    if isinstance(error, ZeroDivisionError):
        return say("grade.condition.zero")
    if isinstance(error, TypeError):
        return say("grade.condition.types")
    return say("grade.condition.broken", why=str(error))
