"""What is watched."""

from __future__ import annotations

from streammon.model.base import Event


class Source(Event, frozen=True, kw_only=True):
    """One column of a website (later: one account), as the registry has it now.

    `board` names the table of the circular that it counts for; `cadence` is how often something is due, as the
    circular prints it (1条/月, 实时更新); `every` is the time between two visits in seconds.
    """

    source_id: str
    unit_id: str
    board: str
    name: str
    url: str
    host: str
    cadence: str
    every: int
    removed: bool = False
