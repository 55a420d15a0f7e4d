"""rules.toml and holidays.csv: the rules of a site, and what must hold between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

import msgspec

from streammon.model.base import Part
from streammon.model.inspection import Severity
from streammon.model.rules import Board, Flaw, GapLimits, Roundup, Rules, Span, Windows
from streammon.site.problems import Problems, near
from streammon.site.settings import Settings
from streammon.site.shapes import Keys
from streammon.site.tables import Row
from streammon.words import say

HOLIDAY_COLUMNS = ("date", "worked", "name")

_WORKED = {"1": True, "0": False, "true": True, "false": False, "是": True, "否": False}


@dataclass(frozen=True)
class Checks:
    """How the expressions of a board, and of a summary of it, are checked."""

    board: Callable[[Board], Iterable[Flaw]]
    summary: Callable[[Roundup, Board], Iterable[Flaw]]


class RulesFile(Part, frozen=True, kw_only=True):
    """What rules.toml may say."""

    windows: Windows
    gaps: dict[str, GapLimits] = msgspec.field(default_factory=dict)
    boards: tuple[Board, ...]
    summaries: tuple[Roundup, ...] = ()
    periods: tuple[Span, ...] = ()
    close_days: int = 10


def rules_of(settings: Settings, holidays: list[Row], checks: Checks, problems: Problems) -> Rules | None:
    """Return the rules, or None where rules.toml can't be read."""
    days = _holidays(holidays, problems)
    file = settings.become(RulesFile)
    if file is None:
        return None
    for severity in [each for each in Severity if each is not Severity.HINT and each not in file.windows.days]:
        settings.refuse(("windows", "days"), say("site.key.missing", name=severity))
    if file.windows.close <= file.windows.opens:
        settings.refuse(("windows", "opens"), say("site.windows.hours", close=file.windows.close))
    _check_boards(file, settings, checks)
    _check_summaries(file, settings, checks)
    _check_periods(file, settings)
    return Rules(
        gaps=file.gaps,
        windows=file.windows,
        boards=file.boards,
        summaries=file.summaries,
        periods=file.periods,
        close_days=file.close_days,
        holidays=days,
    )


def _check_boards(file: RulesFile, settings: Settings, checks: Checks) -> None:
    """Each board has one id; no limits are for nothing; every expression can be worked out."""
    ids = [board.board_id for board in file.boards]
    for position, board in enumerate(file.boards):
        here: Keys = ("boards", position)
        if board.board_id in ids[:position]:
            settings.refuse((*here, "board_id"), say("site.board.doubled", board=board.board_id))
        _check_rungs(board, here, settings)
        _refuse(checks.board(board), here, settings)
    for name, limits in file.gaps.items():
        if name not in ids:
            settings.refuse(("gaps", name), say("site.board.unknown", board=name), near(name, ids))
        if list(limits.any_classes) != sorted(set(limits.any_classes)):
            settings.refuse(("gaps", name, "any_classes"), say("site.board.classes"))


def _check_rungs(board: Board, keys: Keys, settings: Settings) -> None:
    """The last rung, and no other, is without a condition."""
    for position, rung in enumerate(board.rungs):
        is_last = position == len(board.rungs) - 1
        if is_last == bool(rung.when):
            what = say("site.board.last_rung" if is_last else "site.board.early_rung", grade=rung.grade)
            settings.refuse((*keys, "rungs", position), what)


def _check_summaries(file: RulesFile, settings: Settings, checks: Checks) -> None:
    boards = {board.board_id: board for board in file.boards}
    ids = [summary.summary_id for summary in file.summaries]
    for position, summary in enumerate(file.summaries):
        here: Keys = ("summaries", position)
        if summary.summary_id in ids[:position]:
            settings.refuse((*here, "summary_id"), say("site.board.doubled", board=summary.summary_id))
        board = boards.get(summary.board_id)
        if board is None:
            what = say("site.board.unknown", board=summary.board_id)
            settings.refuse((*here, "board_id"), what, near(summary.board_id, boards))
        elif not any(checks.board(board)):
            _refuse(checks.summary(summary, board), here, settings)


def _check_periods(file: RulesFile, settings: Settings) -> None:
    """A period ends after it has begun, and no day is in two of them."""
    for position, span in enumerate(file.periods):
        if span.last < span.first:
            settings.refuse(("periods", position, "last"), say("site.period.ends", period=span.id))
        for other in file.periods[:position]:
            if span.id == other.id:
                settings.refuse(("periods", position, "id"), say("site.board.doubled", board=span.id))
            if span.first <= other.last and other.first <= span.last:
                what = say("site.period.overlap", period=span.id, other=other.id)
                settings.refuse(("periods", position), what)


def _refuse(flaws: Iterable[Flaw], keys: Keys, settings: Settings) -> None:
    for flaw in flaws:
        settings.refuse((*keys, *flaw.keys), flaw.what, near(flaw.word, flaw.known) if flaw.word else "")


def _holidays(rows: list[Row], problems: Problems) -> dict[date, bool]:
    """Return of each day in holidays.csv whether it is worked."""
    days: dict[date, bool] = {}
    for row in rows:
        worked = _WORKED.get(row["worked"].lower())
        if worked is None:
            problems.add(row.where("worked"), say("site.holiday.worked", text=row["worked"]), say("site.holiday.forms"))
        try:
            day = msgspec.convert(row["date"], date)
        except msgspec.ValidationError:
            problems.add(row.where("date"), say("site.holiday.date", text=row["date"]), say("site.holiday.date_form"))
            continue
        if day in days:
            problems.add(row.where("date"), say("site.holiday.doubled", day=day))
        days[day] = bool(worked)
    return days
