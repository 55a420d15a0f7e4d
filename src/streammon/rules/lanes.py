"""Which lane an alert takes, and when a lane may speak."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from streammon.clock import LOCAL
from streammon.model.policy import Lane, Policy

ONE_DAY = timedelta(days=1)


def lane_of(rule: str, policy: Policy) -> str:
    """Return the name of the lane for alerts of `rule`: the first that names it, or else the first that names none.

    A policy in which every lane names rules has the last one for the rest.
    """
    family = rule.partition("/")[0]
    for name, lane in policy.lanes.items():
        if rule in lane.rules or family in lane.rules:
            return name
    open_to_all = [name for name, lane in policy.lanes.items() if not lane.rules]
    return open_to_all[0] if open_to_all else list(policy.lanes)[-1]


def speaks_at(moment: datetime, lane: Lane, policy: Policy, is_working: Callable[[date], bool]) -> datetime:
    """Return the first moment from `moment` on at which the lane may speak."""
    local = moment.astimezone(LOCAL)
    if lane.working_days and not is_working(local.date()):
        return _opening(local.date(), lane, policy, is_working)
    if not lane.quiet or policy.opens <= local.time() < policy.closes:
        return moment
    day = local.date() if local.time() < policy.opens else local.date() + ONE_DAY
    return _opening(day, lane, policy, is_working)


def next_day(moment: datetime, lane: Lane, policy: Policy, is_working: Callable[[date], bool]) -> datetime:
    """Return when the lane may speak on the first of its days after the day of `moment`."""
    return _opening(moment.astimezone(LOCAL).date() + ONE_DAY, lane, policy, is_working)


def _opening(day: date, lane: Lane, policy: Policy, is_working: Callable[[date], bool]) -> datetime:
    while lane.working_days and not is_working(day):
        day += ONE_DAY
    return datetime.combine(day, policy.opens, LOCAL)
