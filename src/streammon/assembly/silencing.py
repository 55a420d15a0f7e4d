"""The door of what persons say about alerts that are kept back, and a look at what is kept back now."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from streammon.assembly.importing import FOLDER, hand_over
from streammon.assembly.options import Options
from streammon.assembly.wiring import check_layout, read_wiring, settings_of
from streammon.clock import Clock
from streammon.errors import ConfigError
from streammon.model.alert import GATE
from streammon.model.silence import Order, Silence, SilenceEnd
from streammon.rules.gate import GateState
from streammon.site import Site
from streammon.stream import reading
from streammon.stream.desks import changelog_of, layouts
from streammon.stream.log import Log, TopicPartition
from streammon.stream.outbox import Outbox
from streammon.stream.sqlite.log import SqliteLog
from streammon.stream.states import States
from streammon.stream.topics import partition_of
from streammon.words import say


@dataclass(frozen=True)
class KeptBack:
    """What the gate knows, all silences that were ever ordered, and those that were ended before their time, by id."""

    state: GateState = field(default_factory=GateState)
    silences: dict[str, Silence] = field(default_factory=dict)
    ended: dict[str, SilenceEnd] = field(default_factory=dict)


class Gatehouse:
    """Publishes orders, and reads what has come of them."""

    def __init__(self, options: Options, site: Site, clock: Clock) -> None:
        self._options, self._clock = options, clock
        self._agents, self._topics = read_wiring(options)
        self._settings = settings_of(options, site)

    async def publish(self, order: Order) -> bool:
        """Write an order into the log; return whether it was handed to a running program instead.

        Raises ConfigError where the log can't be had.
        """
        outbox = Outbox([self._topics["silences"]], self._settings.partitions, self._settings.prefix)
        outgoing = [outbox.address(order, self._clock.now())]
        try:
            async with self.opened() as log:
                await log.append(outgoing)
        except ConfigError as error:
            if error.what != say("stream.log.in_use"):
                raise
            log = self._options.open_log(read_only=True)
            if not isinstance(log, SqliteLog):
                raise
            hand_over(log.file.parent / FOLDER, outgoing, self._clock.now())
            return True
        return False

    async def kept_back(self) -> KeptBack:
        """Return what is kept back now; nothing where there is no log yet."""
        log = self._options.open_log(read_only=True)
        if isinstance(log, SqliteLog) and not log.file.exists():
            return KeptBack()
        await log.start()
        try:
            found = KeptBack(await self._state(log))
            async for order in reading.events(log, self._topics["silences"], self._settings.prefix):
                if isinstance(order, Silence):
                    found.silences.setdefault(order.order_id, order)
                elif isinstance(order, SilenceEnd):
                    found.ended.setdefault(order.silence_id, order)
        finally:
            await log.stop()
        return found

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Log]:
        """Have the log to ourselves, with the topics that a program that starts would have."""
        log = self._options.open_log()
        await log.start()
        try:
            wanted = layouts(self._agents.values(), self._topics, self._settings)
            if self._options.embedded:
                await log.create(wanted)
            await check_layout(log, wanted)
            yield log
        finally:
            await log.stop()

    async def _state(self, log: Log) -> GateState:
        """Return the newest state of the gate, which its changelog holds."""
        number = partition_of(GATE, self._settings.partitions)
        name = changelog_of("gate", self._settings)
        states = States(GateState)
        if name in await log.topics():
            place = TopicPartition(name, number)
            span = (await log.spans([place]))[place]
            states.recover([record async for record in log.read(place, span.start, span.end)])
        found: GateState = states.of(states.partition(number), GATE.encode()).state
        return found
