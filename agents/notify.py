"""messages -> receipts: deliver one message by its channel, and say what became of it."""

from streammon.alerting.channels.front_door import Deliverer
from streammon.model.base import digest
from streammon.model.message import Message, Receipt
from streammon.stream import Context, stateless


@stateless("messages", emits=["receipts"])
async def notify(message: Message, context: Context) -> Receipt:
    """Deliver; a provider that says wait is asked again by the kernel."""
    delivery = await context.use(Deliverer).deliver(message)
    return Receipt(
        receipt_id=digest("receipt", message.message_id),
        message_id=message.message_id,
        contact_id=message.contact_id,
        channel=message.channel,
        outcome=delivery.outcome,
        detail=delivery.detail,
        at=context.clock.now(),
        alerts=message.alerts,
    )
