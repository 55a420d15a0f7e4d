"""A contradiction in a circular: two values that can't both be right, and where each of them stands."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Confidence(StrEnum):
    """Whether there is no other way to read it, or a person has to look."""

    CERTAIN = "certain"
    DOUBTFUL = "doubtful"


class Kind(StrEnum):
    """What disagrees with what."""

    TOTAL_ROW = "total-row"
    COLUMNS = "columns"
    RATE = "rate"
    SERIAL = "serial"
    LISTS = "lists"
    SUM = "sum"
    PERCENTAGE = "percentage"
    ENUMERATION = "enumeration"
    CATEGORIES = "categories"
    COUNT = "count"
    COLUMN_SUM = "column-sum"
    GRADES = "grades"
    ROW = "row"
    NAME = "name"
    STALE = "stale"
    ANNEX = "annex"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One of the two values, where it stands (in words), and what is written there."""

    value: str
    place: str
    quote: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two values that disagree; `one` is what is stated, `other` what the rest of the circular gives."""

    kind: Kind
    confidence: Confidence
    message: str
    one: Evidence
    other: Evidence


def certain(is_certain: bool) -> Confidence:
    """Return the confidence of what is certain or not."""
    return Confidence.CERTAIN if is_certain else Confidence.DOUBTFUL


def printed(number: Decimal) -> str:
    """Return a number as a reader would write it: no exponent, no zeros at the end."""
    return f"{number.normalize():f}"
