"""The ledger as templates see it: tables and subjects that can be picked, counted and summed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from streammon.errors import ConfigError
from streammon.model.ledger import Line, Summary, Table
from streammon.report.facts import of_line
from streammon.report.figure import Figure, Number
from streammon.report.rows import best_first
from streammon.report.tied import of_ledger, untie
from streammon.site.problems import near
from streammon.words import say

Shown = Figure | str | None


def _is_offered(view: object, name: str) -> bool:
    """Return whether `name` is something that the view tells by itself: Jinja's filters ask for items alone."""
    return not name.startswith("_") and hasattr(type(view), name)


def _shown(value: object) -> Shown:
    if isinstance(value, int | float):
        return Figure(value)
    return None if value is None else of_ledger(str(value))


class LineView:
    """One subject of a table. Measures and facts are attributes: `line.published`, `line.name`, `line.grade`."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._facts = of_line(line)

    def __getitem__(self, name: str) -> Any:
        """Return a measure or a fact. Raises ConfigError where there is none of that name."""
        if _is_offered(self, name):
            return getattr(self, name)
        if name not in self._facts:
            raise _unknown(self._line.name, name, self._facts)
        return _shown(self._facts[name])

    @property
    def problems(self) -> list[str]:
        """Return the printed sentences, without the full stop at their end."""
        return [of_ledger(text.rstrip("。；")) for text in self._line.problems]

    @property
    def sources(self) -> list[dict[str, Shown]]:
        """Return name, cadence, platform, due and measures of each of its columns or accounts."""
        return [
            {
                name: _shown(value)
                for name, value in {
                    **source.measures,
                    "name": source.name,
                    "cadence": source.cadence,
                    "platform": source.platform,
                    "due": source.due,
                }.items()
            }
            for source in self._line.sources
        ]


class TableView:
    """A board, or some of its subjects. A measure is an attribute, and is the sum over the subjects."""

    def __init__(self, table: Table, lines: Sequence[Line] | None = None) -> None:
        self._table = table
        self._lines = tuple(table.lines if lines is None else lines)

    def __iter__(self) -> Iterator[LineView]:
        return iter([LineView(line) for line in self._lines])

    def __len__(self) -> int:
        return len(self._lines)

    def __getitem__(self, name: str) -> Any:
        """Return the sum of a measure. Raises ConfigError where the table has none of that name."""
        if _is_offered(self, name):
            return getattr(self, name)
        known = {measure for line in self._table.lines for measure in line.measures}
        if name not in known:
            raise _unknown(self._table.title, name, known)
        return Figure(sum(line.measures.get(name, 0) for line in self._lines))

    @property
    def title(self) -> str:
        """Return the title of the board."""
        return of_ledger(self._table.title)

    @property
    def count(self) -> Figure:
        """Return how many subjects there are."""
        return Figure(len(self._lines))

    @property
    def units(self) -> Figure:
        """Return how many units answer for them."""
        return Figure(len({line.unit_id for line in self._lines}))

    @property
    def unit_names(self) -> list[str]:
        """Return the names of these units, each once."""
        return [of_ledger(name) for name in dict.fromkeys(line.unit for line in self._lines)]

    @property
    def names(self) -> list[str]:
        """Return the names of the subjects."""
        return [of_ledger(line.name) for line in self._lines]

    @property
    def grades(self) -> list[str]:
        """Return the grades of the board, the best first."""
        return [of_ledger(grade) for grade in best_first(self._table.grades)]

    @property
    def with_problems(self) -> TableView:
        """Return the subjects with a problem."""
        return self._some(lambda line: bool(line.problems))

    def graded(self, *grades: str) -> TableView:
        """Return the subjects with one of these grades. Raises ConfigError for one that the board does not give."""
        wanted = [untie(grade) for grade in grades]
        for grade in wanted:
            if grade not in self._table.grades:
                what = say("report.template.grade", table=self._table.title, grade=grade)
                raise ConfigError("", what, near(grade, self._table.grades))
        return self._some(lambda line: line.grade in wanted)

    def where(self, **wanted: Number | str) -> TableView:
        """Return the subjects of which all these facts hold: `where(platform="抖音", group="乡镇", published=0)`."""
        return self._some(lambda line: all(_fact(line, name) == _plain(value) for name, value in wanted.items()))

    def but(self, **unwanted: Number | str) -> TableView:
        """Return the subjects of which none of these facts holds."""
        return self._some(lambda line: all(_fact(line, name) != _plain(value) for name, value in unwanted.items()))

    def over(self, measure: str, bound: Number) -> TableView:
        """Return the subjects with more than `bound` of a measure."""
        return self._some(lambda line: _number(line, measure) > bound)

    def top(self, measure: str, count: int) -> TableView:
        """Return the `count` subjects with most of a measure, the largest first."""
        ordered = sorted(self._lines, key=lambda line: -_number(line, measure))
        return TableView(self._table, ordered[:count])

    def by(self, measure: str) -> TableView:
        """Return all subjects, those with most of a measure first."""
        return self.top(measure, len(self._lines))

    def gap(self, rule: str = "any", over: int = 0, upto: int = 10**6) -> TableView:
        """Return the subjects with a gap of a rule (any, original) of more than `over` and at most `upto` days."""

        def has(line: Line) -> bool:
            spans = [(gap.last - gap.first).days + 1 for gap in line.gaps if gap.rule == f"gap/{rule}"]
            return any(over < days <= upto for days in spans)

        return self._some(has)

    def line(self, name: str) -> LineView:
        """Return the one subject of this name. Raises ConfigError unless there is just one."""
        plain = untie(name)
        found = [line for line in self._lines if plain in (line.name, line.subject_id)]
        if not found:
            what = say("report.template.line_none", table=self._table.title, name=plain)
            raise ConfigError("", what, near(plain, [line.name for line in self._lines]))
        if len(found) > 1:
            raise ConfigError(
                "", say("report.template.line_many", table=self._table.title, name=plain, count=len(found))
            )
        return LineView(found[0])

    @property
    def by_problem(self) -> list[tuple[str, TableView]]:
        """Return each problem sentence with the subjects that it is said of."""
        sentences: dict[str, list[Line]] = {}
        for line in self._lines:
            for text in line.problems:
                sentences.setdefault(text.rstrip("。；"), []).append(line)
        return [(of_ledger(text), TableView(self._table, lines)) for text, lines in sentences.items()]

    def _some(self, holds: Callable[[Line], bool]) -> TableView:
        return TableView(self._table, [line for line in self._lines if holds(line)])


def _plain(value: object) -> object:
    return value.value if isinstance(value, Figure) else untie(value) if isinstance(value, str) else value


def _fact(line: Line, name: str) -> object:
    known = of_line(line)
    if name not in known:
        raise _unknown(line.name, name, known)
    return known[name]


def _number(line: Line, name: str) -> Number:
    value = _fact(line, name)
    return value if isinstance(value, int | float) else 0


class SummaryView:
    """A table of groups: `summary.total.checked`, `summary.line("咸安区").failed`, or one group after the other."""

    def __init__(self, summary: Summary) -> None:
        self._summary = summary

    def __iter__(self) -> Iterator[dict[str, Shown]]:
        return iter([{"name": of_ledger(line.group), **_figures(line.measures)} for line in self._summary.lines])

    @property
    def title(self) -> str:
        """Return the title of the summary."""
        return of_ledger(self._summary.title)

    @property
    def count(self) -> Figure:
        """Return how many groups there are."""
        return Figure(len(self._summary.lines))

    @property
    def total(self) -> dict[str, Shown]:
        """Return the measures of all groups together."""
        return _figures(self._summary.total.measures)

    def line(self, name: str) -> dict[str, Shown]:
        """Return the measures of one group. Raises ConfigError where there is none of that name."""
        found = {line.group: line for line in self._summary.lines}
        if untie(name) not in found:
            what = say("report.template.line_none", table=self._summary.title, name=untie(name))
            raise ConfigError("", what, near(untie(name), found))
        return _figures(found[untie(name)].measures)


def _figures(measures: dict[str, int | float]) -> dict[str, Shown]:
    return {name: _shown(value) for name, value in measures.items()}


def _unknown(table: str, name: str, known: Iterable[str]) -> ConfigError:
    return ConfigError("", say("report.template.measure", table=table, name=name), near(name, known))
