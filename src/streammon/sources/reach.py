"""Whether a host can be reached, and whether it is our own line that fails."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import httpx

from streammon.clock import Clock
from streammon.model.base import digest
from streammon.model.poll import PageKind, Reason
from streammon.model.probe import Probe
from streammon.model.signal import Failure, Visit
from streammon.model.source import Source

EVERY = timedelta(minutes=1)
"""An answer about our own line is believed so long."""

_PATIENCE = 10.0
"""Seconds in which a reference must begin to answer."""


class Reach:
    """Says whether our own line is down, by `references`: web addresses that always answer, on hosts not watched."""

    def __init__(self, references: Sequence[str], clock: Clock) -> None:
        self._references, self._clock = references, clock
        self._http = httpx.AsyncClient(timeout=_PATIENCE, trust_env=False)
        self._asking = asyncio.Lock()
        self._asked_at: datetime | None = None
        self._down = False

    async def is_down(self) -> bool:
        """Return True when no reference answers; whatever one of them answers, the line is up. Without any, False."""
        async with self._asking:
            if self._references and (self._asked_at is None or self._clock.now() - self._asked_at >= EVERY):
                self._down = not any(await asyncio.gather(*map(self._answers, self._references)))
                self._asked_at = self._clock.now()
            return self._down

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def _answers(self, url: str) -> bool:
        try:
            async with asyncio.timeout(_PATIENCE), self._http.stream("GET", url):
                return True
        except (TimeoutError, httpx.HTTPError):
            return False


def probe_of(visit: Visit, source: Source) -> Probe | None:
    """Return what a visit to the list of `source` says of its host; None where it says nothing.

    Only lists count: they are looked at in a rhythm, and one page that can't be read is no outage. A host that refuses
    the list (4xx) is there; one that was not asked (robots.txt, a pause that it wants) says nothing.
    """
    if visit.kind is not PageKind.LIST or (visit.failure is Failure.NONE and not visit.status):
        return None
    return Probe(
        probe_id=digest(visit.signal_id, "probe"),
        host=source.host,
        source_id=source.source_id,
        url=visit.url,
        at=visit.at,
        failure=visit.failure,
        reason=visit.reason,
        again=visit.why is Reason.RECHECK,
    )
