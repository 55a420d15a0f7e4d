"""`alert`: what a contact would read, and whether it arrives."""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import httpx
import typer

from streammon.alerting.channels.front_door import Deliverer
from streammon.alerting.channels.pace import OwnPurse
from streammon.alerting.digest import digest as digest_of
from streammon.alerting.samples import templates_of
from streammon.alerting.segments import segments
from streammon.alerting.wording import compose
from streammon.assembly.options import Options
from streammon.assembly.sites import WORDING, read_site
from streammon.cli import options as cli
from streammon.clock import LOCAL, Clock, SystemClock
from streammon.errors import ConfigError, Transient
from streammon.model.alert import Alert, AlertKind
from streammon.model.base import digest
from streammon.model.inspection import Finding, Place, Severity
from streammon.model.message import Delivery, Message, Outcome, Words
from streammon.model.poll import PageKind
from streammon.rules.calendar import WorkingDays
from streammon.site import Site
from streammon.words import say

TIMEOUT = 20.0
"""Seconds that a provider may take."""

app = typer.Typer(help=say("cli.alert.help"), no_args_is_help=True)

Contact = Annotated[str, typer.Argument(metavar="CONTACT", help=say("cli.alert.contact"))]


@app.callback()
def group() -> None:
    """Group the commands."""


@app.command("preview", help=say("cli.alert.preview"))
def preview(contact: Contact, site: cli.Site) -> None:
    """Print a made-up alert of every kind, and all of them in one, as this contact would read them in every form."""
    found = _site(site, contact)
    now = SystemClock().now()
    samples = [[kind] for kind in AlertKind] + [list(AlertKind)]
    for words in (_words(found, contact, kinds, now) for kinds in samples):
        units = say("cli.alert.segments", count=segments(words.short))
        print(f"{words.title}\n{words.body}\n\n{words.markdown}\n\n{words.short}\n{units}\n" + "-" * 60)


@app.command("test", help=say("cli.alert.test"))
def send(
    contact: Contact,
    site: cli.Site,
    channel: Annotated[int | None, typer.Option("--channel", min=1, help=say("cli.alert.channel"))] = None,
) -> None:
    """Send a made-up alert by every channel of this contact. Exit code 1 where one has not taken it."""
    found = _site(site, contact)
    known = found.contacts[contact].channels
    if channel is not None and channel > len(known):
        raise ConfigError(
            "--channel", say("cli.alert.no_channel", number=channel), say("cli.alert.has", count=len(known))
        )
    numbers = range(len(known)) if channel is None else [channel - 1]
    deliveries = asyncio.run(_deliver(found, contact, list(numbers)))
    for number, delivery in zip(numbers, deliveries, strict=True):
        scheme = known[number].partition("://")[0]
        outcome = say(f"cli.alert.{delivery.outcome}")
        print(say("cli.alert.outcome", number=number + 1, scheme=scheme, outcome=outcome, detail=delivery.detail))
    sys.exit(any(delivery.outcome is not Outcome.SENT for delivery in deliveries))


def _site(folder: Path, contact: str) -> Site:
    site = read_site(Options(folder))
    if contact not in site.contacts:
        raise ConfigError(contact, say("cli.alert.nobody"), "、".join(site.contacts))
    return site


async def _deliver(site: Site, contact: str, numbers: list[int]) -> list[Delivery]:
    """Deliver once by each channel; one that says "later" is told as what it said."""
    clock: Clock = SystemClock()
    now = clock.now()
    words = _words(site, contact, [AlertKind.OPENED], now)
    async with httpx.AsyncClient(timeout=TIMEOUT, trust_env=False) as client:
        deliverer = Deliverer(site.contacts, client, clock, OwnPurse())
        deliveries = []
        for number in numbers:
            message = Message(
                message_id=digest("test", contact, str(number), now.isoformat()),
                contact_id=contact,
                channel=number,
                title=say("cli.alert.trial", text=words.title),
                body=words.body,
                short=say("cli.alert.trial", text=words.short),
                markdown=say("cli.alert.trial", text=words.markdown),
                facts=words.facts,
                at=now,
                alerts=(),
            )
            try:
                deliveries.append(await deliverer.deliver(message))
            except Transient as later:
                deliveries.append(Delivery(Outcome.REFUSED, str(later)))
    return deliveries


def _words(site: Site, contact: str, kinds: list[AlertKind], now: datetime) -> Words:
    """Return the words of alerts that nobody has earned: no unit is to take them for real ones."""
    unit = next((unit for unit in site.units.values() if unit.contact_id == contact), None)
    calendar, templates = WorkingDays(site.rules.holidays), templates_of(site.folder / WORDING)
    unit_name = unit.name if unit else site.contacts[contact].name
    alerts = [_alert(site, contact, unit.unit_id if unit else "", kind, now) for kind in kinds]
    if len(alerts) > 1:
        names = {alerts[0].unit_id: unit_name}
        return digest_of(alerts, names, calendar.is_working, templates, lambda alert: alert.place.url)
    return compose(alerts[0], unit_name, say("cli.alert.source"), calendar.is_working, templates)


def _alert(site: Site, contact: str, unit_id: str, kind: AlertKind, now: datetime) -> Alert:
    calendar = WorkingDays(site.rules.holidays)
    last = calendar.after(now.astimezone(LOCAL).date(), site.rules.windows.days[Severity.ORDINARY])
    return Alert(
        alert_id=f"test-{kind}",
        kind=kind,
        contact_id=contact,
        unit_id=unit_id,
        source_id="",
        subject_id="",
        incident_id="test",
        finding=Finding(
            rule="text/lexicon",
            severity=Severity.ORDINARY,
            evidence="",
            wrong=say("cli.alert.wrong"),
            right=say("cli.alert.right"),
            snippet=say("cli.alert.snippet"),
            since=now - timedelta(days=1),
        ),
        place=Place(url=site.base_url, title=say("cli.alert.page"), kind=PageKind.ARTICLE, host=""),
        at=now,
        deadline=datetime.combine(last, site.rules.windows.close, LOCAL),
    )
