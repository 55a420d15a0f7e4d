"""A number of the ledger in a template."""

from __future__ import annotations

from streammon.report.rounding import printed
from streammon.report.tied import tie

Number = int | float


class Figure:
    """A number that comes from the ledger, and stays one when it is added to, or divided by, another such number.

    With a number that was typed the result is an ordinary one: it is not the ledger's any more.
    """

    __slots__ = ("decimals", "suffix", "value")

    def __init__(self, value: Number, decimals: int = 1, suffix: str = "") -> None:
        self.value, self.decimals, self.suffix = value, decimals, suffix

    def __str__(self) -> str:
        return tie(printed(self.value, self.decimals, self.suffix))

    __repr__ = __str__

    def __bool__(self) -> bool:
        return bool(self.value)

    def __eq__(self, other: object) -> bool:
        return self.value == (other.value if isinstance(other, Figure) else other)

    def __hash__(self) -> int:
        return hash(self.value)

    def __lt__(self, other: Figure | Number) -> bool:
        return self.value < _plain(other)

    def __gt__(self, other: Figure | Number) -> bool:
        return self.value > _plain(other)

    def __le__(self, other: Figure | Number) -> bool:
        return self.value <= _plain(other)

    def __ge__(self, other: Figure | Number) -> bool:
        return self.value >= _plain(other)

    def __add__(self, other: Figure | Number) -> Figure | Number:
        return _result(self.value + _plain(other), other)

    def __radd__(self, other: Number) -> Figure | Number:
        return _result(other + self.value, other or self)  # the 0 with which a sum begins was typed by nobody

    def __sub__(self, other: Figure | Number) -> Figure | Number:
        return _result(self.value - _plain(other), other)

    def __mul__(self, other: Figure | Number) -> Figure | Number:
        return _result(self.value * _plain(other), other)

    def __truediv__(self, other: Figure | Number) -> Figure | Number:
        return _result(self.value / _plain(other), other)


def _plain(other: object) -> Number:
    value = other.value if isinstance(other, Figure) else other
    if not isinstance(value, int | float):
        raise TypeError(other)
    return value


def _result(value: Number, other: object) -> Figure | Number:
    return Figure(value) if isinstance(other, Figure) else value
