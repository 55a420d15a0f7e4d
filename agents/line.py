"""lines -> inspections: whether our own line is down. There is one state for the whole site.

What is told of the line goes to the operator; it is filed under the operator's unit or, where that is none of those
watched, under the first one.
"""

from datetime import datetime

from streammon.model.probe import LineReport
from streammon.model.step import Due, Step
from streammon.rules.outages import LineState, line_step
from streammon.site import Site
from streammon.stream import Context, keyed


def line_of(event: LineReport) -> str:
    """Return the one key."""
    return event.line


@keyed("lines", state=LineState, key=line_of, emits=["inspections"])
def line(state: LineState, event: LineReport | Due, now: datetime, context: Context) -> Step[LineState]:
    """Judge our own line by what was reported of it."""
    if isinstance(event, Due):
        return Step(state)
    site = context.use(Site)
    units = sorted(site.units.values(), key=lambda unit: unit.contact_id != site.policy.operator)
    return line_step(state, event, now, units[0].unit_id if site.policy.operator else "")
