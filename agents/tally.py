"""signals -> days, inspections: records of other systems, counted by the day, and what in them is to be mended."""

from datetime import datetime

from streammon.model.signal import Record, Visit
from streammon.model.step import Due, Step
from streammon.rules.tally import TallyState, key_of, step
from streammon.site import Site
from streammon.stream import Context, keyed


def keys_of(event: Visit | Record) -> list[str]:
    """Return the key of the state: a source and the month in which the record counts. A visit is for none."""
    return [] if isinstance(event, Visit) else [key_of(event)]


@keyed("signals", state=TallyState, key=keys_of, emits=["days", "inspections"])
def tally(state: TallyState, event: Record | Due, now: datetime, context: Context) -> Step[TallyState]:
    """Count one record, or what has become overdue."""
    return step(state, event, now, context.use(Site).sources)
