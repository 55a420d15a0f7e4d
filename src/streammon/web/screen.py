"""What one page shows at one moment, and what has to be sent to turn one such moment into another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined

from streammon.model.base import digest
from streammon.model.incident import Incident
from streammon.store import Counters, SourceView
from streammon.web.appeals import SIZE_LIMIT, name_of
from streammon.web.lines import Tile, incident_line, source_line, summary, tiles
from streammon.web.wording import clock_text, left_words, local_day
from streammon.words import say

PAGE = 100
"""Sources on one page, and the most incidents that are listed."""

templates = Environment(
    loader=PackageLoader("streammon.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)
templates.globals |= {
    "say": say,
    "left_words": left_words,
    "local_day": local_day,
    "name_of": name_of,
    "size_limit": SIZE_LIMIT,
}


@dataclass(frozen=True)
class Screen:
    """Clock, counters and the rows of both lists, ready to be shown; `token` is the same when all of it is."""

    clock: str = ""
    summary: str = ""
    more: str = ""
    tiles: dict[str, Tile] = field(default_factory=dict)
    lists: dict[str, dict[str, str]] = field(default_factory=dict)
    watched: int = 0

    @property
    def token(self) -> str:
        """Return what stands for everything on the screen."""
        return digest(msgspec.json.encode(asdict(self)).decode())


def screen(
    sources: list[SourceView],
    incidents: list[Incident],
    counters: Counters,
    units: Mapping[str, str],
    now: datetime,
) -> Screen:
    """Return what the page shows at `now`: each row as a piece of HTML by its id, in the order of the lists."""
    waiting = counters.opened + counters.alerted + counters.overdue
    source_rows = {view.source.source_id: source_line(view, units, now) for view in sources}
    incident_rows = {incident.incident_id: incident_line(incident, units, now) for incident in incidents}
    return Screen(
        clock=clock_text(now),
        summary=summary(counters),
        more=say("web.incidents.more", limit=PAGE, total=waiting) if waiting > PAGE else "",
        tiles={tile.name: tile for tile in tiles(counters)},
        lists={
            "sources": _rendered("source.html", source_rows),
            "incidents": _rendered("incident.html", incident_rows),
        },
        watched=counters.watched,
    )


def page_html(shown: Screen, title: str, page: int) -> str:
    """Return the whole page."""
    pages = max(-(-shown.watched // PAGE), 1)
    return templates.get_template("page.html").render(screen=shown, title=title, page=page, pages=pages)


def delta(old: Screen, new: Screen) -> dict[str, Any]:
    """Return only what is different in `new`: texts, counters, rows, and the order of a list where it changed."""
    texts = {
        name: getattr(new, name) for name in ("clock", "summary", "more") if getattr(new, name) != getattr(old, name)
    }
    changed = [asdict(tile) for name, tile in new.tiles.items() if tile != old.tiles.get(name)]
    lists = {name: _list_delta(old.lists.get(name, {}), rows) for name, rows in new.lists.items()}
    return {"texts": texts, "tiles": changed, "lists": {name: change for name, change in lists.items() if change}}


def _list_delta(old: dict[str, str], new: dict[str, str]) -> dict[str, Any]:
    rows = {key: html for key, html in new.items() if old.get(key) != html}
    order = list(new)
    return ({"rows": rows} if rows else {}) | ({"order": order} if order != list(old) else {})


def _rendered(template: str, lines: Mapping[str, object]) -> dict[str, str]:
    page = templates.get_template(template)
    return {key: page.render(id=key, line=line) for key, line in lines.items()}
