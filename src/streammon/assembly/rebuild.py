"""The views of Redis are derived: here they are made anew from the log."""

from __future__ import annotations

from contextlib import AsyncExitStack

from streammon.assembly.options import Options
from streammon.assembly.redis import usable_redis
from streammon.model.base import Event
from streammon.store.views import Views
from streammon.stream import reading, topics

READER = "view"
BATCH = 500


async def rebuild(options: Options, stack: AsyncExitStack) -> int:
    """Forget the views and apply all events that the view agent reads; return how many.

    A running view agent may go on meanwhile: of each thing the newest version wins.
    """
    log = options.open_log(read_only=True)
    await log.start()
    stack.push_async_callback(log.stop)
    views = Views.connect(usable_redis(options, stack, reuse=True))
    stack.push_async_callback(views.close)
    moment = await views.now()
    await views.clear()
    count = 0
    for topic in topics.load(options.topics).values():
        if READER not in topic.readers:
            continue
        batch: list[Event] = []
        async for event in reading.events(log, topic, options.prefix):
            batch.append(event)
            if len(batch) == BATCH:
                await views.apply(batch, moment)
                count, batch = count + BATCH, []
        await views.apply(batch, moment)
        count += len(batch)
    return count
