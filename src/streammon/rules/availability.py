"""How often a host was looked at on a day, and how often in vain: what boards make a rate of availability of.

The national index asks for at least 20 looks a day, spread over it, for a week, and has a site fail where 5 % of them
or more get no answer within 15 seconds (国办秘函〔2019〕19号, 单项否决“站点无法访问”); the board draws the line.
A look is a minute: however many columns of a host are visited in it, and however often that is told, it counts once.
One of them that answers shows that the host was there; a minute in which our own line was down says nothing, unless one
did. Looks made only because the last one failed are left out: they would make a short outage weigh like a long one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

import msgspec

from streammon.clock import LOCAL
from streammon.model.base import Instant, Part, digest
from streammon.model.probe import Probe
from streammon.model.signal import Failure, Watched
from streammon.model.source import Source

GRACE = timedelta(minutes=10)
"""So long after a day is over it is told of, and what is found late of it so long after that: then nearly all is in."""

KEPT = timedelta(days=3)
"""Looks at a day longer before the newest one come too late to count."""


class Minutes(Part, frozen=True, kw_only=True, omit_defaults=True):
    """The minutes of one local day in which a host was looked at: a bit for each, in hexadecimal digits.

    `told` is how many looks and misses were told last.
    """

    answered: str = "0"
    missed: str = "0"
    blind: str = "0"
    told: tuple[int, int] = (0, 0)

    @property
    def counts(self) -> tuple[int, int]:
        """How often the host was looked at, and how often in vain."""
        answered = int(self.answered, 16)
        missed = int(self.missed, 16) & ~int(self.blind, 16) & ~answered
        return (answered | missed).bit_count(), missed.bit_count()

    def noted(self, minute: int, failure: Failure) -> Minutes:
        """Return what is known after a look in a minute (0 to 1439)."""
        bit = 1 << minute
        if failure is Failure.NONE:
            return msgspec.structs.replace(self, answered=f"{int(self.answered, 16) | bit:x}")
        if failure is Failure.OFFLINE:
            return msgspec.structs.replace(self, blind=f"{int(self.blind, 16) | bit:x}")
        return msgspec.structs.replace(self, missed=f"{int(self.missed, 16) | bit:x}")


class Watch(Part, frozen=True, kw_only=True):
    """The last days of one host, and when it is to be told of those that are over."""

    days: dict[date, Minutes] = msgspec.field(default_factory=dict)
    tell_at: Instant | None = None

    def looked(self, probe: Probe, now: datetime) -> Watch:
        """Return what is known after one look; one more at the same minute changes nothing."""
        at = probe.at.astimezone(LOCAL)
        on, newest = at.date(), max(self.days, default=at.date())
        if probe.again or on < newest - KEPT:
            return self
        before = self.days.get(on, Minutes())
        after = before.noted(at.hour * 60 + at.minute, probe.failure)
        if after == before:
            return self
        first = max(on, newest) - KEPT
        days = {day: known for day, known in self.days.items() if day >= first or known.told != known.counts}
        due = max(_end_of(on), now) + GRACE
        return Watch(days={**days, on: after}, tell_at=min(due, self.tell_at or due))

    def told(self, sites: Iterable[Source], now: datetime) -> tuple[Watch, tuple[Watched, ...]]:
        """Return what is to be told of `sites`, all on this host, at `tell_at`: each day that is over and has news."""
        news = {on: known.counts for on, known in self.days.items() if known.told != known.counts}
        over = {on: counts for on, counts in news.items() if _end_of(on) <= now}
        told = {on: msgspec.structs.replace(self.days[on], told=counts) for on, counts in over.items()}
        tell_at = min((_end_of(on) + GRACE for on in news.keys() - over.keys()), default=None)
        return Watch(days=self.days | told, tell_at=tell_at), tuple(_records(sites, over, now))


def _records(sites: Iterable[Source], days: dict[date, tuple[int, int]], now: datetime) -> Iterator[Watched]:
    for site in sites:
        for on, (looks, misses) in days.items():
            yield Watched(
                signal_id=digest("watched", site.source_id, on.isoformat()),
                source_id=site.source_id,
                unit_id=site.unit_id,
                at=now,
                date=on,
                looks=looks,
                misses=misses,
            )


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), LOCAL)
