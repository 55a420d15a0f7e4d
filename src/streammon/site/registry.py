"""Contacts, units, sources and tasks: from the rows of their tables to structs that name each other rightly."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import SplitResult, urljoin, urlsplit

import msgspec

from streammon.model.source import VISITED, Source, SourceKind
from streammon.model.task import Task
from streammon.model.unit import Contact, Unit
from streammon.site.problems import Problems, near
from streammon.site.tables import Row
from streammon.words import say

CONTACT_COLUMNS = ("contact_id", "name", "phone", "channels")
UNIT_COLUMNS = ("unit_id", "name", "contact_id")
UNIT_EXTRAS = ("group", "deputy", "head", "supervisor")
SOURCE_COLUMNS = ("source_id", "unit_id", "board", "name", "url", "cadence", "every", "selectors")
SOURCE_EXTRAS = ("kind", "platform")
TASK_COLUMNS = ("task_id", "title", "url", "on")
"""`…_EXTRAS` are columns that a table may leave out."""

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
"""What an id may be made of."""
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
    """Return the units by id; each must name one of `contacts`, and on the rungs above it may."""
    units = {}
    for unit_id, row in _by_id(rows, "unit_id", problems):
        for column in ("contact_id", *(rung for rung in ("deputy", "head", "supervisor") if row[rung])):
            refer(row, column, contacts, "contacts.csv", problems)
        units[unit_id] = Unit(
            unit_id=unit_id,
            name=_filled(row, "name", problems),
            contact_id=row["contact_id"],
            group=row["group"],
            deputy=row["deputy"],
            head=row["head"],
            supervisor=row["supervisor"],
        )
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
        refer(row, "unit_id", known.units, "units.csv", problems)
        refer(row, "board", known.boards, "rules.toml [[boards]]", problems)
        try:
            known.parse_cadence(row["cadence"])
        except ValueError:
            problems.add(
                row.where("cadence"), say("site.source.cadence", text=row["cadence"]), say("site.source.cadences")
            )
        kind = _kind(row, problems)
        address, every = _visited(row, kind, known, problems)
        _check_platform(row, kind, problems)
        sources[source_id] = Source(
            source_id=source_id,
            unit_id=row["unit_id"],
            board=row["board"],
            name=_filled(row, "name", problems),
            url=address.geturl() if address else "",
            host=address.netloc if address else "",
            cadence=row["cadence"],
            every=every,
            kind=kind or SourceKind.WEBSITE,
            platform=row["platform"],
        )
    return sources


def tasks_of(rows: list[Row], problems: Problems) -> tuple[Task, ...]:
    """Return the recommended items, in the order of the table."""
    tasks = []
    for task_id, row in _by_id(rows, "task_id", problems):
        if row["url"] and address_of(row["url"]) is None:
            problems.add(row.where("url"), say("site.source.url", text=row["url"]), say("site.source.url_forms"))
        try:
            on = msgspec.convert(row["on"], date)
        except msgspec.ValidationError:
            problems.add(row.where("on"), say("site.holiday.date", text=row["on"]), say("site.holiday.date_form"))
            continue
        tasks.append(Task(task_id=task_id, title=_filled(row, "title", problems), url=row["url"], on=on))
    return tuple(tasks)


def address_of(url: str, base: str = "") -> SplitResult | None:
    """Return the parts of a usable http address, joined to `base` where it is relative; None for any other text."""
    try:
        parts = urlsplit(urljoin(base, url))
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0 and not parts.username
    except ValueError:
        return None
    return parts if usable and url and not re.search(r"\s", url) else None


def _kind(row: Row, problems: Problems) -> SourceKind | None:
    """Return what the source is, a website unless it is said; None, and a problem, for what is no kind."""
    text = row["kind"] or SourceKind.WEBSITE
    if text in set(SourceKind):
        return SourceKind(text)
    problems.add(row.where("kind"), say("site.source.kind", text=text), near(text, set(SourceKind)))
    return None


def _visited(row: Row, kind: SourceKind | None, known: Known, problems: Problems) -> tuple[SplitResult | None, int]:
    """Return the address of what is visited, and the seconds between two visits; nothing for what is imported.

    An address written there would look as if it were visited. Only of a column anything is read.
    """
    if kind not in VISITED:
        for column in ("url", "every", "selectors") if kind else ():
            if row[column]:
                problems.add(row.where(column), say("site.source.unvisited", kind=kind), say("site.cell.leave_empty"))
        return None, 0
    if row["selectors"] and kind is SourceKind.SITE:
        problems.add(row.where("selectors"), say("site.source.unread"), say("site.cell.leave_empty"))
    elif row["selectors"]:
        refer(row, "selectors", known.profiles, "site.toml [selectors.…]", problems)
    address = address_of(row["url"], known.base_url)
    if address is None:
        problems.add(row.where("url"), say("site.source.url", text=row["url"]), say("site.source.url_forms"))
    return address, _seconds(row, problems)


def _check_platform(row: Row, kind: SourceKind | None, problems: Problems) -> None:
    """An account, and nothing else, is on a platform."""
    if kind is SourceKind.ACCOUNT and not row["platform"]:
        problems.add(row.where("platform"), say("site.source.no_platform"), say("site.source.platforms"))
    if kind not in (None, SourceKind.ACCOUNT) and row["platform"]:
        problems.add(row.where("platform"), say("site.source.platform", kind=kind), say("site.cell.leave_empty"))


def _by_id(rows: list[Row], column: str, problems: Problems) -> Iterator[tuple[str, Row]]:
    """Yield each row with its id, the first time that it is met; an id that can't be one is a problem, and left out."""
    first: dict[str, Row] = {}
    for row in rows:
        own = row[column]
        if not ID.fullmatch(own):
            problems.add(row.where(column), say("site.id.form", text=own), say("site.id.forms"))
        elif own in first:
            problems.add(row.where(column), say("site.id.doubled", text=own, line=first[own].line))
        else:
            first[own] = row
            yield own, row


def refer(row: Row, column: str, known: Collection[str], file: str, problems: Problems) -> None:
    """Note it as a problem that a cell names nothing of `known`, the ids of `file`.

    An empty `known` is a file that is not right itself; to repeat that for every row would bury it.
    """
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
