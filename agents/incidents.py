"""inspections, actions -> incidents, alerts, polls: each problem from first sight to the proof that it is mended."""

from datetime import datetime

from streammon.model.action import Action
from streammon.model.inspection import Inspection
from streammon.model.step import Due, Step
from streammon.rules.incidents import Duty, SubjectState, step
from streammon.stream import Context, keyed


def subject_of(event: Inspection | Action) -> str:
    """Return the key of the state: the page, the attachment or the source that has the problem."""
    return event.subject_id


@keyed(["inspections", "actions"], state=SubjectState, key=subject_of, emits=["incidents", "alerts", "polls"])
def incidents(
    state: SubjectState, event: Inspection | Action | Due, now: datetime, context: Context
) -> Step[SubjectState]:
    """Reconcile what is known of a subject with what was found now."""
    return step(state, event, now, context.use(Duty))
