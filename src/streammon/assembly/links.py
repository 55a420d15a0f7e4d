"""The links in messages: where their key is, and what the page behind them may do."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from streammon.alerting.links import Links
from streammon.assembly.options import Options
from streammon.clock import Clock
from streammon.errors import ConfigError
from streammon.model.action import Decision
from streammon.site import Site
from streammon.store.views import Views
from streammon.stream.log import Log
from streammon.stream.outbox import Outbox
from streammon.stream.topics import Topic
from streammon.web.ticket import Tickets
from streammon.words import say

KEY_VARIABLE = "STREAMMON_LINK_KEY"
"""Where several processes make and read links, all must have the same key."""

KEY_LENGTH = 32


def links_of(options: Options) -> Links:
    """Return the maker and reader of links. Raises ConfigError where several processes have no key in common."""
    if not options.link_base:
        return Links("", b"")
    if given := os.environ.get(KEY_VARIABLE):
        if len(given) < KEY_LENGTH:
            raise ConfigError(KEY_VARIABLE, say("cli.link.short", length=KEY_LENGTH))
        return Links(options.link_base, given.encode())
    if not options.embedded:
        raise ConfigError("--link-base", say("cli.link.no_key", variable=KEY_VARIABLE))
    return Links(options.link_base, _kept(options.data / "link.key"))


def tickets_of(links: Links, log: Log, topic: Topic, prefix: str, site: Site, views: Views, clock: Clock) -> Tickets:
    """Return what the page behind a link needs: it reads the views, and what is pressed goes to the topic `actions`."""
    outbox = Outbox([topic], site.partitions, prefix)

    async def decide(decision: Decision) -> None:
        await log.append([outbox.address(decision, decision.at)])

    return Tickets(
        views=views,
        read=links.read,
        decide=decide,
        now=clock.now,
        contacts={contact.contact_id: contact.name for contact in site.contacts.values()},
        units={unit.unit_id: unit.name for unit in site.units.values()},
    )


def _kept(file: Path) -> bytes:
    """Return the key in `file`, which is made when it is not there; removing it revokes every link."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        key = secrets.token_bytes(KEY_LENGTH)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as new:
            new.write(key)
        return key
