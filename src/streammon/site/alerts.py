"""alerts.toml: how alerts are told, and when not. A site without one tells each at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from streammon.clock import LOCAL
from streammon.model.policy import Maintenance, Policy
from streammon.site.problems import Problems, near
from streammon.site.settings import Settings
from streammon.words import say

FILE = "alerts.toml"

_ONCE, _WEEKLY = [True, True, False, False], [False, False, True, True]
"""Which of since, until, begins and ends a maintenance window has."""


@dataclass(frozen=True)
class Ids:
    """What may be named. An empty one is of a file that is not right itself, and nothing is held against it."""

    contacts: Collection[str] = ()
    units: Collection[str] = ()
    sources: Collection[str] = ()


def policy_of(folder: Path, problems: Problems, ids: Ids = Ids()) -> Policy:
    """Return the policy of a site folder; every mistake in it is noted, with its line."""
    if not (folder / FILE).exists():
        return Policy()
    settings = Settings(folder / FILE, problems)
    policy = settings.become(Policy)
    if policy is None:
        return Policy()
    if policy.opens >= policy.closes:
        settings.refuse(("closes",), say("site.alerts.hours", opens=policy.opens, closes=policy.closes))
    _check_lanes(policy, settings)
    _refer(settings, ("operator",), policy.operator, ids.contacts, "contacts.csv")
    if not policy.operator and settings.has("brake"):
        settings.refuse(("brake",), say("gate.site.no_operator"), say("gate.site.operator"))
    for number, window in enumerate(policy.maintenance):
        _check_window(("maintenance", number), window, settings, ids)
    return msgspec.structs.replace(policy, maintenance=tuple(map(_in_local_time, policy.maintenance)))


def _check_lanes(policy: Policy, settings: Settings) -> None:
    if not policy.lanes:
        settings.refuse(("lanes",), say("site.alerts.no_lane"))
    taken: dict[str, str] = {}
    for name, lane in policy.lanes.items():
        for rule in lane.rules:
            if rule in taken:
                settings.refuse(("lanes", name, "rules"), say("site.alerts.doubled", rule=rule, lane=taken[rule]))
            taken.setdefault(rule, name)


def _check_window(keys: tuple[str | int, ...], window: Maintenance, settings: Settings, ids: Ids) -> None:
    """A window is either once or each week, and it ends after it has begun."""
    given = [moment is not None for moment in (window.since, window.until, window.begins, window.ends)]
    if given not in (_ONCE, _WEEKLY) or (window.days and given != _WEEKLY):
        settings.refuse(keys, say("gate.site.window"), say("gate.site.windows"))
    elif window.since is not None and window.until is not None and _local(window.since) >= _local(window.until):
        settings.refuse((*keys, "until"), say("gate.site.backwards"))
    _refer(settings, (*keys, "unit_id"), window.unit_id, ids.units, "units.csv")
    _refer(settings, (*keys, "source_id"), window.source_id, ids.sources, "sources.csv")


def _refer(settings: Settings, keys: tuple[str | int, ...], text: str, known: Collection[str], file: str) -> None:
    if text and known and text not in known:
        settings.refuse(keys, say("site.id.unknown", text=text, file=file), near(text, known))


def _in_local_time(window: Maintenance) -> Maintenance:
    since, until = (moment and _local(moment) for moment in (window.since, window.until))
    return msgspec.structs.replace(window, since=since, until=until)


def _local(moment: datetime) -> datetime:
    """Return a moment of which the file may have left the zone out."""
    return moment if moment.tzinfo else moment.replace(tzinfo=LOCAL)
