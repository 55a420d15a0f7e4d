"""How alerts are told: at once or gathered, at any hour or in office hours, how often, and when not. Data, per site."""

from __future__ import annotations

from datetime import datetime, time
from enum import StrEnum

import msgspec

from streammon.model.base import Part
from streammon.model.silence import Matcher


class Lane(Part, frozen=True, kw_only=True):
    """Alerts that are told alike.

    `rules` are rule families (`privacy`) or whole rules (`gap/any`); a lane without any takes all that no other has.
    `wait` is for how many seconds alerts are gathered into one message; `quiet` keeps them back outside the hours of
    `Policy`, `working_days` on days off too. `daily` is how many messages a contact gets of this lane in a day, 0 for
    any number: what comes then is gathered for the next day.
    """

    rules: tuple[str, ...] = ()
    wait: int = 0
    quiet: bool = False
    working_days: bool = False
    daily: int = 0


class Brake(Part, frozen=True, kw_only=True):
    """How many incidents of one rule and one wrong form may be alarmed within an hour; 0 for any number.

    What comes then is held until a person has looked. Rules in `exempt` (or of a family in it) are never held: a leak
    cannot wait, and an outage explains the rest.
    """

    per_hour: int = 200
    exempt: tuple[str, ...] = ("privacy", "outage")


class Weekday(StrEnum):
    """A day of the week; the order is that of `date.weekday`."""

    MONDAY = "mon"
    TUESDAY = "tue"
    WEDNESDAY = "wed"
    THURSDAY = "thu"
    FRIDAY = "fri"
    SATURDAY = "sat"
    SUNDAY = "sun"


class Maintenance(Matcher, frozen=True, kw_only=True):
    """A time in which alerts that match are kept back: once (`since`, `until`), or each week on `days`.

    Each week it goes from `begins` until `ends`, past midnight where `ends` is not later. Local time.
    """

    reason: str
    since: datetime | None = None
    until: datetime | None = None
    days: tuple[Weekday, ...] = ()
    begins: time | None = None
    ends: time | None = None


class Policy(Part, frozen=True, kw_only=True):
    """The lanes by name; the first whose rules name an alert has it. Quiet is from `closes` until `opens`.

    `operator` is the contact who looks at what the brake holds, and who hears of an outage of our own line. Without one
    there is no brake: nobody would know of what is held.
    """

    lanes: dict[str, Lane] = msgspec.field(default_factory=lambda: {"all": Lane()})
    opens: time = time(8, 0)
    closes: time = time(21, 0)
    operator: str = ""
    brake: Brake = Brake()
    maintenance: tuple[Maintenance, ...] = ()
