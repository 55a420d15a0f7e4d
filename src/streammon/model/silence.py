"""What persons say about alerts that are, or should be, kept back."""

from __future__ import annotations

from streammon.model.alert import GATE, Alert
from streammon.model.base import Event, Instant, Part


class Matcher(Part, frozen=True, kw_only=True):
    """Which alerts are meant: those for which all holds that is named. One that names nothing means all alerts.

    `rules` are rule families (`gap`) or whole rules (`page/dead-link`), of which one must fit.
    """

    unit_id: str = ""
    source_id: str = ""
    host: str = ""
    rules: tuple[str, ...] = ()

    def matches(self, alert: Alert) -> bool:
        """Say whether the alert is meant."""
        rule = alert.finding.rule
        return (
            self.unit_id in ("", alert.unit_id)
            and self.source_id in ("", alert.source_id)
            and self.host in ("", alert.place.host)
            and (not self.rules or rule in self.rules or rule.partition("/")[0] in self.rules)
        )


class Silence(Event, frozen=True, kw_only=True, tag="silence"):
    """Alerts that match are kept back from `since` until `until`. `by` is who wants it so, `reason` why."""

    order_id: str
    matcher: Matcher
    since: Instant
    until: Instant
    reason: str
    by: str
    at: Instant
    gate: str = GATE


class SilenceEnd(Event, frozen=True, kw_only=True, tag="silence-end"):
    """A silence ends before its time."""

    order_id: str
    silence_id: str
    by: str
    at: Instant
    reason: str = ""
    gate: str = GATE


class Ruling(Event, frozen=True, kw_only=True, tag="ruling"):
    """What becomes of a pile of alerts that the brake holds: told after all (`release`), or never."""

    order_id: str
    pile_id: str
    release: bool
    reason: str
    by: str
    at: Instant
    gate: str = GATE


Order = Silence | SilenceEnd | Ruling
"""The type of the topic `silences`."""
