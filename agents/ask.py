"""inquiries -> receipts: whether a message that a provider has taken has arrived, where the provider knows by now."""

from streammon.alerting.channels.front_door import Deliverer
from streammon.model.base import digest
from streammon.model.message import Inquiry, Outcome, Receipt, receipt_of
from streammon.stream import Context, stateless


@stateless("inquiries", emits=["receipts"])
async def ask(inquiry: Inquiry, context: Context) -> Receipt | None:
    """Ask once; nothing is published while there is no report."""
    message = inquiry.message
    report = await context.use(Deliverer).reported(message, inquiry.reference)
    if report is None or report.outcome is Outcome.SENT:
        return None
    return receipt_of(message, report, digest("report", message.message_id, report.outcome), context.clock.now())
