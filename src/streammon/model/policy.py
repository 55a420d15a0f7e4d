"""How alerts are told: at once or gathered, at any hour or in office hours, and how often in a day. Data, per site."""

from __future__ import annotations

from datetime import time

import msgspec

from streammon.model.base import Part


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


class Policy(Part, frozen=True, kw_only=True):
    """The lanes by name; the first whose rules name an alert has it. Quiet is from `closes` until `opens`."""

    lanes: dict[str, Lane] = msgspec.field(default_factory=lambda: {"all": Lane()})
    opens: time = time(8, 0)
    closes: time = time(21, 0)
