"""sources, contents, signals -> inspections, days: who has gone quiet, and what was published on which day.

What only the memory of a source can show of its pages is found here too: an emptied column, an article dated back.
"""

from datetime import datetime
from functools import partial

from streammon.detect.masking import masked
from streammon.detect.page.backdated import moved
from streammon.detect.page.blank import column
from streammon.model.content import Content
from streammon.model.signal import Record, Visit
from streammon.model.source import Source
from streammon.model.step import Due, Step
from streammon.rules.gaps import GapState, step
from streammon.rules.looks import Looks
from streammon.rules.periods import period_before
from streammon.site import Site
from streammon.stream import Context, keyed

LOOKS = Looks(column=column, moved=moved, masked=masked)


def source_of(event: Source | Content | Visit | Record) -> list[str]:
    """Return the key of the state: the source. A record says nothing of what was published."""
    return [event.source_id] if isinstance(event, Source | Content | Visit) else []


@keyed(["sources", "contents", "signals"], state=GapState, key=source_of, emits=["inspections", "days"])
def gaps(state: GapState, event: Source | Content | Visit | Due, now: datetime, context: Context) -> Step[GapState]:
    """Judge one source by the limits of its board."""
    rules = context.use(Site).rules
    return step(state, event, now, rules.gaps, LOOKS, partial(period_before, rules=rules))
