"""messages -> receipts: deliver one message by its channel, and say what became of it."""

from streammon.alerting.channels.front_door import Deliverer
from streammon.alerting.sending import send
from streammon.model.base import digest
from streammon.model.message import Message, Receipt, receipt_of
from streammon.store.intents import Intents
from streammon.stream import Context, stateless


@stateless("messages", emits=["receipts"], in_order=True)
async def notify(message: Message, context: Context) -> Receipt:
    """Deliver; a provider that says wait is asked again by the kernel, before the contact's next message."""
    delivery = await send(message, context.use(Deliverer), context.use(Intents))
    return receipt_of(message, delivery, digest("receipt", message.message_id), context.clock.now())
