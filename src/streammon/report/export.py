"""Everything that is handed out at the end of a period, made of its ledger: two documents, plain tables, a manifest."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from streammon import __version__
from streammon.errors import ConfigError
from streammon.model.ledger import Ledger
from streammon.report import flat
from streammon.report.annexes import grids
from streammon.report.blocks import blocks
from streammon.report.circular import Circular, Picture
from streammon.report.fonts import Font, find
from streammon.report.loading import FILE, load
from streammon.report.periods import title_of
from streammon.report.pictures import key, picture
from streammon.report.series import Drawn, drawn
from streammon.report.text import Author
from streammon.report.workbook import workbook
from streammon.words import say

CIRCULAR, ANNEXES, MANIFEST = "circular.docx", "annexes.xlsx", "manifest.json"


@dataclass(frozen=True)
class Export:
    """The files by their path in the folder. `font` is empty where pictures are without Chinese."""

    files: dict[str, bytes]
    font: str
    has_parquet: bool

    def write(self, folder: Path) -> None:
        """Write the files. Raises ConfigError where `folder` is none."""
        for name, data in self.files.items():
            path = folder / name
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except (FileExistsError, NotADirectoryError):
                raise ConfigError(str(path.parent), say("report.export.occupied")) from None
            path.write_bytes(data)


def export(
    ledger: Ledger,
    folder: Path,
    *,
    months: Sequence[Ledger] = (),
    earlier: Sequence[Ledger] = (),
    titles: Mapping[str, str] | None = None,
    template: Path | None = None,
    red_head: bool = False,
) -> Export:
    """Return all files of a period. Nothing is written before all of it could be made.

    `folder` is the site's. `months` are the ledgers of the calendar months inside the period (for columns such as
    `month1.published`), `earlier` those of the periods before it (for trends). `titles` are those of periods by id,
    where they are not what their days say (2023年10月, 2023年第一季度). Raises ConfigErrors that name file and
    line where circular.toml or the template can't be used, or says a number that the ledger does not.
    """
    layout = load(folder, ledger, months)
    if red_head and not layout.head:
        raise ConfigError(str(folder / FILE), say("report.export.no_head"), say("report.export.head"))
    title = title_of(ledger, titles or {})
    charts = drawn(layout.charts, ledger, earlier, titles or {})
    author = Author(ledger, title, folder, [chart.chart_id for chart in layout.charts])
    text = blocks(author.write(template))
    annexes = grids(layout.annexes, ledger, months, lambda source: author.title(source, str(folder / FILE)))
    font = find(folder / layout.font if layout.font else None)
    files = {
        CIRCULAR: Circular(layout, red_head=red_head).write(text, annexes, _pictures(charts, font), ledger.last),
        ANNEXES: workbook(annexes, charts, ledger, ledger.last),
        **_tables(ledger),
    }
    files[MANIFEST] = _manifest(ledger, title, files, font)
    return Export(files, font.name, flat.HAS_PARQUET)


def _pictures(charts: Sequence[Drawn], font: Font) -> list[Picture]:
    return [
        Picture(each.chart.chart_id, each.chart.table, each.chart.title, picture(each, font), key(each, font))
        for each in charts
    ]


def _tables(ledger: Ledger) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for table in flat.tables(ledger):
        files[f"csv/{table.name}.csv"] = flat.as_csv(table)
        if flat.HAS_PARQUET:
            files[f"parquet/{table.name}.parquet"] = flat.as_parquet(table)
    return files


def _manifest(ledger: Ledger, title: str, files: dict[str, bytes], font: Font) -> bytes:
    """Return what was made of what, so that anybody can see later that nothing was changed."""
    told = {
        "streammon": __version__,
        "site": ledger.site,
        "period": ledger.period,
        "title": title,
        "first": ledger.first.isoformat(),
        "last": ledger.last.isoformat(),
        "revision": ledger.revision,
        "ledger": ledger.digest,
        "font": font.name,
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())},
    }
    return msgspec.json.format(msgspec.json.encode(told), indent=2) + b"\n"
