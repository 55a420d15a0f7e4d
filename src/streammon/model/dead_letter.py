"""What could not be handled."""

from __future__ import annotations

from streammon.model.base import Event, Instant


class DeadLetter(Event, frozen=True, kw_only=True):
    """A record that an agent could not handle: why, and the bytes as they were.

    `reason` never holds what the record says; `key`, `value` and `headers` are what a replay publishes again.
    """

    letter_id: str
    agent: str
    topic: str
    partition: int
    offset: int
    kind: str
    reason: str
    at: Instant
    key: bytes
    value: bytes
    headers: dict[str, str]
