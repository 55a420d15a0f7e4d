"""duty.csv: who stands in for whom, and when."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time

import msgspec

from streammon.clock import LOCAL
from streammon.model.unit import Shift
from streammon.site.problems import Problems, near
from streammon.site.registry import refer
from streammon.site.tables import Row
from streammon.words import say

DUTY_COLUMNS = ("whose", "from", "to", "contact_id")


def shifts_of(
    rows: list[Row], units: Collection[str], contacts: Collection[str], problems: Problems
) -> tuple[Shift, ...]:
    """Return who stands in for whom. `whose` is a unit (then it is about its contact) or a contact.

    `from` and `to` are days, both included, or local moments. No two shifts of one person may overlap: it would be left
    to chance who is told.
    """
    shifts: list[Shift] = []
    for row in rows:
        _check_whose(row, units, contacts, problems)
        refer(row, "contact_id", contacts, "contacts.csv", problems)
        begin, end = _moment(row, "from", problems), _moment(row, "to", problems)
        if begin is None or end is None:
            continue
        shift = Shift(whose=row["whose"], begin=begin, end=end, contact_id=row["contact_id"])
        if end <= begin:
            problems.add(row.where("to"), say("site.duty.ends"))
        if any(shift.whose == one.whose and begin < one.end and one.begin < end for one in shifts):
            problems.add(row.where("from"), say("site.duty.overlap", whose=shift.whose), say("site.duty.one"))
        shifts.append(shift)
    return tuple(shifts)


def _check_whose(row: Row, units: Collection[str], contacts: Collection[str], problems: Problems) -> None:
    whose = row["whose"]
    if units and contacts and whose not in units and whose not in contacts:
        problems.add(row.where("whose"), say("site.duty.whose", text=whose), near(whose, [*units, *contacts]))
    if whose in units and whose in contacts:
        problems.add(row.where("whose"), say("site.duty.both", text=whose), say("site.duty.rename"))
    if whose == row["contact_id"]:
        problems.add(row.where("contact_id"), say("site.duty.own"))


def _moment(row: Row, column: str, problems: Problems) -> datetime | None:
    """Return a local moment; of a day in `to`, its end."""
    text = row[column].replace(" ", "T")
    try:
        day = msgspec.convert(text, date)
    except msgspec.ValidationError:
        return _minute(row, column, text, problems)
    return datetime.combine(day, time.max if column == "to" else time.min, LOCAL)


def _minute(row: Row, column: str, text: str, problems: Problems) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        problems.add(row.where(column), say("site.duty.moment", text=row[column]), say("site.duty.moments"))
        return None
    return moment.astimezone(LOCAL) if moment.tzinfo else moment.replace(tzinfo=LOCAL)
