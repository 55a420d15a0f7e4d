"""circular.toml: what the annexes, the charts and the head of a site's circular look like. Layout is data."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from streammon.model.base import Part


class Rows(StrEnum):
    """What a row of an annex is about."""

    LINES = "lines"
    SOURCES = "sources"
    GAPS = "gaps"
    PROBLEMS = "problems"
    INCIDENTS = "incidents"
    """One row for each unit and table, with all its incidents told in one cell."""


class Column(Part, frozen=True, kw_only=True):
    """A column of an annex. `show` is a fact of the row or sums, differences, products and quotients of facts.

    `merge`: equal cells of one subject become one; those of one unit or group too, where that is what is shown.
    `none` is printed where there is nothing to show, or where the fact `unless_zero` is 0 or missing. `zero` and
    `other` are printed for 0 and for any other number (是, 否). `decimals` and `suffix` print a rate
    (`decimals = 2, suffix = "%"`). `width` is relative to the other columns; 0: by its text.
    """

    header: str
    show: str
    merge: bool = False
    none: str = ""
    unless_zero: str = ""
    zero: str = ""
    other: str = ""
    decimals: int = 1
    suffix: str = ""
    width: int = 0


class Annex(Part, frozen=True, kw_only=True):
    """A table of the circular: of one board (`table`), of one summary (`summary`), or of all incidents (neither).

    `title` is a template like the circular's text; `note` quotes the rules and is printed as it stands.
    `only` are the grades and `groups` the groups of units shown, none: all. `with_problems`: only subjects that have
    any. `families` are the rule families of the incidents shown. `order` are facts, "-" in front for falling; `grade`
    sorts the best first. `blocks` are printed side by side. `subtotal` and `total` are the labels of such rows,
    empty: none. `continued`: it stands below the annex before it, under the same number.
    """

    annex_id: str
    title: str
    columns: tuple[Column, ...]
    table: str = ""
    summary: str = ""
    rows: Rows = Rows.LINES
    only: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    with_problems: bool = False
    families: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    blocks: int = 1
    subtotal: str = ""
    total: str = ""
    note: str = ""
    continued: bool = False


class ChartKind(StrEnum):
    """What a chart sets side by side."""

    COMPARE = "compare"
    """The subjects of a table, the largest first."""
    TREND = "trend"
    """Periods: the sum of the table, and its largest subjects."""


class Chart(Part, frozen=True, kw_only=True):
    """A chart of one measure of a board; `top`: how many subjects it shows (a trend shows at most 5)."""

    chart_id: str
    title: str
    table: str
    measure: str
    kind: ChartKind = ChartKind.COMPARE
    top: int = 15
    suffix: str = ""


class Layout(Part, frozen=True, kw_only=True):
    """The whole of circular.toml.

    `office` signs; `to` is who is addressed. `head` is the red head and `number` the document's number below it.
    `date` is that of signing; without it a blank is left for it. `font` is a font file
    (below the site folder, or anywhere) for the pictures of charts.
    """

    office: str = ""
    to: str = ""
    head: str = ""
    number: str = ""
    date: date | None = None
    contact: str = ""
    font: str = ""
    annexes: tuple[Annex, ...] = ()
    charts: tuple[Chart, ...] = ()
