"""The ledger of a period, made from the log."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from streammon.assembly.options import Options
from streammon.errors import ConfigError
from streammon.model.grade import Grade
from streammon.model.ledger import Ledger
from streammon.model.rules import Rules, Span
from streammon.rules import cadence
from streammon.rules.board_checks import board_flaws, summary_flaws
from streammon.rules.ledger import Book, Intake, account
from streammon.rules.lines import Register
from streammon.rules.periods import period_named
from streammon.site import Checks, Site, Vocabulary, load
from streammon.stream import reading, topics
from streammon.stream.log import Log
from streammon.words import say


@dataclass(frozen=True)
class Period:
    """What the log holds of one period: the inputs, and the newest of each grade that was published."""

    book: Book
    intake: Intake
    grades: dict[str, Grade]
    """By `grade_id`."""

    @property
    def revision(self) -> int:
        """The newest revision of any grade; 0 while the period is open."""
        return max((grade.revision for grade in self.grades.values()), default=0)

    def ledger(self, at: datetime) -> Ledger:
        """Return the whole account as of `at`."""
        return account(self.book, self.intake, at, revision=self.revision)


def registered(options: Options) -> Site:
    """Load the site folder as far as accounts need it: registry and rules. Raises ConfigErrors."""
    return load(options.site, Vocabulary(cadence.parse, Checks(board_flaws, summary_flaws)))


def book_of(site: Site) -> Book:
    """Return who of a site is accounted for, and by what."""
    return Book(site.name, site.units, Register(site.rules, site.sources, site.tasks))


def span_of(name: str, rules: Rules) -> Span:
    """Return the period of that name. Raises ConfigError for one that is none."""
    span = period_named(name, rules)
    if span is None:
        known = say("grade.period.known", ids="、".join(each.id for each in rules.periods)) if rules.periods else ""
        raise ConfigError(name, say("grade.period.unknown"), say("grade.period.forms", known=known))
    return span


async def read_period(options: Options, site: Site, span: Span) -> Period:
    """Read everything of a period from the log that `options` name; works beside a running program."""
    known = topics.load(options.topics)
    intake = Intake(span, site.rules)
    grades: dict[str, Grade] = {}
    async with _opened(options) as log:
        if options.prefix + "days" not in await log.topics():
            raise ConfigError("--log", say("grade.log.empty", prefix=options.prefix), say("grade.log.prefix"))
        for name in ("days", "incidents"):
            async for event in reading.events(log, known[name], options.prefix):
                intake.take(event)
        async for grade in reading.events(log, known["grades"], options.prefix):
            if grade.period == span.id and not _is_older(grade, grades.get(grade.grade_id)):
                grades[grade.grade_id] = grade
    return Period(book_of(site), intake, grades)


def _is_older(grade: Grade, known: Grade | None) -> bool:
    return known is not None and (grade.revision, grade.at) < (known.revision, known.at)


@asynccontextmanager
async def _opened(options: Options) -> AsyncIterator[Log]:
    log = options.open_log(read_only=True)
    await log.start()
    try:
        yield log
    finally:
        await log.stop()
