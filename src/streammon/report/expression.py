"""What a column shows: a fact of the row, or sums, differences, products and quotients of facts."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from datetime import date

Fact = str | int | float | date | None
"""A cell's value; None where there is nothing."""

_OPERATORS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


class Expression:
    """A parsed expression. Raises ValueError where `text` is none."""

    def __init__(self, text: str) -> None:
        try:
            self._body = ast.parse(text, mode="eval").body
        except SyntaxError as error:
            raise ValueError(text) from error
        self.names = tuple(_names(self._body))
        if not self.names:
            raise ValueError(text)  # a number that somebody typed, not one of the ledger

    def of(self, facts: Mapping[str, Fact]) -> Fact:
        """Return the value for one row; None where a fact is missing or a divisor is 0."""
        return _value(self._body, facts)


def _names(node: ast.expr) -> list[str]:
    match node:
        case ast.Name():
            return [node.id]
        case ast.Attribute(value=ast.Name()):
            return [ast.unparse(node)]
        case ast.BinOp() if type(node.op) in _OPERATORS:
            return _names(node.left) + _names(node.right)
        case ast.Constant(value=int() | float()):
            return []
    raise ValueError(ast.unparse(node))


def _value(node: ast.expr, facts: Mapping[str, Fact]) -> Fact:
    match node:
        case ast.Constant(value=int() | float() as number):
            return number
        case ast.BinOp():
            left, right = _value(node.left, facts), _value(node.right, facts)
            return _calculated(node.op, left, right)
    return facts.get(ast.unparse(node))


def _calculated(sign: ast.operator, left: Fact, right: Fact) -> Fact:
    if not isinstance(left, int | float) or not isinstance(right, int | float):
        return None
    if isinstance(sign, ast.Div) and right == 0:
        return None
    return _OPERATORS[type(sign)](left, right)
