"""What a state machine is given when time has passed, and what it returns."""

from __future__ import annotations

from datetime import datetime
from typing import Generic, TypeVar

import msgspec

from streammon.model.base import Event, Instant

S = TypeVar("S")


class Due(Event, frozen=True, kw_only=True):
    """The moment `at`, which the state of `key` had asked for, has passed."""

    key: str
    at: Instant


class Step(msgspec.Struct, Generic[S], frozen=True):
    """What one event does: the new state, what is published, and when the machine wants to hear a `Due`.

    `due` replaces what an earlier step asked for; None asks for nothing.
    """

    state: S
    emits: tuple[Event, ...] = ()
    due: datetime | None = None
