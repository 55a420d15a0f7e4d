"""The log of a program: warnings and worse, on standard error, and no flood of the same line."""

from __future__ import annotations

import logging
import time

CALM_SECONDS = 10.0
"""The same message is told again no sooner: a client whose broker is away says so a thousand times a second."""


class Calm(logging.Filter):
    """Lets a message pass that was not told within `CALM_SECONDS`, whatever its arguments; says how many it held."""

    def __init__(self) -> None:
        super().__init__()
        self._told: dict[tuple[str, int, str], float] = {}
        self._held: dict[tuple[str, int, str], int] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether the message is told now."""
        kind, now = (record.name, record.levelno, str(record.msg)), time.monotonic()
        if now - self._told.get(kind, -CALM_SECONDS) < CALM_SECONDS:
            self._held[kind] = self._held.get(kind, 0) + 1
            return False
        self._told[kind] = now
        if held := self._held.pop(kind, 0):
            record.msg = f"{record.msg} (and {held} more of the kind)"
        return True


def log_calmly() -> None:
    """Set the log up for the whole program."""
    handler = logging.StreamHandler()
    handler.addFilter(Calm())
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
