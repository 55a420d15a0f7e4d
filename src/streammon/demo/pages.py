"""How the county's pages look: HTML with the meta tags that government sites carry."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from streammon.demo.articles import Article, Column, Revision
from streammon.demo.plan import Plan
from streammon.words import say

PER_PAGE = 15
"""Items of one list page."""

TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
TEMPLATES.globals["say"] = say


def page_count(items: int) -> int:
    """Return how many pages a list of that many items has; an empty one has one."""
    return max(1, -(-items // PER_PAGE))


def page_path(column: Column, number: int) -> str:
    """Return the address of a page of a list, `number` 0 being the first: index.html, index_1.html and so on."""
    return column.path if number == 0 else column.path.replace("index.html", f"index_{number}.html")


class Pages:
    """Renders the pages of one plan; what it returns depends on nothing but the arguments."""

    def __init__(self, plan: Plan) -> None:
        self._facts = plan.facts
        self._columns = list(plan.columns.values())

    def home(self) -> bytes:
        """Return the page that leads to all columns."""
        boards: dict[str, dict[str, list[Column]]] = {board: {} for board in self._facts.boards}
        for column in self._columns:
            boards[column.source.board].setdefault(column.unit_name, []).append(column)
        return self._render("home.html", "utf-8", boards=boards)

    def listing(self, column: Column, number: int, visible: Sequence[Article]) -> bytes:
        """Return page `number` (from 0) of a column that shows `visible`, newest first."""
        return self._render(
            "list.html",
            column.encoding,
            column=column,
            number=number,
            count=page_count(len(visible)),
            total=len(visible),
            shown=visible[number * PER_PAGE : (number + 1) * PER_PAGE],
            page_path=page_path,
            siblings=self._siblings(column),
        )

    def article(self, column: Column, article: Article, revision: Revision) -> bytes:
        """Return the page of an article as `revision` has it."""
        return self._render(
            "article.html",
            column.encoding,
            column=column,
            article=article,
            revision=revision,
            siblings=self._siblings(column),
        )

    def not_found(self) -> bytes:
        """Return the body of a 404."""
        return self._render("not_found.html", "utf-8")

    def style(self) -> bytes:
        """Return the style sheet of all pages."""
        return TEMPLATES.get_template("style.css").render().encode()

    def _siblings(self, column: Column) -> list[Column]:
        return [other for other in self._columns if other.unit_name == column.unit_name]

    def _render(self, template: str, encoding: str, **values: object) -> bytes:
        page = TEMPLATES.get_template(template).render(facts=self._facts, encoding=encoding, **values)
        return page.encode(encoding, "xmlcharrefreplace")
