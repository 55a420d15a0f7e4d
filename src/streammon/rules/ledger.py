"""The whole account of a period, made from the days and incidents of the log: a pure fold, the same at any time.

It is the same fold that the live machine makes (`grading`), over all units at once: what comes is put where it belongs
in the most compact form, and everything that is printed is made of that at the end.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from sys import intern
from typing import cast

import msgspec

from streammon.clock import LOCAL
from streammon.model.base import digest
from streammon.model.day import Day
from streammon.model.incident import ENDED, FAULTLESS, Incident
from streammon.model.ledger import Ledger, Line, SourceLine, Table, Value
from streammon.model.rules import Board, Rules, Span, Subject
from streammon.model.source import SourceKind
from streammon.model.unit import Unit
from streammon.rules.inputs import fault_of, newer, opened_on, window_of
from streammon.rules.lines import Account, Register, Share, Standing, standings
from streammon.rules.periods import period_of
from streammon.rules.problems import gaps, sentences
from streammon.rules.summaries import summary
from streammon.words import say

_PUBLISHING = frozenset({SourceKind.WEBSITE, SourceKind.ACCOUNT})
"""Kinds whose silence means nothing before they have been watched; of the others, no record is no event."""


@dataclass(frozen=True, slots=True)
class Book:
    """Who is accounted for, and by what."""

    site: str
    units: Mapping[str, Unit]
    register: Register


class Intake:
    """The days and incidents of one period, taken in one after the other; of each thing the newest report counts."""

    def __init__(self, span: Span, rules: Rules) -> None:
        self.span = span
        self.shares: defaultdict[str, defaultdict[str, Share]] = defaultdict(lambda: defaultdict(Share))
        """By unit, then by source."""
        self.opened: dict[str, Incident] = {}
        self._before: dict[str, Incident] = {}
        self._rules = rules
        self._belongs: dict[date, bool] = {}

    def take(self, event: Day | Incident) -> None:
        """Take in one event; one of another period changes nothing."""
        if isinstance(event, Incident):
            self._incident(event)
        elif self._holds(event.date):
            windows = self.shares[event.unit_id][event.source_id].windows
            own = intern(event.day_id.removeprefix(event.source_id))  # the same few for all sources
            windows[own] = newer(window_of(event), windows.get(own))

    def carried(self) -> list[Incident]:
        """Return the incidents that were opened before the period and still open when it began."""
        begin = datetime.combine(self.span.first, time(), LOCAL)
        return [incident for incident in self._before.values() if _was_open(incident, begin)]

    def _incident(self, incident: Incident) -> None:
        day = opened_on(incident)
        if self._holds(day):
            faults = self.shares[incident.unit_id][incident.source_id].faults
            faults[incident.incident_id] = newer(fault_of(incident), faults.get(incident.incident_id))
            kept = self.opened
        elif day < self.span.first:
            kept = self._before
        else:
            return
        known = kept.get(incident.incident_id)
        if known is None or _age(incident) > _age(known):
            kept[incident.incident_id] = incident

    def _holds(self, day: date) -> bool:
        if day not in self._belongs:
            self._belongs[day] = period_of(day, self._rules).id == self.span.id
        return self._belongs[day]


def ledger(
    book: Book, days: Iterable[Day], incidents: Iterable[Incident], span: Span, at: datetime, *, revision: int = 0
) -> Ledger:
    """Return the account of `span` as of `at`; see `account`."""
    intake = Intake(span, book.register.rules)
    for day in days:
        intake.take(day)
    for incident in incidents:
        intake.take(incident)
    return account(book, intake, at, revision=revision)


def account(book: Book, intake: Intake, at: datetime, *, revision: int = 0) -> Ledger:
    """Return the account of a period as of `at`. `revision` is that of its grades, 0 while the period is open."""
    rules, span = book.register.rules, intake.span
    known = standings_of(book, intake)
    until = msgspec.structs.replace(span, last=min(span.last, max(span.first, at.astimezone(LOCAL).date())))
    tables = tuple(_table(book, board, known[board.board_id], intake.opened, until) for board in rules.boards)
    of_board = {table.board_id: table for table in tables}
    seals = (standing.seal for board in rules.boards for standing in known[board.board_id])
    return Ledger(
        site=book.site,
        period=span.id,
        first=span.first,
        last=span.last,
        at=at,
        tables=tables,
        summaries=tuple(summary(roundup, of_board[roundup.board_id], book.units) for roundup in rules.summaries),
        incidents=_ordered(intake.opened.values()),
        carried=_ordered(intake.carried()),
        revision=revision,
        digest=digest(*seals),
    )


def standings_of(book: Book, intake: Intake) -> Mapping[str, list[Standing]]:
    """Return the standings by board, in the order in which sources.csv first names a source of the subject.

    Every registered source has a line, or counts in one; what the registry has lost comes last.
    """
    register = book.register
    whole: defaultdict[str, dict[str, Share]] = defaultdict(dict)
    for source in register.sources.values():
        if not source.removed:
            whole[source.unit_id][source.source_id] = Share()
    for unit_id, shares in sorted(intake.shares.items()):
        whole[unit_id].update(shares)
    rank = {source_id: position for position, source_id in enumerate(register.sources)}
    known: defaultdict[str, list[Standing]] = defaultdict(list)
    for unit_id, own in whole.items():
        for standing in standings(unit_id, register.rules.boards, intake.span, own, register):
            known[standing.board.board_id].append(standing)
    for lines in known.values():
        lines.sort(key=lambda standing: min(rank.get(each.source_id, len(rank)) for each in standing.accounts))
    return known


def _age(incident: Incident) -> tuple[datetime, int, bytes]:
    last = incident.history[-1].at if incident.history else incident.opened_at
    return last, len(incident.history), msgspec.json.encode(incident)


def _was_open(incident: Incident, moment: datetime) -> bool:
    states = [transition.state for transition in incident.history if transition.at < moment]
    state = states[-1] if states else incident.state
    return state not in ENDED and incident.state not in FAULTLESS


def _table(
    book: Book, board: Board, known: Sequence[Standing], incidents: Mapping[str, Incident], until: Span
) -> Table:
    return Table(
        board_id=board.board_id,
        title=board.title,
        lines=tuple(_line(book, standing, incidents, until) for standing in known),
        grades=tuple(dict.fromkeys(rung.grade for rung in board.rungs)),
    )


def _line(book: Book, standing: Standing, incidents: Mapping[str, Incident], until: Span) -> Line:
    unit = book.units.get(standing.unit_id)
    unit_name, group = (unit.name, unit.group) if unit else (standing.unit_id, "")
    silent, verdict = tuple(gaps(standing, until)), standing.verdict
    seen = standing.accounts if _is_seen(standing) else ()
    return Line(
        subject_id=standing.subject_id,
        unit_id=standing.unit_id,
        name=_name(standing, unit_name),
        unit=unit_name,
        group=group,
        measures=verdict.measures,
        grade=verdict.grade if seen else "",
        because=verdict.because if seen else say("grade.unseen"),
        distance=standing.distance if seen else "",
        problems=sentences(standing, silent, incidents) if seen else (),
        gaps=silent,
        sources=tuple(_source_line(account) for account in standing.accounts),
        incidents=standing.incidents,
        contents=standing.contents,
    )


def _name(standing: Standing, unit_name: str) -> str:
    if standing.board.subject is Subject.UNIT:
        return unit_name
    source = standing.accounts[0].source
    return source.name if source else standing.subject_id


def _is_seen(standing: Standing) -> bool:
    """Say whether anything is known of a subject, or no news of it is an answer."""
    return any(
        account.share.windows or account.source is None or account.source.kind not in _PUBLISHING
        for account in standing.accounts
    )


def _source_line(account: Account) -> SourceLine:
    source = account.source
    return SourceLine(
        source_id=account.source_id,
        name=source.name if source else account.source_id,
        kind=source.kind if source else SourceKind.WEBSITE,
        platform=source.platform if source else "",
        cadence=source.cadence if source else "",
        due=account.counts["due"] or None,
        measures=cast("dict[str, Value]", account.counts),  # not copied: there are many sources
    )


def _ordered(incidents: Iterable[Incident]) -> tuple[Incident, ...]:
    return tuple(sorted(incidents, key=lambda incident: (incident.opened_at, incident.incident_id)))
