"""everything -> Redis: what the console shows."""

from streammon.model.base import Event
from streammon.store.views import Views
from streammon.stream import Context, stateless


@stateless(["sources", "signals", "days", "incidents", "alerts", "receipts", "grades"])
async def view(event: Event, context: Context) -> None:
    """Bring the views up to date; an older version of a thing changes nothing."""
    await context.use(Views).apply([event], context.clock.now())
