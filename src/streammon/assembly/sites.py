"""A site folder, checked with everything that can be wrong in it."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from streammon.alerting.channels.front_door import is_known
from streammon.alerting.samples import templates_of
from streammon.assembly.options import Options
from streammon.detect import inspector
from streammon.detect.materials import Materials, materials_of
from streammon.detect.page import PageOptions
from streammon.errors import ConfigError, Gathering
from streammon.extract.html import compiled
from streammon.model.exemption import exemption_of
from streammon.model.fetching import Selectors
from streammon.rules import cadence
from streammon.rules.board_checks import board_flaws, summary_flaws
from streammon.rules.calendar import WorkingDays
from streammon.site import Checks, Site, Vocabulary
from streammon.site import load as load_site
from streammon.store.views import Views
from streammon.words import say

WORDING = "wording"
"""In the site folder: templates of messages that go before those that come with streammon."""


def read_site(options: Options) -> Site:
    """Load and check the site folder. Raises ConfigErrors."""
    words = Vocabulary(parse_cadence=cadence.parse, checks=Checks(board_flaws, summary_flaws))
    site = load_site(options.site, words, base_url=options.base_url, inbox=options.inbox)
    gathering = Gathering()
    with gathering:
        inspector.check(materials(site))
    with gathering:
        templates_of(site.folder / WORDING)
    for name, selectors in site.selectors.items():
        _check_selectors(f"{site.folder / 'site.toml'}，[selectors.{name}]", selectors, gathering)
    for contact in site.contacts.values():
        for number, url in enumerate(contact.channels, 1):
            with gathering:
                _check_channel(f"{site.folder / 'contacts.csv'}，{contact.contact_id}", number, url)
    gathering.raise_all()
    return site


def materials(site: Site) -> Materials:
    """Return what the site adds to the shipped lexicons, as it lies in its folder now."""
    lexicon = materials_of(site.folder / "lexicon", tuple(unit.name for unit in site.units.values()))
    return replace(lexicon, pages=PageOptions(site.pages, WorkingDays(site.rules.holidays).is_working))


async def materials_with_lessons(site: Site, views: Views) -> Materials:
    """Return the same and what persons have dismissed so far. Raises Transient while Redis is out of reach."""
    lessons = filter(None, (exemption_of(incident.finding) for incident in await views.dismissed()))
    return replace(materials(site), exemptions=tuple(lessons))


def _check_selectors(where: str, selectors: Selectors, gathering: Gathering) -> None:
    for name, value in msgspec.structs.asdict(selectors).items():
        if isinstance(value, str):
            with gathering:
                try:
                    compiled(value)
                except ConfigError as error:
                    raise ConfigError(f"{where}，{name}", error.what, error.instead) from None


def _check_channel(where: str, number: int, url: str) -> None:
    """Refuse a channel that nobody can send by; without naming it, for its address holds a key."""
    if not is_known(url):
        raise ConfigError(where, say("site.contact.unknown", number=number), say("site.contact.channel_forms"))
