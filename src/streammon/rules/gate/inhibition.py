"""What an outage explains: a site that can't be reached has no news, and without a line of our own nothing is known."""

from __future__ import annotations

from collections.abc import Iterable

from streammon.model.alert import OVER, Alert, AlertKind
from streammon.rules.gate.state import Outage

SITE, LINE = "outage/site", "outage/line"
"""A host that does not answer; our own way to all of them."""

_EXPLAINED = frozenset({"gap", "page"})
"""Families of problems that a host which can't be reached brings about."""


def after(outages: dict[str, Outage], alert: Alert) -> dict[str, Outage]:
    """Return the open outages after an alert, which may tell of a new one or of the end of one."""
    if alert.finding.rule not in (SITE, LINE):
        return outages
    if alert.kind in OVER:
        return {identity: one for identity, one in outages.items() if identity != alert.incident_id}
    if alert.kind is not AlertKind.OPENED:
        return outages
    opened = Outage(rule=alert.finding.rule, source_id=alert.source_id, host=alert.place.host)
    return {**outages, alert.incident_id: opened}


def inhibited(alert: Alert, outages: Iterable[Outage], operator: str) -> bool:
    """Say whether an open outage explains the alert. The operator hears everything while our own line is down."""
    rule, family = alert.finding.rule, alert.finding.rule.partition("/")[0]
    for one in outages:
        if one.rule == LINE and rule != LINE and alert.contact_id != operator:
            return True
        if one.rule == SITE and family in _EXPLAINED and _same_place(alert, one):
            return True
    return False


def _same_place(alert: Alert, outage: Outage) -> bool:
    return outage.source_id == alert.source_id or (outage.host != "" and outage.host == alert.place.host)
