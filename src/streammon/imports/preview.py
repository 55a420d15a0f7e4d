"""How a file was understood: its headers, and its first rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from streammon.clock import LOCAL
from streammon.imports.changes import OF_A_MOMENT
from streammon.imports.headers import Header
from streammon.imports.reading import Good, Imported
from streammon.imports.registry import Registry
from streammon.words import say

ROWS = 5
"""So many rows show whether a table is understood."""

_SILENT = frozenset({"signal_id", "content_id", "source_id", "unit_id", "revision", "kind", "page", "seen_at", "gone"})


def lines(file: str, imported: Imported, registry: Registry) -> Iterator[str]:
    """Yield what a person reads before the import."""
    for grid, header in imported.tables:
        yield say("imports.preview.table", file=file, sheet=grid.name, row=header.row)
        yield from _columns(header)
    for grid in imported.aside:
        yield say("imports.preview.aside", file=file, sheet=grid.name)
    for row in imported.good[:ROWS]:
        yield f"{row.where}：{_facts(row, registry)}"
    yield say("imports.preview.summary", good=len(imported.good), bad=imported.bad)


def _columns(header: Header) -> Iterator[str]:
    for field in header.columns:
        yield say("imports.preview.column", title=header.title(field), name=say(f"imports.field.{field}"), field=field)
    if header.unused:
        yield say("imports.preview.unused", titles="、".join(header.unused))


def _facts(row: Good, registry: Registry) -> str:
    source = registry.sources.get(getattr(row.found, "source_id", ""))
    facts = [f"{registry.units[source.unit_id].name} {source.name}"] if source else []
    for name in row.found.__struct_fields__:
        value = getattr(row.found, name)
        if name not in _SILENT and value not in ("", ()) and (name != "at" or isinstance(row.found, OF_A_MOMENT)):
            facts.append(say("imports.preview.fact", name=_label(name), value=_shown(value)))
    return "，".join(facts)


def _label(name: str) -> str:
    return say(f"imports.field.{name}")


def _shown(value: object) -> str:
    if value is None:
        return say("imports.preview.nothing")
    if isinstance(value, bool):
        return say("imports.preview.yes" if value else "imports.preview.no")
    if isinstance(value, datetime):
        return f"{value.astimezone(LOCAL):%Y-%m-%d %H:%M}"
    return str(value)
