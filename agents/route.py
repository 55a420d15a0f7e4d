"""notices, receipts -> messages, actions, notices, inquiries: who is told what, when, how, and what came of it."""

from collections.abc import Sequence
from datetime import datetime

from streammon.alerting.digest import digest
from streammon.alerting.links import Links
from streammon.alerting.templating import Templates
from streammon.alerting.wording import compose
from streammon.model.alert import Alert
from streammon.model.message import Receipt, Words
from streammon.model.notice import Telling
from streammon.model.step import Due, Step
from streammon.rules.incidents import Duty
from streammon.rules.routing import ContactState, Manner, step
from streammon.site import Site
from streammon.stream import Context, keyed


def contact_of(event: Telling | Receipt) -> str:
    """Return the key of the state: the person."""
    return event.contact_id


@keyed(
    ["notices", "receipts"],
    state=ContactState,
    key=contact_of,
    emits=["messages", "actions", "notices", "inquiries"],
)
def route(state: ContactState, event: Telling | Receipt | Due, now: datetime, context: Context) -> Step[ContactState]:
    """Turn notices into messages, and a failed message into one by the next channel."""
    site, links, calendar = context.use(Site), context.use(Links), context.use(Duty).calendar
    templates = context.use(Templates)

    def link_of(alert: Alert) -> str:
        return links.url(alert.incident_id, alert.contact_id, alert.deadline)

    def words(alerts: Sequence[Alert]) -> Words:
        if len(alerts) > 1:
            units = {unit.unit_id: unit.name for unit in site.units.values()}
            return digest(
                alerts, units, calendar.is_working, templates, lambda alert: link_of(alert) or alert.place.url
            )
        unit, source = site.units[alerts[0].unit_id], site.sources.get(alerts[0].source_id)
        source_name = source.name if source else alerts[0].place.title  # an outage is no column's
        return compose(alerts[0], unit.name, source_name, calendar.is_working, templates, link_of(alerts[0]))

    contact = site.contacts[event.key if isinstance(event, Due) else event.contact_id]
    manner = Manner(site.policy, calendar.is_working, words)
    return step(state, event, now, contact, manner)
