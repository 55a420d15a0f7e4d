"""What is watched."""

from __future__ import annotations

from enum import StrEnum

from streammon.model.base import Event


class SourceKind(StrEnum):
    """What a source is, and so how one hears of it: what is `VISITED` is visited, everything else is imported."""

    WEBSITE = "website"
    """A column of a website: a list of articles."""
    SITE = "site"
    """A website as a whole, by its home page: whether it answers."""
    ACCOUNT = "account"
    MAILBOX = "mailbox"
    HOTLINE = "hotline"
    SCENE = "scene"
    REPORTS = "reports"


VISITED = frozenset({SourceKind.WEBSITE, SourceKind.SITE})
"""Kinds that have an address and a rhythm."""


class Source(Event, frozen=True, kw_only=True):
    """One thing that is watched, as the registry has it now: a column of a website, an account, a mailbox.

    `board` names the table of the circular that it counts for; `cadence` is how often something is due, as the
    circular prints it (1条/月, 实时更新); `every` is the time between two visits in seconds. `url`, `host` and
    `every` are empty where nothing is visited. `platform` is that of an account, as the circular prints it.
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
    kind: SourceKind = SourceKind.WEBSITE
    platform: str = ""
