"""How a subject does on one board in one period."""

from __future__ import annotations

from streammon.model.base import Event, Instant
from streammon.model.ledger import Value


class Grade(Event, frozen=True, kw_only=True):
    """The grade so far; when the period is closed, the final one.

    `subject_id` is the unit, or the source where the board has a line for each of them. `because` names the condition
    of the board that gave the grade, `measures` what was measured, `distance` what is missing for a better one, in
    words. `evidence` are the incidents that counted.

    A final grade has a `revision`: 1 when the period was closed, one more each time that something came later and
    changed it. `digest` stands for everything that it rests on, and `contents` are the ids of what was published.
    """

    grade_id: str
    period: str
    board: str
    unit_id: str
    grade: str
    because: str
    measures: dict[str, Value]
    at: Instant
    subject_id: str = ""
    distance: str = ""
    evidence: tuple[str, ...] = ()
    contents: tuple[str, ...] = ()
    final: bool = False
    revision: int = 0
    digest: str = ""
