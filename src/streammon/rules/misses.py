"""The minutes in which something did not answer since it last did, and when it is looked at again.

What is known does not depend on the order in which looks are told, nor on how often: a minute is a miss or it is not,
and however many columns of a host fail within it, it is one look at the host.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from streammon.model.base import Instant, Part

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 30))
"""Between a miss and the next look: after the first, the second and so on; the last one from then on."""

BLIND_PAUSES = PAUSES[:3]
"""The same while our own line is down: that bothers nobody, and everything waits for its return."""

MOST = 16
"""So many misses are kept: the first, which says since when, and the last ones."""


class Misses(Part, frozen=True, kw_only=True):
    """The minutes after `answered_at`, the last one with an answer: `seen` are those in which it did not answer.

    `blind` are those in which our own line was down, which say nothing of it. Both ascend, and share no minute.
    """

    answered_at: Instant | None = None
    seen: tuple[Instant, ...] = ()
    blind: tuple[Instant, ...] = ()

    @property
    def last(self) -> datetime | None:
        """The last minute with a look in vain."""
        return max((*self.seen, *self.blind), default=None)

    @property
    def is_blind(self) -> bool:
        """Whether our own line was down at the last look."""
        return bool(self.blind) and self.blind[-1] == self.last

    def missed(self, at: datetime, *, blind: bool = False) -> Misses:
        """Return what is known after a look in vain; one of the last answer's minute, or before it, is old news."""
        minute = minute_of(at)
        if minute in self.blind or (self.answered_at is not None and minute <= self.answered_at):
            return self
        if not blind:
            return msgspec.structs.replace(self, seen=_bounded({*self.seen, minute}))
        seen = tuple(known for known in self.seen if known != minute)
        return msgspec.structs.replace(self, seen=seen, blind=_bounded({*self.blind, minute}))

    def answered(self, at: datetime) -> Misses:
        """Return what is known after an answer: what was missed before it is over."""
        minute = minute_of(at)
        last = max(minute, self.answered_at or minute)
        later = [tuple(known for known in minutes if known > last) for minutes in (self.seen, self.blind)]
        return Misses(answered_at=last, seen=later[0], blind=later[1])

    def lasts(self, tries: int, duration: timedelta) -> bool:
        """Say whether it was seen not to answer in `tries` minutes (one at least), and for `duration`."""
        return len(self.seen) >= tries and self.seen[-1] - self.seen[0] >= duration

    def next_look(self, asked_at: datetime | None) -> datetime | None:
        """Return when to look again, if the last look was asked for at `asked_at`; None while nothing is missed.

        A look of which nothing was heard is asked for once more after the longest pause.
        """
        last = self.last
        if last is None:
            return None
        if asked_at is not None and last < minute_of(asked_at):
            return asked_at + PAUSES[-1]
        pauses = BLIND_PAUSES if self.is_blind else PAUSES
        return last + pauses[min(len(self.seen) + len(self.blind), len(pauses)) - 1]


def minute_of(at: datetime) -> datetime:
    """Return the minute in which a moment lies."""
    return at.replace(second=0, microsecond=0)


def _bounded(minutes: Iterable[datetime]) -> tuple[datetime, ...]:
    first, *others = sorted(minutes)
    return (first, *others[1 - MOST :])
