"""alerts, receipts -> messages, actions: who is told what, when, by which channel, and whether it went through."""

from collections.abc import Sequence
from datetime import datetime

from streammon.alerting.digest import digest
from streammon.alerting.links import Links
from streammon.alerting.wording import compose
from streammon.model.alert import Alert
from streammon.model.message import Receipt, Words
from streammon.model.step import Due, Step
from streammon.rules.incidents import Duty
from streammon.rules.routing import ContactState, Manner, step
from streammon.site import Site
from streammon.stream import Context, keyed


def contact_of(event: Alert | Receipt) -> str:
    """Return the key of the state: the person."""
    return event.contact_id


@keyed(["alerts", "receipts"], state=ContactState, key=contact_of, emits=["messages", "actions"])
def route(state: ContactState, event: Alert | Receipt | Due, now: datetime, context: Context) -> Step[ContactState]:
    """Turn alerts into messages, and a failed message into one by the next channel."""
    site, links, calendar = context.use(Site), context.use(Links), context.use(Duty).calendar

    def link_of(alert: Alert) -> str:
        return links.url(alert.incident_id, alert.contact_id, alert.deadline)

    def words(alerts: Sequence[Alert]) -> Words:
        if len(alerts) > 1:
            units = {unit.unit_id: unit.name for unit in site.units.values()}
            return digest(alerts, units, calendar.is_working, lambda alert: link_of(alert) or alert.place.url)
        unit, source = site.units[alerts[0].unit_id], site.sources[alerts[0].source_id]
        return compose(alerts[0], unit.name, source.name, calendar.is_working, link_of(alerts[0]))

    contact = site.contacts[event.key if isinstance(event, Due) else event.contact_id]
    manner = Manner(site.policy, calendar.is_working, words)
    return step(state, event, now, contact, manner)
