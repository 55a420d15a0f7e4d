"""The printed sentences of a line, and its silences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

from streammon.model.incident import FAULTLESS, Incident
from streammon.model.ledger import Gap
from streammon.model.rules import Problem, Span
from streammon.rules.conditions import expression
from streammon.rules.inputs import opened_on
from streammon.rules.lines import Standing
from streammon.rules.silence import ANY, ORIGINAL, class_of, silences


def gaps(standing: Standing, span: Span) -> Iterator[Gap]:
    """Yield the silences of a subject's sources, cut to `span`, in the order of time."""
    limits = standing.terms.limits
    found = (
        (silence, account.source_id)
        for account in standing.accounts
        for silence in silences([*account.share.windows.values()], account.share.faults.values(), limits, span)
    )
    for silence, source_id in sorted(found):
        limit = class_of(silence.days, silence.rule, limits)
        yield Gap(source_id=source_id, rule=silence.rule, first=silence.first, last=silence.last, limit=limit)


def sentences(standing: Standing, found: Iterable[Gap], incidents: Mapping[str, Incident]) -> tuple[str, ...]:
    """Return what a board prints of a subject, each sentence once, in the order of the board's problems."""
    silent = tuple(found)
    counted = sorted(
        (incidents[identity] for identity in standing.incidents if identity in incidents),
        key=lambda incident: (incident.opened_at, incident.incident_id),
    )
    said = (text for problem in standing.board.problems for text in _said(problem, standing, silent, counted))
    return tuple(dict.fromkeys(said))


def _said(problem: Problem, standing: Standing, silent: Iterable[Gap], incidents: list[Incident]) -> Iterator[str]:
    values = standing.verdict.measures
    if problem.when:
        if expression(problem.when).of(values):
            yield problem.text.format_map(values)
    elif problem.rule in (ANY, ORIGINAL):
        for gap in silent:
            if gap.rule == problem.rule:
                yield _of_gap(problem.text, gap)
    else:
        for incident in incidents:
            if incident.finding.rule == problem.rule and incident.state not in FAULTLESS:
                yield _of_incident(problem.text, incident)


def _of_gap(text: str, gap: Gap) -> str:
    days = (gap.last - gap.first) // timedelta(days=1) + 1
    nothing = {"wrong": "", "right": "", "title": "", "count": 1}
    return text.format(first=gap.first, last=gap.last, days=days, limit=gap.limit, **nothing)


def _of_incident(text: str, incident: Incident) -> str:
    finding, day = incident.finding, opened_on(incident)
    return text.format(
        first=day,
        last=day,
        days=1,
        limit=finding.limit,
        wrong=finding.wrong,
        right=finding.right,
        title=incident.place.title,
        count=finding.count,
    )
