"""The door of the registry: what the site folder says and the log does not know yet becomes events on `sources`."""

from __future__ import annotations

import msgspec

from streammon.clock import Clock
from streammon.model.source import Source
from streammon.site import Site
from streammon.stream import reading
from streammon.stream.log import Log
from streammon.stream.outbox import Outbox
from streammon.stream.topics import Topic


async def apply_site(log: Log, topic: Topic, prefix: str, site: Site, clock: Clock) -> int:
    """Publish new, changed and removed sources; return how many. Doing it again publishes nothing."""
    known: dict[str, Source] = {}
    async for source in reading.events(log, topic, prefix):
        known[source.source_id] = source
    changes = [source for source in site.sources.values() if known.get(source.source_id) != source]
    gone = [s for s in known.values() if s.source_id not in site.sources and not s.removed]
    changes += [msgspec.structs.replace(source, removed=True) for source in gone]
    outbox, now = Outbox([topic], site.partitions, prefix), clock.now()
    await log.append([outbox.address(source, now) for source in changes])
    return len(changes)
