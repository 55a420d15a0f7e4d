"""What a county decides: loaded from rules.toml, handed to the pure machines. Rules are data, never code."""

from __future__ import annotations

from datetime import date, time
from enum import StrEnum
from typing import NamedTuple

import msgspec

from streammon.model.base import Part
from streammon.model.inspection import Severity


class GapLimits(Part, frozen=True, kw_only=True):
    """After how many days without any, or without an original, publication a source of a board is in violation.

    0: this clock does not run. Whether the quota of the cadence counts is `quota`. `any_classes` are the limits that
    the circular names, in days, ascending: a gap is printed under the greatest that it exceeds.
    """

    any_days: int = 0
    original_days: int = 0
    quota: bool = True
    any_classes: tuple[int, ...] = ()


class Windows(Part, frozen=True, kw_only=True):
    """Fix windows in working days by severity, and what goes before by rule family (`privacy`, `gap`).

    Office hours are from `opens` to `close`; a reminder goes out `remind` working days before the deadline's day.
    `lookback_days` after a problem was mended its page is read once more (回头看), and if it is still gone, closed.
    """

    days: dict[Severity, int]
    families: dict[str, int] = msgspec.field(default_factory=dict)
    opens: time = time(9, 0)
    close: time = time(18, 0)
    remind: int = 1
    lookback_days: int = 30


class Subject(StrEnum):
    """Whom a line of a board is about."""

    UNIT = "unit"
    SOURCE = "source"


class Rung(Part, frozen=True, kw_only=True):
    """One grade, given when the condition `when` (CEL) holds; without one it is the last resort.

    `because` is the sentence printed beside the grade.
    """

    grade: str
    because: str
    when: str = ""


class Problem(Part, frozen=True, kw_only=True):
    """A printed sentence: once when `when` (CEL) holds, or once for each gap or incident of `rule`.

    With `when`, `text` may name measures ({published}); with `rule`, {first}, {last}, {days} and {limit} of a gap,
    {wrong}, {right} and {title} of what was found, {count} of how often.
    """

    text: str
    when: str = ""
    rule: str = ""


class Board(Part, frozen=True, kw_only=True):
    """A table of the circular. Its rungs are tried from the first, so a veto stands on top; without rungs, no grades.

    `exempt` are platforms that need not repost. `measures` are made of the base measures and of those before them;
    `months` count the calendar months of the period in which a condition holds. All are CEL.
    """

    board_id: str
    title: str
    subject: Subject = Subject.UNIT
    exempt: tuple[str, ...] = ()
    measures: dict[str, str] = msgspec.field(default_factory=dict)
    months: dict[str, str] = msgspec.field(default_factory=dict)
    rungs: tuple[Rung, ...] = ()
    problems: tuple[Problem, ...] = ()


class Roundup(Part, frozen=True, kw_only=True):
    """A summary of one board by the groups of its units: the measures of a group, in CEL."""

    summary_id: str
    title: str
    board_id: str
    measures: dict[str, str]


class Span(Part, frozen=True, kw_only=True):
    """A period of the circular, from its first to its last day."""

    id: str
    title: str
    first: date
    last: date


class Rules(Part, frozen=True, kw_only=True):
    """All rules of a site. `holidays` says of single days whether they are worked, and beats the built-in calendar.

    A day that none of `periods` holds belongs to its calendar month. A period is closed `close_days` after its last
    day.
    """

    gaps: dict[str, GapLimits]
    windows: Windows
    boards: tuple[Board, ...]
    summaries: tuple[Roundup, ...] = ()
    periods: tuple[Span, ...] = ()
    close_days: int = 10
    holidays: dict[date, bool] = msgspec.field(default_factory=dict)


class Flaw(NamedTuple):
    """A mistake in a condition or a text of the rules: at which keys below the board or summary, and what is wrong.

    `word` is an unknown name, and `known` are those that it could be.
    """

    keys: tuple[str | int, ...]
    what: str
    word: str = ""
    known: tuple[str, ...] = ()
