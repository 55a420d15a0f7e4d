"""What both Faust consumers of ours do: one Faust event is a whole fetched batch, and reading begins at the marker.

Faust costs some 160 µs an event, whatever is in it; its committed offset is a hint, not the truth about progress.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from faust.types import TP
from faust.types.tuples import ConsumerMessage

from streammon.stream.log import TopicPartition


class BatchingConsumer:
    """Mixed into a Faust consumer, in front of it. `app.positions()` says where our agents want to read on."""

    app: Any

    async def getmany(self, timeout: float) -> AsyncIterator[tuple[TP, Any]]:  # noqa: ASYNC109 -- Faust's signature
        """Yield what was fetched, a batch at a time; changelogs too, or recovery would take 160 µs a record."""
        base: Any = self
        records, active = await base._wait_next_records(timeout)  # noqa: SLF001 -- part of the overridden method
        generation = self.app.consumer_generation_id
        if records is None or base.should_stop:
            return
        if not base.flow_active:
            await self.perform_seek()
            return
        for tp, found in records.items():
            if not base.flow_active or generation != self.app.consumer_generation_id:
                return
            if not found or not (active is None or tp in active or tp in base._buffered_partitions):  # noqa: SLF001
                continue
            yield tp, batch_message(tp, found, generation)

    async def perform_seek(self) -> None:
        """Read on from the markers. Faust calls this when an assignment is complete."""
        base: Any = super()
        await base.perform_seek()
        positions: Mapping[TopicPartition, int] = self.app.positions()
        for (topic, partition), offset in positions.items():
            await base.seek(TP(topic, partition), offset)


def batch_message(tp: TP, records: Sequence[Any], generation: int) -> ConsumerMessage:
    """Return one Faust message that carries `records`; its offset is that of the last."""
    return ConsumerMessage(
        tp.topic, tp.partition, records[-1].offset, 0.0, 0, {}, None, records, None, 0, 0, tp, generation_id=generation
    )
