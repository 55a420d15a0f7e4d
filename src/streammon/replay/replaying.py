"""One circular from its tables to the comparison."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from pathlib import Path

import msgspec

from streammon.assembly.options import Options
from streammon.assembly.sites import read_site
from streammon.clock import LOCAL
from streammon.errors import ConfigError
from streammon.model.grade import Grade
from streammon.model.ledger import Ledger
from streammon.replay.claims import Claim, claims
from streammon.replay.events import events
from streammon.replay.pipeline import PipelineFailed, play
from streammon.replay.plan import FILE, read_plan
from streammon.replay.printed import Cases, Inconsistency
from streammon.replay.spreading import Span
from streammon.rules.ledger import Book, ledger
from streammon.rules.lines import Register
from streammon.rules.periods import period_named
from streammon.words import say


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """A figure or sentence that the pipeline does not give as it is printed."""

    board: str
    subject: str
    measure: str
    expected: str
    got: str


class Contradiction(msgspec.Struct, frozen=True, kw_only=True):
    """A figure or sentence that the circular itself contradicts: what the pipeline gives instead, and why."""

    board: str
    subject: str
    measure: str
    printed: str
    got: str
    why: str


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """How many figures and sentences were compared, and what came of it."""

    site: str
    period: str
    compared: int
    different: list[Difference]
    inconsistent_in_print: list[Contradiction]


async def replay(folder: Path, tables: Path | None = None, data: Path | None = None) -> Outcome:
    """Play the circular of a site folder and compare it; `tables` is where its tables are, if not in the folder.

    The log is thrown away unless `data` says where it is to stay.

    Raises ConfigError for what can't be used in the folder or in the tables.
    """
    site, plan = read_site(Options(folder)), read_plan(folder)
    if data is not None and (data / "log.db").exists():
        raise ConfigError(str(data), say("replay.error.data"), say("replay.error.data_instead"))
    cases = Cases(folder, tables)
    cases.refuse_others([table.file for table in plan.tables])
    named = period_named(plan.period, site.rules)
    if named is None:
        raise ConfigError(str(folder / FILE), say("replay.error.period", period=plan.period))
    period = Span(named.first, named.last)
    played = await play(site, events(site, plan, cases, period), period, data)
    book = Book(site.name, site.units, Register(site.rules, site.sources, site.tasks))
    at = datetime.combine(period.last, time(12), LOCAL) + timedelta(days=1)
    whole = ledger(book, played.days, played.incidents, named, at)
    refuse_two_truths(whole, played.grades)
    return outcome(folder.name, plan.period, claims(site, plan, cases, whole, played.days), cases.inconsistencies())


def refuse_two_truths(whole: Ledger, grades: Iterable[Grade]) -> None:
    """Raise PipelineFailed where the running machine came to another grade or measure than the ledger."""
    lines = {(table.board_id, line.subject_id): line for table in whole.tables for line in table.lines}
    for grade in grades:
        line = lines.get((grade.board, grade.subject_id))
        if grade.period == whole.period and line and (line.grade, line.measures) != (grade.grade, grade.measures):
            raise PipelineFailed(say("replay.error.two_truths", board=grade.board, subject=line.name))


def outcome(site: str, period: str, found: list[Claim], known: list[Inconsistency]) -> Outcome:
    """Sort what differs into what the circular contradicts itself and what it does not.

    A contradiction counts only with the very value that is known to follow from the circular's own rules; one that
    does not show is a difference too.
    """
    wrong = {(claim.board, claim.subject, claim.measure): claim for claim in found if claim.expected != claim.got}
    contradictions, missing = [], []
    for one in known:
        key = (one.board, one.subject, one.measure)
        claim = wrong.get(key)
        if claim and (claim.expected, claim.got) == (one.printed, one.computed):
            del wrong[key]
            contradictions.append(
                Contradiction(
                    board=one.board,
                    subject=one.subject,
                    measure=one.measure,
                    printed=one.printed,
                    got=claim.got,
                    why=one.why,
                )
            )
        elif not claim:
            missing.append(_difference(one.board, one.subject, one.measure, one.computed, one.printed))
    different = [_difference(*key, claim.expected, claim.got) for key, claim in wrong.items()]
    return Outcome(
        site=site,
        period=period,
        compared=len(found),
        different=[*different, *missing],
        inconsistent_in_print=contradictions,
    )


def _difference(board: str, subject: str, measure: str, expected: str, got: str) -> Difference:
    return Difference(board=board, subject=subject, measure=measure, expected=expected, got=got)
