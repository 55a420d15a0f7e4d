"""days, incidents -> grades: how each unit and source does in its period, as it happens."""

from datetime import datetime

from streammon.model.day import Day
from streammon.model.incident import Incident
from streammon.model.step import Due, Step
from streammon.rules.grading import PeriodState, key_of, step
from streammon.rules.lines import Register
from streammon.site import Site
from streammon.stream import Context, keyed


def unit_and_period(event: Day | Incident, context: Context) -> str:
    """Return the key of the state, which the periods of the site decide."""
    return key_of(event, context.use(Site).rules)


@keyed(["days", "incidents"], state=PeriodState, key_in=unit_and_period, emits=["grades"])
def grade(state: PeriodState, event: Day | Incident | Due, now: datetime, context: Context) -> Step[PeriodState]:
    """Grade one unit in one period."""
    site = context.use(Site)
    return step(state, event, now, Register(site.rules, site.sources, site.tasks))
