"""The one way in which these tests wait for what another process does."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def until(found: Callable[[], T | None], seconds: float, what: str, *, every: float = 0.01) -> T:
    """Return the first true answer of `found`. Raises AssertionError when none has come after `seconds`."""
    given_up = time.monotonic() + seconds
    while not (answer := found()):
        assert time.monotonic() < given_up, f"not within {seconds:.0f} s: {what}"
        time.sleep(every)
    return answer
