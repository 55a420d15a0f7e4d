"""Whether a host answers, and whether our own line does."""

from __future__ import annotations

from streammon.model.base import Event, Instant
from streammon.model.signal import Failure

LINE = "line"
"""Our own line: the one key of everything that is told of it."""


class Probe(Event, frozen=True, kw_only=True):
    """What a visit to a list says of its host: that it answers (`failure` is none), or why it does not.

    `reason` is the same in words; `url` is the list. `again`: the visit was due only because an earlier one had failed.
    """

    probe_id: str
    host: str
    source_id: str
    url: str
    at: Instant
    failure: Failure = Failure.NONE
    reason: str = ""
    again: bool = False


class LineReport(Event, frozen=True, kw_only=True):
    """What a visit to `host` says of our own line at a moment: whether it is `up`."""

    report_id: str
    host: str
    at: Instant
    up: bool
    line: str = LINE
