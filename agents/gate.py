"""alerts, silences -> notices: silences, maintenance, outages and the brake keep alerts back, or let them pass.

There is one state for the whole site, in one partition: too much of the same shows only where everything passes, and
alerts are rare.
"""

from datetime import datetime

from streammon.model.alert import Alert
from streammon.model.silence import Order
from streammon.model.step import Due, Step
from streammon.rules.gate import GateState, step
from streammon.site import Site
from streammon.stream import Context, keyed


def gate_of(event: Alert | Order) -> str:
    """Return the one key."""
    return event.gate


@keyed(["alerts", "silences"], state=GateState, key=gate_of, emits=["notices"])
def gate(state: GateState, event: Alert | Order | Due, now: datetime, context: Context) -> Step[GateState]:
    """Keep an alert back, or let it pass."""
    return step(state, event, now, context.use(Site).policy)
