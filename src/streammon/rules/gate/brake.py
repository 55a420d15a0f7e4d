"""Too much of the same within an hour: rather a bad word list than so many mistakes, so a person looks first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec

from streammon.model.alert import Alert, AlertKind
from streammon.model.base import digest
from streammon.model.policy import Policy
from streammon.rules.gate.state import Pile

HOUR = timedelta(hours=1)

FIRST_WORD = timedelta(minutes=1)
"""How long the operator's first message waits, so that it can say how many there are."""


def group_of(alert: Alert) -> str:
    """Return what the alert is counted with: its rule and, where there is one, its wrong form."""
    return digest("pile", alert.finding.rule, alert.finding.wrong)


def brakes(alert: Alert, policy: Policy) -> bool:
    """Say whether the alert counts: an opening, of a rule that is not exempt, where there is somebody to look."""
    rule, exempt = alert.finding.rule, policy.brake.exempt
    return (
        alert.kind is AlertKind.OPENED
        and policy.operator != ""
        and policy.brake.per_hour > 0
        and rule not in exempt
        and rule.partition("/")[0] not in exempt
    )


def counted(piles: Mapping[str, Pile], alert: Alert, now: datetime, per_hour: int) -> dict[str, Pile]:
    """Return the piles after one more opening; its own has a `pile_id` if this one is too many, or was before."""
    group = group_of(alert)
    living = {name: pile for name, pile in piles.items() if pile.pile_id or pile.passed[-1] > now - HOUR}
    pile = living.get(group, Pile(rule=alert.finding.rule, wrong=alert.finding.wrong))
    if not pile.pile_id:
        passed = tuple(at for at in pile.passed if at > now - HOUR)
        if len(passed) < per_hour:
            pile = msgspec.structs.replace(pile, passed=(*passed, now))
        else:
            identity = digest(group, now.isoformat())
            pile = msgspec.structs.replace(pile, passed=(), pile_id=identity, since=now, tell_at=now + FIRST_WORD)
    return {**living, group: pile}
