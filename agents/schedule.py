"""sources, signals -> polls: what is visited next, spread over time, each page once."""

from datetime import datetime

from streammon.model.signal import Record, Visit
from streammon.model.source import Source
from streammon.model.step import Due, Step
from streammon.rules.schedule import ScheduleState, step
from streammon.stream import Context, keyed


def source_of(event: Source | Visit | Record) -> list[str]:
    """Return the key of the state: the source. A record says nothing of what is to be visited."""
    return [event.source_id] if isinstance(event, Source | Visit) else []


@keyed(["sources", "signals"], state=ScheduleState, key=source_of, emits=["polls"])
def schedule(state: ScheduleState, event: Source | Visit | Due, now: datetime, _: Context) -> Step[ScheduleState]:
    """Decide what is due."""
    return step(state, event, now)
