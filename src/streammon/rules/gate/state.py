"""What the gate knows."""

from __future__ import annotations

import msgspec

from streammon.model.alert import Alert
from streammon.model.base import Instant, Part
from streammon.model.silence import Silence


class Held(Part, frozen=True, kw_only=True):
    """What is held of one incident, in the order in which it came.

    `group` is that of the brake, if that holds it; `released` by a person, it is past the brake for good.
    """

    alerts: tuple[Alert, ...]
    group: str = ""
    released: bool = False


class Outage(Part, frozen=True, kw_only=True):
    """An open incident of the family `outage`: of one host, or of our own line."""

    rule: str
    source_id: str
    host: str


class Pile(Part, frozen=True, kw_only=True):
    """Openings of one rule and one wrong form.

    `passed` are the times of those that have passed within the last hour. `pile_id` is there while the brake holds all
    others, which it does from `since` on; the operator is told (again) at `tell_at`.
    """

    rule: str
    wrong: str
    passed: tuple[Instant, ...] = ()
    pile_id: str = ""
    since: Instant | None = None
    tell_at: Instant | None = None


class GateState(Part, frozen=True, kw_only=True):
    """Everything that is kept back, and why.

    `held` is what is kept back, `outages` are what is open, both by incident; `piles` are by group. `seen` are the
    alerts of the last days with the time of their first sight. `dropped` are incidents of which a person wants nobody
    to hear, `unheard` those that lately ended without anybody having heard of them; opened again, they are news.
    `check_at` is when to ask whether what is held may pass.
    """

    seen: dict[str, Instant] = msgspec.field(default_factory=dict)
    silences: dict[str, Silence] = msgspec.field(default_factory=dict)
    outages: dict[str, Outage] = msgspec.field(default_factory=dict)
    piles: dict[str, Pile] = msgspec.field(default_factory=dict)
    held: dict[str, Held] = msgspec.field(default_factory=dict)
    dropped: dict[str, Instant] = msgspec.field(default_factory=dict)
    unheard: dict[str, Instant] = msgspec.field(default_factory=dict)
    check_at: Instant | None = None
