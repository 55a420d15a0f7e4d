"""From a site folder to a `Site`, or to all its mistakes at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from streammon.model.base import Part
from streammon.model.fetching import Politeness, Reaching, Selectors
from streammon.model.page import PageRules
from streammon.model.rules import Rules, Windows
from streammon.site.alerts import Ids, policy_of
from streammon.site.problems import Problems
from streammon.site.registry import (
    CONTACT_COLUMNS,
    SOURCE_COLUMNS,
    SOURCE_EXTRAS,
    TASK_COLUMNS,
    UNIT_COLUMNS,
    UNIT_EXTRAS,
    Known,
    address_of,
    contacts_of,
    sources_of,
    tasks_of,
    units_of,
)
from streammon.site.regulations import HOLIDAY_COLUMNS, Checks, rules_of
from streammon.site.roster import DUTY_COLUMNS, shifts_of
from streammon.site.settings import Settings
from streammon.site.site import Site
from streammon.site.tables import Row, read_table
from streammon.words import say

DEFAULT_PROFILE = "default"
"""The selectors of a source that names none."""


@dataclass(frozen=True)
class Vocabulary:
    """The words that the rules understand. Handed in, so that loading a site knows no rule itself.

    `parse_cadence` raises ValueError for a text that is no cadence; `checks` know what a board's conditions may name.
    """

    parse_cadence: Callable[[str], object]
    checks: Checks


class SiteFile(Part, frozen=True, kw_only=True):
    """What site.toml may say. `inbox` stands for `{inbox}` in the channels of contacts.csv."""

    name: str
    base_url: str
    partitions: int
    inbox: str = ""
    politeness: Politeness = Politeness()
    reach: Reaching = Reaching()
    pages: PageRules = PageRules()
    selectors: dict[str, Selectors] = msgspec.field(default_factory=dict)


_UNREAD_SITE = SiteFile(name="", base_url="http://unread.invalid/", partitions=1, inbox="unread.invalid")
_UNREAD_RULES = Rules(gaps={}, windows=Windows(days={}), boards=())
"""Stand for a file that can't be read, so that the others are checked all the same before everything is refused."""


def load(folder: Path, vocabulary: Vocabulary, *, base_url: str | None = None, inbox: str | None = None) -> Site:
    """Return the site in `folder`; `base_url` and `inbox` go before those of site.toml.

    Raises:
        ConfigErrors: naming every mistake in the folder, with file, line and column or key.
    """
    problems = Problems()
    if not folder.is_dir():
        problems.add(str(folder), say("site.folder.missing"), say("site.folder.hint"))
        problems.refuse()
    file = _site_file(folder, base_url, inbox, problems)
    holidays = _if_there(folder / "holidays.csv", HOLIDAY_COLUMNS, problems)
    rules = rules_of(Settings(folder / "rules.toml", problems), holidays, vocabulary.checks, problems)
    rules = rules or _UNREAD_RULES
    contacts = contacts_of(read_table(folder / "contacts.csv", CONTACT_COLUMNS, problems), file.inbox, problems)
    units = units_of(read_table(folder / "units.csv", UNIT_COLUMNS, problems, UNIT_EXTRAS), contacts, problems)
    shifts = shifts_of(_if_there(folder / "duty.csv", DUTY_COLUMNS, problems), units, contacts, problems)
    rows = read_table(folder / "sources.csv", SOURCE_COLUMNS, problems, SOURCE_EXTRAS)
    boards = [board.board_id for board in rules.boards]
    known = Known(units, boards, file.selectors, vocabulary.parse_cadence, file.base_url)
    sources = sources_of(rows, known, problems)
    policy = policy_of(folder, problems, Ids(contacts, units, sources))
    tasks = tasks_of(_if_there(folder / "tasks.csv", TASK_COLUMNS, problems), problems)
    problems.refuse()
    return Site(
        folder=folder,
        name=file.name,
        base_url=file.base_url,
        inbox=file.inbox,
        partitions=file.partitions,
        politeness=file.politeness,
        reach=file.reach,
        rules=rules,
        contacts=contacts,
        units=units,
        shifts=shifts,
        sources=sources,
        tasks=tasks,
        policy=policy,
        pages=file.pages,
        selectors=file.selectors,
        profiles={row["source_id"]: row["selectors"] or DEFAULT_PROFILE for row in rows},
    )


def _site_file(folder: Path, base_url: str | None, inbox: str | None, problems: Problems) -> SiteFile:
    """Return site.toml with what goes before it, and with the selectors that a source has when it names none."""
    settings = Settings(folder / "site.toml", problems)
    file = settings.become(SiteFile)
    if file is None:
        return _UNREAD_SITE
    base = file.base_url if base_url is None else base_url
    if address_of(base) is None:
        settings.refuse(("base_url",), say("site.source.url", text=base), say("site.source.url_forms"))
    for url in file.reach.references:
        if address_of(url) is None:
            settings.refuse(("reach", "references"), say("site.source.url", text=url), say("site.source.url_forms"))
    return msgspec.structs.replace(
        file,
        base_url=base,
        inbox=file.inbox if inbox is None else inbox,
        selectors={DEFAULT_PROFILE: Selectors()} | file.selectors,
    )


def _if_there(path: Path, columns: Sequence[str], problems: Problems) -> list[Row]:
    return read_table(path, columns, problems) if path.exists() else []
