"""Which source of the registry a printed row is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from streammon.errors import ConfigError
from streammon.model.source import Source
from streammon.replay.plan import Plan, Table
from streammon.replay.printed import Row
from streammon.site import Site
from streammon.words import say


def sources_of(site: Site, plan: Plan, table: Table, rows: Iterable[Row]) -> list[tuple[Row, Source]]:
    """Return each row with its source: of several with the same names, the next one in the order of the registry.

    A table whose rows name spans of time has several rows of one source, told apart by its platform.
    Raises ConfigError for a row without one.
    """
    found: list[tuple[Row, Source]] = []
    met: Counter[str] = Counter()
    for row in rows:
        own = [source for source in site.sources.values() if _fits(source, row, site, plan, table)]
        key = "、".join(row[column] for column in table.match.values())
        position = 0 if table.gaps else met[key]
        met[key] += 1
        if position >= len(own):
            raise ConfigError(f"{row.file}:{row.line}", say("replay.error.source", what=key))
        found.append((row, own[position]))
    return found


def named(plan: Plan, name: str) -> str:
    """Return the name in the registry of what is printed as `name`."""
    return plan.aliases.get(name, name)


def _fits(source: Source, row: Row, site: Site, plan: Plan, table: Table) -> bool:
    if source.board != table.board or (table.kind and source.kind is not table.kind):
        return False
    unit = site.units[source.unit_id]
    facts = {"unit": unit.name, "group": unit.group, "name": source.name, "platform": source.platform}
    return all(facts[field] in (row[column], named(plan, row[column])) for field, column in table.match.items())
