"""All grades of a period worked out again from the log, and compared with those that were published and are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass

from streammon.assembly.ledgers import Period
from streammon.assembly.options import Options
from streammon.assembly.redis import usable_redis
from streammon.model.base import digest
from streammon.model.grade import Grade
from streammon.rules.ledger import standings_of
from streammon.rules.lines import Standing
from streammon.store.views import Views


@dataclass(frozen=True, slots=True)
class Difference:
    """A value of a grade that is not as the log has it; `got` is None where there is no such grade."""

    board: str
    subject_id: str
    field: str
    expected: object
    got: object


def expected(period: Period) -> dict[str, Standing]:
    """Return how every subject stands of which anything is known, by the id of its grade."""
    standings = (each for lines in standings_of(period.book, period.intake).values() for each in lines)
    known = (each for each in standings if any(a.share.windows or a.share.faults for a in each.accounts))
    return {digest(period.intake.span.id, each.board.board_id, each.subject_id): each for each in known}


def differences(standings: Mapping[str, Standing], grades: Iterable[Grade]) -> Iterator[Difference]:
    """Yield each value in which `grades` are not as the log has them, and each grade that is missing or too many."""
    got = {grade.grade_id: grade for grade in grades}
    for grade_id, standing in standings.items():
        board, verdict, grade = standing.board.board_id, standing.verdict, got.pop(grade_id, None)
        if grade is None:
            yield Difference(board, standing.subject_id, "grade", verdict.grade, None)
            continue
        pairs = {
            "grade": (verdict.grade, grade.grade),
            "because": (verdict.because, grade.because),
            "measures": _apart(verdict.measures, grade.measures),
            "digest": (standing.seal if grade.final else "", grade.digest),
        }
        for field, (right, found) in pairs.items():
            if right != found:
                yield Difference(board, standing.subject_id, field, right, found)
    for grade in got.values():
        yield Difference(grade.board, grade.subject_id or grade.unit_id, "grade", None, grade.grade)


async def shown(options: Options, period: str) -> list[Grade]:
    """Return the grades that the console shows."""
    async with AsyncExitStack() as stack:
        views = Views.connect(usable_redis(options, stack, reuse=True))
        stack.push_async_callback(views.close)
        return await views.grades(period)


def _apart(right: Mapping[str, object], found: Mapping[str, object]) -> tuple[dict[str, object], dict[str, object]]:
    """Return those values alone in which two sets of measures differ."""
    names = [name for name in {**right, **found} if right.get(name, 0) != found.get(name, 0)]
    return {name: right.get(name, 0) for name in names}, {name: found.get(name, 0) for name in names}
