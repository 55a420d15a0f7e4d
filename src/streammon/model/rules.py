"""What a county decides: loaded from rules.toml, handed to the pure machines. Rules are data, never code."""

from __future__ import annotations

from datetime import date, time

import msgspec

from streammon.model.base import Part
from streammon.model.inspection import Severity


class GapLimits(Part, frozen=True, kw_only=True):
    """After how many days without any, or without an original, publication a source of a board is in violation.

    0: this clock does not run. Whether the quota of the cadence counts is `quota`.
    """

    any_days: int = 0
    original_days: int = 0
    quota: bool = True


class Windows(Part, frozen=True, kw_only=True):
    """Fix windows in working days by severity, and what goes before by rule family (`privacy`, `gap`).

    `close` is the end of office hours; a reminder goes out `remind` working days before the deadline's day.
    `recheck_hours` is the time between two looks at a page with an open incident.
    """

    days: dict[Severity, int]
    families: dict[str, int] = msgspec.field(default_factory=dict)
    close: time = time(18, 0)
    remind: int = 1
    recheck_hours: int = 24


class Condition(Part, frozen=True, kw_only=True):
    """A bound on one measure of a board; `at_least` and `at_most` are inclusive."""

    measure: str
    at_least: int | None = None
    at_most: int | None = None


class Rung(Part, frozen=True, kw_only=True):
    """One grade: given when any of `any` holds, or all of `all` hold; a rung without conditions is the last resort.

    `because` is the sentence printed beside the grade.
    """

    grade: str
    because: str
    any: tuple[Condition, ...] = ()
    all: tuple[Condition, ...] = ()


class Board(Part, frozen=True, kw_only=True):
    """A table of the circular. Its rungs are tried from the first, so a veto stands on top.

    Measures of every board: `published`, `due` (what the cadences ask for in the period), `surplus` (published minus
    due over the columns where something is due), `empty_due` (columns with something due and nothing published),
    `vetoes`, `severe`, `ordinary` (incidents of that severity opened in the period, gaps not counted).
    """

    board_id: str
    title: str
    rungs: tuple[Rung, ...]


class Rules(Part, frozen=True, kw_only=True):
    """All rules of a site. `holidays` says of single days whether they are worked, and beats the built-in calendar."""

    gaps: dict[str, GapLimits]
    windows: Windows
    boards: tuple[Board, ...]
    holidays: dict[date, bool] = msgspec.field(default_factory=dict)
