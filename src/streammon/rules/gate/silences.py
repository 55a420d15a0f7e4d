"""Until when a person, or the calendar of maintenance, wants an alert to be kept back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from streammon.clock import LOCAL
from streammon.model.alert import Alert
from streammon.model.policy import Maintenance, Weekday
from streammon.model.silence import Silence

_WEEK = tuple(Weekday)


def silenced(alert: Alert, silences: Iterable[Silence], windows: Iterable[Maintenance], now: datetime) -> bool:
    """Say whether somebody does not want the alert to be told now."""
    return any(one.since <= now < one.until and one.matcher.matches(alert) for one in silences) or any(
        window_end(window, now) is not None and window.matches(alert) for window in windows
    )


def ends(silences: Iterable[Silence], windows: Iterable[Maintenance], now: datetime) -> Iterator[datetime]:
    """Yield when each silence and window ends in which `now` lies."""
    yield from (one.until for one in silences if one.since <= now < one.until)
    yield from (end for window in windows if (end := window_end(window, now)) is not None)


def window_end(window: Maintenance, now: datetime) -> datetime | None:
    """Return when the window ends in which `now` lies; None outside."""
    if window.since is not None and window.until is not None:
        return window.until if window.since <= now < window.until else None
    if window.begins is None or window.ends is None:
        return None
    today = now.astimezone(LOCAL).date()
    for day in (today - timedelta(days=1), today):
        if window.days and _WEEK[day.weekday()] not in window.days:
            continue
        last = day if window.begins < window.ends else day + timedelta(days=1)
        end = datetime.combine(last, window.ends, LOCAL)
        if datetime.combine(day, window.begins, LOCAL) <= now < end:
            return end
    return None
