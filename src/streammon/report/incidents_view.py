"""Incidents as templates see them: picked, counted, told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from streammon.clock import LOCAL
from streammon.model.incident import MENDED, Incident
from streammon.report.facts import told
from streammon.report.figure import Figure
from streammon.report.tied import of_ledger, untie
from streammon.words import say


class IncidentsView:
    """Incidents, or some of them. Each tells rule, unit, title, wrong, right, day, month, text and whether `fixed`."""

    def __init__(self, incidents: Iterable[Incident], units: dict[str, str]) -> None:
        self._incidents = tuple(sorted(incidents, key=lambda each: (each.opened_at, each.incident_id)))
        self._units = units

    def __iter__(self) -> Iterator[dict[str, str | bool]]:
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
        return self._some(lambda each: each.state in MENDED)

    @property
    def unfixed(self) -> IncidentsView:
        """Return those that have not been mended."""
        return self._some(lambda each: each.state not in MENDED)

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

    def _told(self, incident: Incident) -> dict[str, str | bool]:
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
            "fixed": incident.state in MENDED,
        }

    def _some(self, holds: Callable[[Incident], bool]) -> IncidentsView:
        return IncidentsView([each for each in self._incidents if holds(each)], self._units)
