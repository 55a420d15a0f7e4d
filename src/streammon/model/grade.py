"""How a unit does on one board in one period."""

from __future__ import annotations

from streammon.model.base import Event, Instant


class Grade(Event, frozen=True, kw_only=True):
    """The grade so far; when the period is closed, the final one.

    `period` is a local month (2023-10). `because` names the condition of the board that gave the grade; `evidence`
    are the incidents that counted, and `measures` what was measured.
    """

    grade_id: str
    period: str
    board: str
    unit_id: str
    grade: str
    because: str
    measures: dict[str, int]
    at: Instant
    evidence: tuple[str, ...] = ()
    final: bool = False
