"""Contacts, units and sources: from the rows of their tables to structs that name each other rightly."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

from streammon.model.source import Source
from streammon.model.unit import Contact, Unit
from streammon.site.problems import Problems, near
from streammon.site.tables import Row
from streammon.words import say

CONTACT_COLUMNS = ("contact_id", "name", "phone", "channels")
UNIT_COLUMNS = ("unit_id", "name", "contact_id")
SOURCE_COLUMNS = ("source_id", "unit_id", "board", "name", "url", "cadence", "every", "selectors")

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_PHONE = re.compile(r"[0-9+() -]*")
_CHANNEL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S+")
_EVERY = re.compile(r"([1-9][0-9]{0,6})([smhd])")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def contacts_of(rows: list[Row], inbox: str, problems: Problems) -> dict[str, Contact]:
    """Return the contacts by id. What is wrong with a channel is said without the channel: its address holds a key."""
    contacts = {}
    for contact_id, row in _by_id(rows, "contact_id", problems):
        if not _PHONE.fullmatch(row["phone"]):
            problems.add(row.where("phone"), say("site.contact.phone"))
        channels = tuple(row["channels"].replace("{inbox}", inbox).split())
        if not channels or not all(map(_CHANNEL.fullmatch, channels)):
            problems.add(row.where("channels"), say("site.contact.channels"), say("site.contact.channel_forms"))
        elif "{inbox}" in row["channels"] and not inbox:
            problems.add(row.where("channels"), say("site.contact.no_inbox"), say("site.contact.set_inbox"))
        contacts[contact_id] = Contact(
            contact_id=contact_id, name=_filled(row, "name", problems), phone=row["phone"], channels=channels
        )
    return contacts


def units_of(rows: list[Row], contacts: Collection[str], problems: Problems) -> dict[str, Unit]:
    """Return the units by id; each must name one of `contacts`."""
    units = {}
    for unit_id, row in _by_id(rows, "unit_id", problems):
        _refer(row, "contact_id", contacts, "contacts.csv", problems)
        units[unit_id] = Unit(unit_id=unit_id, name=_filled(row, "name", problems), contact_id=row["contact_id"])
    return units


@dataclass(frozen=True)
class Known:
    """What a source may refer to. `parse_cadence` raises ValueError for a text that is no cadence."""

    units: Collection[str]
    boards: Collection[str]
    profiles: Collection[str]
    parse_cadence: Callable[[str], object]
    base_url: str


def sources_of(rows: list[Row], known: Known, problems: Problems) -> dict[str, Source]:
    """Return the sources by id; relative addresses are joined to the base address."""
    sources = {}
    for source_id, row in _by_id(rows, "source_id", problems):
        _refer(row, "unit_id", known.units, "units.csv", problems)
        _refer(row, "board", known.boards, "rules.toml [[boards]]", problems)
        if row["selectors"]:
            _refer(row, "selectors", known.profiles, "site.toml [selectors.…]", problems)
        try:
            known.parse_cadence(row["cadence"])
        except ValueError:
            problems.add(
                row.where("cadence"), say("site.source.cadence", text=row["cadence"]), say("site.source.cadences")
            )
        address = address_of(row["url"], known.base_url)
        if address is None:
            problems.add(row.where("url"), say("site.source.url", text=row["url"]), say("site.source.url_forms"))
        sources[source_id] = Source(
            source_id=source_id,
            unit_id=row["unit_id"],
            board=row["board"],
            name=_filled(row, "name", problems),
            url=address.geturl() if address else "",
            host=address.netloc if address else "",
            cadence=row["cadence"],
            every=_seconds(row, problems),
        )
    return sources


def address_of(url: str, base: str = "") -> SplitResult | None:
    """Return the parts of a usable http address, joined to `base` where it is relative; None for any other text."""
    try:
        parts = urlsplit(urljoin(base, url))
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0 and not parts.username
    except ValueError:
        return None
    return parts if usable and url and not re.search(r"\s", url) else None


def _by_id(rows: list[Row], column: str, problems: Problems) -> Iterator[tuple[str, Row]]:
    """Yield each row with its id, the first time that it is met; an id that can't be one is a problem, and left out."""
    first: dict[str, Row] = {}
    for row in rows:
        own = row[column]
        if not _ID.fullmatch(own):
            problems.add(row.where(column), say("site.id.form", text=own), say("site.id.forms"))
        elif own in first:
            problems.add(row.where(column), say("site.id.doubled", text=own, line=first[own].line))
        else:
            first[own] = row
            yield own, row


def _refer(row: Row, column: str, known: Collection[str], file: str, problems: Problems) -> None:
    """An empty `known` is a file that is not right itself; to repeat that for every row would bury it."""
    if known and row[column] not in known:
        problems.add(row.where(column), say("site.id.unknown", text=row[column], file=file), near(row[column], known))


def _filled(row: Row, column: str, problems: Problems) -> str:
    if not row[column]:
        problems.add(row.where(column), say("site.cell.empty"))
    return row[column]


def _seconds(row: Row, problems: Problems) -> int:
    if match := _EVERY.fullmatch(row["every"]):
        return int(match[1]) * _SECONDS[match[2]]
    problems.add(row.where("every"), say("site.source.every", text=row["every"]), say("site.source.everies"))
    return 0
