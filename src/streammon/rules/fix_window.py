"""The time in which a problem is to be mended, and the moments in it at which something happens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from streammon.clock import LOCAL
from streammon.model.incident import Incident
from streammon.model.inspection import Finding
from streammon.model.rules import Windows
from streammon.rules.calendar import WorkingDays
from streammon.rules.decisions import extensions

_ONE_DAY = timedelta(days=1)


def deadline_of(finding: Finding, found: datetime, windows: Windows, calendar: WorkingDays) -> datetime:
    """Return the end of the fix window of something found at a moment; its rule family goes before its severity."""
    family, _, _ = finding.rule.partition("/")
    days = windows.families[family] if family in windows.families else windows.days[finding.severity]
    return calendar.deadline(found, days, windows.close)


def window_of(incident: Incident, windows: Windows, calendar: WorkingDays) -> FixWindow:
    """Return the window that runs: since the incident was opened or, where more time was granted, since then."""
    granted = extensions(incident)
    return FixWindow(granted[-1].at if granted else incident.opened_at, incident.deadline, windows, calendar)


@dataclass(frozen=True, slots=True)
class FixWindow:
    """From `begin` to `deadline`."""

    begin: datetime
    deadline: datetime
    windows: Windows
    calendar: WorkingDays

    @property
    def half(self) -> datetime:
        """When half of its office hours have passed; of a window without any, when half of its time has."""
        hours = list(self._office_hours())
        left = sum((end - begin for begin, end in hours), timedelta()) / 2
        for begin, end in hours:
            if left <= end - begin:
                return begin + left
            left -= end - begin
        return self.begin + (self.deadline - self.begin) / 2

    @property
    def reminder(self) -> datetime | None:
        """When the contact is reminded: some working days ahead, or (in a short window) on the deadline's own day.

        None when the window ends on the day on which it began.
        """
        first, last = self._days
        ahead = self.calendar.before(last, self.windows.remind)
        day = ahead if ahead > first else last
        return datetime.combine(day, self.windows.opens, LOCAL) if day > first else None

    @property
    def last_call(self) -> datetime | None:
        """When the deadline's own day begins; None when the window has begun on it."""
        first, last = self._days
        return datetime.combine(last, self.windows.opens, LOCAL) if last > first else None

    @property
    def _days(self) -> tuple[date, date]:
        return self.begin.astimezone(LOCAL).date(), self.deadline.astimezone(LOCAL).date()

    def _office_hours(self) -> Iterator[tuple[datetime, datetime]]:
        day, last = self._days
        while day <= last:
            begin = max(self.begin, datetime.combine(day, self.windows.opens, LOCAL))
            end = min(self.deadline, datetime.combine(day, self.windows.close, LOCAL))
            if begin < end and self.calendar.is_working(day):
                yield begin, end
            day += _ONE_DAY
