"""alerts, receipts -> messages, actions: which contact is told what, by which channel, and whether it went through."""

from datetime import datetime

from streammon.alerting.links import Links
from streammon.alerting.wording import compose
from streammon.model.alert import Alert
from streammon.model.message import Receipt, Words
from streammon.model.step import Due, Step
from streammon.rules.incidents import Duty
from streammon.rules.routing import ContactState, step
from streammon.site import Site
from streammon.stream import Context, keyed


def contact_of(event: Alert | Receipt) -> str:
    """Return the key of the state: the person."""
    return event.contact_id


@keyed(["alerts", "receipts"], state=ContactState, key=contact_of, emits=["messages", "actions"])
def route(state: ContactState, event: Alert | Receipt | Due, now: datetime, context: Context) -> Step[ContactState]:
    """Turn an alert into a message, and a failed message into one by the next channel."""
    site, links, calendar = context.use(Site), context.use(Links), context.use(Duty).calendar

    def words(alert: Alert) -> Words:
        unit, source = site.units[alert.unit_id], site.sources[alert.source_id]
        link = links.url(alert.incident_id, alert.contact_id, alert.deadline)
        return compose(alert, unit.name, source.name, calendar.is_working, link)

    contact = site.contacts[event.key if isinstance(event, Due) else event.contact_id]
    return step(state, event, now, contact, words)
