"""The circular's text: templates over the ledger, refused where they say a number that the ledger does not."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    FileSystemLoader,
    PackageLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from streammon.errors import ConfigError, ConfigErrors
from streammon.model.ledger import Ledger
from streammon.report.incidents_view import IncidentsView
from streammon.report.literals import literals
from streammon.report.marks import Marking, Placed, placed
from streammon.report.tied import tie, untie
from streammon.report.views import SummaryView, TableView
from streammon.report.wording import BROKEN, CALLABLE, FIRST_BROKEN, Ties, length
from streammon.words import say

DEFAULT = "circular.md.j2"
"""The template that comes with streammon, and the name of a site's own in its folder `circular`."""


class Period:
    """`period.title`, and the days from `first` to `last`."""

    def __init__(self, title: str, ledger: Ledger) -> None:
        self.title = tie(title)
        self.first = tie(say("report.date", year=ledger.first.year, month=ledger.first.month, day=ledger.first.day))
        self.last = tie(say("report.date", year=ledger.last.year, month=ledger.last.month, day=ledger.last.day))


class Author:
    """Writes the texts of one circular. `charts` are the ids of the charts that a text may place."""

    def __init__(self, ledger: Ledger, period: str, folder: Path, charts: Iterable[str] = ()) -> None:
        self._ledger, self._period, self._folder = ledger, period, folder
        self._charts = frozenset(charts)
        self._ties = Ties()
        self._environment = self._prepared(folder)
        self._marking: Marking = self._environment.extensions[Marking.identifier]  # type: ignore[assignment]

    def write(self, template: Path | None = None) -> str:
        """Return the text of the circular. Raises ConfigErrors that name file and line.

        `template` is a file; without one the site's own is taken, or the one that comes with streammon.
        """
        if template is None:
            return self._finished(lambda: self._environment.get_template(DEFAULT), DEFAULT)
        try:
            source = template.read_bytes().decode("utf-8-sig")
        except FileNotFoundError:
            raise ConfigError(str(template), say("report.template.missing")) from None
        except UnicodeDecodeError:
            raise ConfigError(str(template), say("report.template.encoding")) from None
        return self.title(source, str(template))

    def title(self, source: str, where: str = "circular.toml") -> str:
        """Return what a piece of template says, held to the same rules as the whole text; `where` it stands."""

        def parsed() -> Any:
            code = self._environment.compile(source, where, where)
            return self._environment.template_class.from_code(self._environment, code, self._environment.globals)

        return self._finished(parsed, where)

    def _prepared(self, folder: Path) -> ImmutableSandboxedEnvironment:
        loaders: Sequence[BaseLoader] = (FileSystemLoader(folder / "circular"), PackageLoader("streammon.report"))
        environment = ImmutableSandboxedEnvironment(
            loader=ChoiceLoader(loaders),
            undefined=StrictUndefined,
            extensions=[Marking],
            trim_blocks=True,
            lstrip_blocks=True,
            autoescape=False,
        )
        environment.filters |= {**CALLABLE, "length": length, "count": length}
        environment.globals |= {**CALLABLE, "same": self._ties.same, "chart": self._chart, **self._known()}
        return environment

    def _known(self) -> dict[str, object]:
        """Return what templates can ask: tables and summaries by id, all of them, incidents, the period.

        `work-orders` is called `work_orders`: a hyphen would be a minus sign.
        """
        tables = {table.board_id: TableView(table) for table in self._ledger.tables}
        summaries = {summary.summary_id: SummaryView(summary) for summary in self._ledger.summaries}
        units = {line.unit_id: line.unit for table in self._ledger.tables for line in table.lines}
        return {
            **{name.replace("-", "_"): view for name, view in {**summaries, **tables}.items()},
            "tables": list(tables.values()),
            "summaries": list(summaries.values()),
            "incidents": IncidentsView(self._ledger.incidents, units),
            "carried": IncidentsView(self._ledger.carried, units),
            "period": Period(self._period, self._ledger),
        }

    def _chart(self, name: str) -> str:
        if name not in self._charts:
            raise ConfigError("", say("report.template.chart", name=name), "、".join(sorted(self._charts)))
        return f"[[chart:{name}]]"

    def _finished(self, load: Callable[[], Any], where: str) -> str:
        self._ties.differing.clear()
        try:
            rendered = load().render()
        except (TemplateError, ConfigError, ArithmeticError, TypeError, ValueError, LookupError) as error:
            raise self._explained(error, where) from error
        text = placed(rendered)
        if mistakes := self._mistakes(text):
            raise ConfigErrors(mistakes)
        return untie(text.text)

    def _mistakes(self, text: Placed) -> list[ConfigError]:
        """Return the ties that do not hold, and the numbers that are not tied, in the order of the text."""
        found: list[tuple[int, ConfigError]] = []
        for offset, character in enumerate(text.text):
            if character == BROKEN:
                written, known = self._ties.differing[ord(text.text[offset + 1]) - FIRST_BROKEN]
                what = say("report.template.same", written=written, known=known)
                found.append((offset, ConfigError(self._line(text, offset), what, say("report.template.same_fix"))))
        for literal in literals(text.text, self._ledger.first, self._ledger.last):
            facts = {"number": literal.number, "around": literal.around, "period": self._period}
            key = "stale" if literal.stale else "untied"
            what, instead = say(f"report.template.{key}", **facts), say(f"report.template.{key}_fix", **facts)
            found.append((literal.start, ConfigError(self._line(text, literal.start), what, instead)))
        return [error for _, error in sorted(found, key=lambda pair: pair[0])]

    def _line(self, text: Placed, offset: int) -> str:
        number, line = text.place(offset)
        return say("report.template.line", file=self._marking.names[number], line=line)

    def _explained(self, error: Exception, where: str) -> ConfigError:
        """Return the error as one that names file and line: those of the innermost template in its traceback."""
        if isinstance(error, TemplateNotFound):
            return ConfigError(str(error.name), say("report.template.missing"))
        if isinstance(error, TemplateSyntaxError):
            place = say("report.template.line", file=error.filename or error.name or where, line=error.lineno)
            return ConfigError(place, say("report.template.syntax", reason=error.message))
        places = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in self._marking.names]
        place = say("report.template.line", file=places[-1].filename, line=places[-1].lineno) if places else where
        if isinstance(error, ConfigError):
            return ConfigError(place, error.what, error.instead)
        key = "undefined" if isinstance(error, UndefinedError) else "failed"
        return ConfigError(place, say(f"report.template.{key}", reason=str(error)))
