"""everything -> Redis: what the console shows."""

from streammon.clock import VirtualClock
from streammon.model.base import Event
from streammon.store.views import Views
from streammon.stream import Context, stateless


@stateless(["sources", "signals", "days", "incidents", "alerts", "receipts", "grades"])
async def view(event: Event, context: Context) -> None:
    """Bring the views up to date; an older version of a thing changes nothing."""
    # Only time that is played must be told: otherwise the console looks at its own clock, which never stops.
    played = context.clock.now() if isinstance(context.clock, VirtualClock) else None
    await context.use(Views).apply([event], played)
