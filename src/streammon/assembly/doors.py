"""Where something can be decided: links in messages, the supervisor's desk, their keys, and what they publish."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

import msgspec

from streammon.alerting.links import Links
from streammon.alerting.masking import masked
from streammon.assembly.callback import wecom_of
from streammon.assembly.options import Options
from streammon.clock import Clock
from streammon.errors import ConfigError
from streammon.model.action import Decision
from streammon.site import Site
from streammon.store.views import Views
from streammon.stream.log import Log
from streammon.stream.outbox import Outbox
from streammon.stream.topics import Topic
from streammon.web.appeals import Appeals
from streammon.web.desk import Desk
from streammon.web.ticket import Tickets
from streammon.web.wecom import WeCom
from streammon.words import say

KEY_VARIABLE = "STREAMMON_LINK_KEY"
"""Where several processes make and read links, all must have the same key."""

SUPERVISOR_VARIABLE = "STREAMMON_SUPERVISOR_KEY"
"""The password of the supervisor's desk."""

KEY_LENGTH = 32

APPEALS = "appeals"
"""In the data folder: the files that units hand in."""


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
    return Links(options.link_base, _kept(options.data / "link.key", secrets.token_bytes(KEY_LENGTH)))


@dataclass(frozen=True)
class Doors:
    """The page behind a link, if there are links, the supervisor's desk, and WeCom's call-back, if it has keys."""

    tickets: Tickets | None
    desk: Desk
    wecom: WeCom | None


def doors_of(options: Options, links: Links, log: Log, topic: Topic, site: Site, views: Views, clock: Clock) -> Doors:
    """Return the doors: they read the views, and what is decided goes to the topic `actions`."""
    outbox = Outbox([topic], site.partitions, options.prefix)

    async def decide(decision: Decision) -> None:
        said = msgspec.structs.replace(decision, reason=masked(decision.reason))
        await log.append([outbox.address(said, said.at)])

    units = {unit.unit_id: unit.name for unit in site.units.values()}
    contacts = {contact.contact_id: contact.name for contact in site.contacts.values()}
    appeals = Appeals(options.data / APPEALS)
    tickets = Tickets(views, links.read, decide, clock.now, contacts, units, appeals)
    desk = Desk(views, decide, clock.now, units, _supervisor_key(options), appeals)
    if not options.link_base:
        return Doors(None, desk, None)
    return Doors(tickets, desk, wecom_of(options.data, site.contacts, tickets))


def _supervisor_key(options: Options) -> str:
    """Return the password of the desk; made, and kept in the data folder, where none is given."""
    if given := os.environ.get(SUPERVISOR_VARIABLE):
        return given
    options.data.mkdir(parents=True, exist_ok=True)
    return _kept(options.data / "supervisor.key", secrets.token_urlsafe(18).encode()).decode().strip()


def _kept(file: Path, key: bytes) -> bytes:
    """Return the key in `file`; where there is none, `key`, which is kept there. Removing the file revokes the key."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as new:
            new.write(key)
        return key
