"""What happens when an event can't be handled: again, or aside, or stop. The error's type decides (errors.py)."""

from __future__ import annotations

import logging
import traceback
from collections import deque
from datetime import datetime
from itertools import repeat

from streammon.errors import Permanent, Poison
from streammon.model.base import digest
from streammon.model.dead_letter import DeadLetter
from streammon.stream import metrics
from streammon.stream.log import Record

log = logging.getLogger(__name__)

FIRST_WAIT, LONGEST_WAIT = 0.5, 60.0
"""Seconds before the second try, and at most between two."""

PATIENCE = 5
"""After so many tries in vain an agent counts as waiting: it shows in health, and holds up nobody else."""


def wait_before(attempt: int, chance: float) -> float:
    """Return the seconds to wait before try number `attempt` + 1: doubling, with jitter (`chance` in 0..1)."""
    return float(min(LONGEST_WAIT, FIRST_WAIT * 2 ** (attempt - 1))) * (0.5 + chance / 2)


class Limit:
    """Stops an agent before a bad release drains its topics into dead letters.

    Too many is `consecutive` in a row, or more than `ratio` of the last `window` events. `dead_letter` says so by
    setting `reason`; a restart, of a mended program, begins anew.
    """

    def __init__(self, consecutive: int = 10, ratio: float = 0.2, window: int = 200) -> None:
        self._consecutive, self._ratio = consecutive, ratio
        self._row = 0
        self._recent: deque[bool] = deque(maxlen=window)
        self.reason = ""

    def good(self, count: int = 1) -> None:
        """Note events that were handled."""
        if count:
            self._row = 0
        self._recent.extend(repeat(False, min(count, self._recent.maxlen or 0)))

    def bad(self) -> None:
        """Note a dead letter."""
        self._row += 1
        self._recent.append(True)
        full = len(self._recent) == self._recent.maxlen
        if self._row >= self._consecutive:
            self.reason = f"{self._row} dead letters in a row"
        elif full and sum(self._recent) > self._ratio * len(self._recent):
            self.reason = f"{sum(self._recent)} dead letters among the last {len(self._recent)} events"


def dead_letter(agent: str, record: Record, error: Exception, at: datetime) -> DeadLetter:
    """Return the letter for a record that `agent` could not handle.

    The text of an error that we did not raise may quote the record, which may hold what leaked: only its type and
    trace are told.
    """
    ours = isinstance(error, Permanent | Poison)
    kind = type(error).__name__
    reason = str(error) if ours else f"{kind} in the agent; the worker's log has the trace"
    if ours:
        log.warning("%s: %s-%d@%d is a dead letter: %s", agent, record.topic, record.partition, record.offset, reason)
    else:
        trace = "".join(traceback.format_tb(error.__traceback__))
        place = (agent, record.topic, record.partition, record.offset)
        log.error("%s: %s-%d@%d is a dead letter: %s\n%s", *place, kind, trace)
    metrics.DEAD_LETTERS.labels(agent, kind).inc()
    return DeadLetter(
        letter_id=digest("letter", agent, record.topic, str(record.partition), str(record.offset)),
        agent=agent,
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        kind=kind,
        reason=reason,
        at=at,
        key=record.key,
        value=record.value,
        headers={name: value.decode("latin1") for name, value in record.headers},
    )
