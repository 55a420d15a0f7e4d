"""The door of imported records: into the log or, where a running program holds it, into a folder that it reads.

Nothing is published twice, and a second time would change nothing; so whoever is interrupted begins again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from streammon.assembly.options import Options
from streammon.assembly.registry import apply_site
from streammon.assembly.wiring import check_layout, read_wiring, settings_of
from streammon.clock import Clock
from streammon.errors import ConfigError
from streammon.imports.changes import Changes, changes, posts, undone
from streammon.imports.headers import Kind
from streammon.imports.reading import Good
from streammon.model.base import digest
from streammon.model.content import Content
from streammon.model.signal import Record, Visit
from streammon.site import Site
from streammon.stream import reading
from streammon.stream.desks import layouts
from streammon.stream.log import Log, Outgoing
from streammon.stream.outbox import Outbox
from streammon.stream.sqlite.log import SqliteLog
from streammon.words import say

log = logging.getLogger(__name__)

BATCH = 500
"""Records written at once."""

LOOK_SECONDS = 2.0
FOLDER = "imports"
"""Beside the embedded log: what waits for the running program."""


class Door:
    """Publishes what rows of a file add to the log of a site."""

    def __init__(self, options: Options, site: Site, clock: Clock) -> None:
        self._options, self._site, self._clock = options, site, clock
        self._agents, self._topics = read_wiring(options)

    async def publish(
        self, kind: Kind, rows: Sequence[Good], *, seen: datetime | None = None, undo: bool = False
    ) -> tuple[Changes, bool]:
        """Publish what is new; return what that was, and whether it was handed to a running program.

        Raises ConfigError where the log can't be had.
        """
        held = False
        log_ = self._options.open_log()
        try:
            await log_.start()
        except ConfigError as error:
            if error.what != say("stream.log.in_use"):
                raise
            held, log_ = True, self._options.open_log(read_only=True)
            await log_.start()
        try:
            if not held:
                await self._prepare(log_)
            found = await self._changes(log_, kind, rows, seen, undo)
            await self._send(log_, found, held)
        finally:
            await log_.stop()
        return found, held

    async def _prepare(self, log_: Log) -> None:
        """Have the topics and the registry there, as a program that starts would."""
        wanted = layouts(self._agents.values(), self._topics, settings_of(self._options, self._site))
        if self._options.embedded:
            await log_.create(wanted)
        await check_layout(log_, wanted)
        await apply_site(log_, self._topics["sources"], self._options.prefix, self._site, self._clock)

    async def _changes(self, log_: Log, kind: Kind, rows: Sequence[Good], seen: datetime | None, undo: bool) -> Changes:
        visits, records = await self._signals(log_)
        if kind is Kind.POSTS:
            return posts(rows, await self._contents(log_), visits, seen)
        return undone(rows, records, self._clock.now()) if undo else changes(rows, records)

    async def _signals(self, log_: Log) -> tuple[dict[str, Visit], dict[str, Record]]:
        """Return the visits, and the newest version of each record."""
        visits: dict[str, Visit] = {}
        records: dict[str, Record] = {}
        async for signal in reading.events(log_, self._topics["signals"], self._options.prefix):
            own = signal.signal_id
            if isinstance(signal, Visit):
                visits[own] = signal
            elif own not in records or records[own].at <= signal.at:
                records[own] = signal
        return visits, records

    async def _contents(self, log_: Log) -> dict[str, Content]:
        events = reading.events(log_, self._topics["contents"], self._options.prefix)
        return {content.content_id: content async for content in events}

    async def _send(self, log_: Log, found: Changes, held: bool) -> None:
        topics = [self._topics["signals"], self._topics["contents"]]
        outbox, now = Outbox(topics, self._site.partitions, self._options.prefix), self._clock.now()
        outgoing = [outbox.address(event, now) for event in found.events]
        if held and isinstance(log_, SqliteLog):
            hand_over(log_.file.parent / FOLDER, outgoing, now)
            return
        for start in range(0, len(outgoing), BATCH):
            await log_.append(outgoing[start : start + BATCH])


def hand_over(folder: Path, outgoing: Sequence[Outgoing], now: datetime) -> None:
    """Put records where the running program looks for them: a file at a time, whole or not at all."""
    if not outgoing:
        return
    folder.mkdir(parents=True, exist_ok=True)
    data = msgspec.json.encode(list(outgoing))
    draft = folder / f"{now:%Y%m%dT%H%M%S.%f}-{digest(data.decode())}"
    draft.write_bytes(data)
    draft.rename(draft.with_name(f"{draft.name}.json"))


async def follow(log_: Log) -> None:
    """Publish for ever what other processes hand over to this one, which holds the embedded log."""
    while True:
        await take_over(log_)
        await asyncio.sleep(LOOK_SECONDS)


async def take_over(log_: Log) -> None:
    """Publish what has been handed over up to now; a file goes when all of it is in the log."""
    if not isinstance(log_, SqliteLog):
        return
    for file in sorted((log_.file.parent / FOLDER).glob("*.json")):
        outgoing = _handed(file)
        for start in range(0, len(outgoing), BATCH):
            await log_.append(outgoing[start : start + BATCH])
            await asyncio.sleep(0)
        await asyncio.to_thread(file.unlink, missing_ok=True)


def _handed(file: Path) -> list[Outgoing]:
    """Return what a file hands over; one that can't be read is set aside."""
    try:
        outgoing = msgspec.json.decode(file.read_bytes(), type=list[Outgoing])
    except (OSError, msgspec.DecodeError) as error:
        log.error("%s can't be read and is set aside: %s", file, error)  # noqa: TRY400 -- the cause says all
        file.rename(file.with_suffix(".broken"))
        return []
    return outgoing
