"""When which state of a partition wants to hear that time has passed."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from datetime import datetime

from streammon.stream.states import Kept


class Timetable:
    """The moments that the states of one partition have asked for, earliest first.

    A state that asks for another moment makes the earlier entry void, so an entry counts only as long as the state
    still asks for it; each is handed out once.
    """

    def __init__(self, values: Mapping[bytes, Kept], dues: Iterable[tuple[datetime, bytes]]) -> None:
        self._values = values
        self._heap = list(dues)
        self._handed_out: set[tuple[datetime, bytes]] = set()
        heapq.heapify(self._heap)

    def add(self, moment: datetime, key: bytes) -> None:
        """Note that the state of `key` asks for `moment`."""
        if (moment, key) not in self._handed_out:
            heapq.heappush(self._heap, (moment, key))

    def earliest(self) -> datetime | None:
        """Return the next moment that some state still asks for."""
        while self._heap:
            moment, key = self._heap[0]
            if (moment, key) not in self._handed_out and self._asks(moment, key):
                return moment
            heapq.heappop(self._heap)
        return None

    def take(self, now: datetime, most: int) -> list[tuple[datetime, bytes]]:
        """Hand out up to `most` of the moments that have passed by `now`."""
        taken: list[tuple[datetime, bytes]] = []
        while len(taken) < most and (moment := self.earliest()) is not None and moment <= now:
            entry = heapq.heappop(self._heap)
            self._handed_out.add(entry)
            taken.append(entry)
        return taken

    def heard(self, moment: datetime, key: bytes) -> None:
        """Forget an entry whose `Due` has been applied."""
        self._handed_out.discard((moment, key))

    def put_back(self, entries: Iterable[tuple[datetime, bytes]]) -> None:
        """Take back entries whose `Due` could not be published."""
        for entry in entries:
            self._handed_out.discard(entry)
            heapq.heappush(self._heap, entry)

    def _asks(self, moment: datetime, key: bytes) -> bool:
        value = self._values.get(key)
        return value is not None and value.due == moment
