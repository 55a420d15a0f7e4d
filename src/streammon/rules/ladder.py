"""Who is told of a problem, the further up the longer it stays: contact, deputy, head of the unit, supervisor.

The contact hears of everything; the deputy at half the fix window, the head on the morning of its last day, the
supervisor when it is over. Whoever stands in for one of them at that moment is told instead.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from streammon.model.incident import Incident
from streammon.model.unit import Rank, Shift, Unit
from streammon.rules.fix_window import FixWindow


class Ladder:
    """The people of `units`, by unit id, and who stands in for whom (`shifts`)."""

    def __init__(self, units: Mapping[str, Unit], shifts: Iterable[Shift] = ()) -> None:
        self._units = units
        self._shifts: defaultdict[str, list[Shift]] = defaultdict(list)
        for shift in shifts:
            self._shifts[shift.whose].append(shift)

    def told(self, unit_id: str, rank: Rank, at: datetime) -> str:
        """Return the id of the contact who is told on a rung at a moment; "" where nobody stands on it.

        A unit that has left the registry has nobody any more.
        """
        unit = self._units.get(unit_id)
        if unit is None:
            return ""
        if rank is Rank.CONTACT:
            return self._on_duty(self._stand_in(unit_id, at) or unit.contact_id, at)
        of_rank = {Rank.DEPUTY: unit.deputy, Rank.HEAD: unit.head, Rank.SUPERVISOR: unit.supervisor}
        return self._on_duty(of_rank[rank], at)

    def _on_duty(self, contact_id: str, at: datetime) -> str:
        """Follow the stand-ins of stand-ins; where they name each other, the one before the first repeated is told."""
        passed = {contact_id}
        while (other := self._stand_in(contact_id, at)) and other not in passed:
            passed.add(other)
            contact_id = other
        return contact_id

    def _stand_in(self, whose: str, at: datetime) -> str:
        for shift in self._shifts.get(whose, ()):
            if shift.begin <= at < shift.end:
                return shift.contact_id
        return ""


def warnings(incident: Incident, window: FixWindow, ladder: Ladder) -> Mapping[Rank, datetime]:
    """Return who is still to be warned before the deadline, and when; not who is on a rung where nobody stands."""
    due = {Rank.CONTACT: window.reminder} if window.reminder and incident.reminded_at is None else {}
    above = [rank for rank in (Rank.DEPUTY, Rank.HEAD) if rank not in incident.climbed]
    if above := [rank for rank in above if ladder.told(incident.unit_id, rank, incident.opened_at)]:
        moments = climbs(window)
        due |= {rank: moments[rank] for rank in above if rank in moments}
    return due


def climbs(window: FixWindow) -> Mapping[Rank, datetime]:
    """Return when the deputy and the head are told, who never hears before the deputy does."""
    last_call = window.last_call
    half = min(window.half, last_call) if last_call else window.half
    return {Rank.DEPUTY: half} | ({Rank.HEAD: last_call} if last_call else {})
