"""alerts.toml: how alerts are told. A site without one tells each at once."""

from __future__ import annotations

from pathlib import Path

from streammon.model.policy import Policy
from streammon.site.problems import Problems
from streammon.site.settings import Settings
from streammon.words import say

FILE = "alerts.toml"


def policy_of(folder: Path, problems: Problems) -> Policy:
    """Return the policy of a site folder; every mistake in it is noted, with its line."""
    if not (folder / FILE).exists():
        return Policy()
    settings = Settings(folder / FILE, problems)
    policy = settings.become(Policy)
    if policy is None:
        return Policy()
    if policy.opens >= policy.closes:
        settings.refuse(("closes",), say("site.alerts.hours", opens=policy.opens, closes=policy.closes))
    if not policy.lanes:
        settings.refuse(("lanes",), say("site.alerts.no_lane"))
    taken: dict[str, str] = {}
    for name, lane in policy.lanes.items():
        for rule in lane.rules:
            if rule in taken:
                settings.refuse(("lanes", name, "rules"), say("site.alerts.doubled", rule=rule, lane=taken[rule]))
            taken.setdefault(rule, name)
    return policy
