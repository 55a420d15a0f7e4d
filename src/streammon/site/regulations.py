"""rules.toml and holidays.csv: the rules of a site, and what must hold between them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import msgspec

from streammon.model.base import Part
from streammon.model.inspection import Severity
from streammon.model.rules import Board, GapLimits, Rules, Windows
from streammon.site.problems import Problems, near
from streammon.site.settings import Settings
from streammon.site.shapes import Keys
from streammon.site.tables import Row
from streammon.words import say

HOLIDAY_COLUMNS = ("date", "worked", "name")

_WORKED = {"1": True, "0": False, "true": True, "false": False, "是": True, "否": False}


class RulesFile(Part, frozen=True, kw_only=True):
    """What rules.toml may say."""

    gaps: dict[str, GapLimits]
    windows: Windows
    boards: tuple[Board, ...]


def rules_of(settings: Settings, holidays: list[Row], measures: Collection[str], problems: Problems) -> Rules | None:
    """Return the rules, or None where rules.toml can't be read; `measures` are those that a condition may name."""
    days = _holidays(holidays, problems)
    file = settings.become(RulesFile)
    if file is None:
        return None
    _check_boards(file, settings)
    for severity in [each for each in Severity if each is not Severity.HINT and each not in file.windows.days]:
        settings.refuse(("windows", "days"), say("site.key.missing", name=severity))
    for position, board in enumerate(file.boards):
        _check_rungs(board, ("boards", position), settings, measures)
    return Rules(gaps=file.gaps, windows=file.windows, boards=file.boards, holidays=days)


def _check_boards(file: RulesFile, settings: Settings) -> None:
    """Each board has one id and its limits, and no limits are for nothing."""
    ids = [board.board_id for board in file.boards]
    for position, own in enumerate(ids):
        if own in ids[:position]:
            settings.refuse(("boards", position, "board_id"), say("site.board.doubled", board=own))
        if own not in file.gaps:
            settings.refuse(("boards", position, "board_id"), say("site.board.no_gaps", board=own))
    for name in file.gaps:
        if name not in ids:
            settings.refuse(("gaps", name), say("site.board.unknown", board=name), near(name, ids))


def _check_rungs(board: Board, keys: Keys, settings: Settings, measures: Collection[str]) -> None:
    """The last rung, and no other, is without conditions; a condition bounds a measure that there is."""
    if not board.rungs:
        settings.refuse(keys, say("site.board.no_rungs"))
    for position, rung in enumerate(board.rungs):
        here: Keys = (*keys, "rungs", position)
        is_last = position == len(board.rungs) - 1
        if is_last == bool(rung.any or rung.all):
            settings.refuse(here, say("site.board.last_rung" if is_last else "site.board.early_rung", grade=rung.grade))
        for name, conditions in (("any", rung.any), ("all", rung.all)):
            for condition in conditions:
                if condition.measure not in measures:
                    what = say("site.board.measure", measure=condition.measure)
                    settings.refuse((*here, name), what, near(condition.measure, measures))
                if condition.at_least is None and condition.at_most is None:
                    settings.refuse((*here, name), say("site.board.no_bound", measure=condition.measure))


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
