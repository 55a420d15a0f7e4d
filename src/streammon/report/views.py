"""The ledger as templates see it: tables, subjects and incidents that can be picked, counted and summed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from streammon.clock import LOCAL
from streammon.errors import ConfigError
from streammon.model.incident import Incident, State
from streammon.model.ledger import Line, Summary, Table
from streammon.report.facts import of_line, told
from streammon.report.figure import Figure, Number
from streammon.report.rows import best_first
from streammon.report.tied import of_ledger, untie
from streammon.site.problems import near
from streammon.words import say

Shown = Figure | str | None
T = TypeVar("T")


def _shown(value: object) -> Shown:
    if isinstance(value, int | float):
        return Figure(value)
    return None if value is None else of_ledger(str(value))


class LineView:
    """One subject of a table. Measures and facts are attributes: `line.published`, `line.name`, `line.grade`."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._facts = of_line(line)

    def __getitem__(self, name: str) -> Shown:
        """Return a measure or a fact. Raises ConfigError where there is none of that name."""
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

    def __getitem__(self, name: str) -> Figure:
        """Return the sum of a measure. Raises ConfigError where the table has none of that name."""
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


class IncidentsView:
    """Incidents, or some of them. Each tells rule, unit, title, wrong, right, day, month, text and whether `fixed`."""

    def __init__(self, incidents: Iterable[Incident], units: dict[str, str]) -> None:
        self._incidents = tuple(sorted(incidents, key=lambda each: (each.opened_at, each.incident_id)))
        self._units = units

    def __iter__(self) -> Iterator[dict[str, Shown | bool]]:
        return iter([self._told(each) for each in self._incidents])

    def __len__(self) -> int:
        return len(self._incidents)

    @property
    def count(self) -> Figure:
        """Return how many there are."""
        return Figure(len(self._incidents))

    @property
    def units(self) -> Figure:
        """Return how many units they concern."""
        return Figure(len({each.unit_id for each in self._incidents}))

    @property
    def unit_names(self) -> list[str]:
        """Return the names of these units, those with most of them first."""
        return [of_ledger(name) for name, _ in Counter(self._unit(each) for each in self._incidents).most_common()]

    @property
    def by_unit(self) -> list[tuple[str, IncidentsView]]:
        """Return each unit's name with its incidents, those with most of them first."""
        groups: dict[str, list[Incident]] = {}
        for each in self._incidents:
            groups.setdefault(self._unit(each), []).append(each)
        ordered = sorted(groups.items(), key=lambda group: -len(group[1]))
        return [(of_ledger(name), IncidentsView(group, self._units)) for name, group in ordered]

    @property
    def fixed(self) -> IncidentsView:
        """Return those that have been mended."""
        return self._some(lambda each: each.state is State.FIXED)

    @property
    def unfixed(self) -> IncidentsView:
        """Return those that have not been mended."""
        return self._some(lambda each: each.state is not State.FIXED)

    def of(self, *rules: str) -> IncidentsView:
        """Return those of these rules or rule families: `of("text")`, `of("privacy/resident-id")`."""
        return self._some(lambda each: each.finding.rule in rules or each.finding.rule.partition("/")[0] in rules)

    def severe(self, *severities: str) -> IncidentsView:
        """Return those of these severities: veto, severe, ordinary."""
        return self._some(lambda each: each.finding.severity in severities)

    def at(self, unit: str) -> IncidentsView:
        """Return those of the unit of this name."""
        return self._some(lambda each: self._unit(each) == untie(unit))

    def _unit(self, incident: Incident) -> str:
        return self._units.get(incident.unit_id, incident.unit_id)

    def _told(self, incident: Incident) -> dict[str, Shown | bool]:
        day, finding = incident.opened_at.astimezone(LOCAL), incident.finding
        return {
            "rule": of_ledger(finding.rule),
            "unit": of_ledger(self._unit(incident)),
            "title": of_ledger(incident.place.title),
            "wrong": of_ledger(finding.wrong),
            "right": of_ledger(finding.right),
            "day": of_ledger(say("report.month_day", month=day.month, day=day.day)),
            "month": of_ledger(say("report.month_of", month=day.month)),
            "text": of_ledger(told(incident)),
            "fixed": incident.state is State.FIXED,
        }

    def _some(self, holds: Callable[[Incident], bool]) -> IncidentsView:
        return IncidentsView([each for each in self._incidents if holds(each)], self._units)


def _unknown(table: str, name: str, known: Iterable[str]) -> ConfigError:
    return ConfigError("", say("report.template.measure", table=table, name=name), near(name, known))
