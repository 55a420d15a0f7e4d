"""probes -> inspections, polls, lines, signals: which host does not answer, when to look again, how often it did."""

from collections.abc import Sequence
from datetime import datetime

from streammon.model.probe import Probe
from streammon.model.source import Source
from streammon.model.step import Due, Step
from streammon.rules.outages import HostState, step
from streammon.site import Site
from streammon.stream import Context, keyed


def host_of(event: Probe) -> str:
    """Return the key of the state."""
    return event.host


@keyed("probes", state=HostState, key=host_of, emits=["inspections", "polls", "lines", "signals"])
def outages(state: HostState, event: Probe | Due, now: datetime, context: Context) -> Step[HostState]:
    """Judge one host by its looks."""
    site, host = context.use(Site), event.key if isinstance(event, Due) else event.host

    def lists() -> Sequence[Source]:
        return site.visited.get(host, ())

    return step(state, event, now, site.reach, lists)
