"""days, incidents -> grades: how each unit does this month, as it happens."""

from datetime import datetime

from streammon.model.day import Day
from streammon.model.incident import Incident
from streammon.model.step import Step
from streammon.rules.grading import PeriodState, keys_of, step
from streammon.site import Site
from streammon.stream import Context, keyed


@keyed(["days", "incidents"], state=PeriodState, key=keys_of, emits=["grades"])
def grade(state: PeriodState, event: Day | Incident, now: datetime, context: Context) -> Step[PeriodState]:
    """Grade one unit in one month."""
    site = context.use(Site)
    return step(state, event, now, site.rules, site.sources)
