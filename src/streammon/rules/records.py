"""What a record of another system counts as, when it becomes overdue, and what is wrong with it."""

from __future__ import annotations

from datetime import UTC, date, datetime

from streammon.clock import LOCAL
from streammon.model.base import digest
from streammon.model.inspection import Finding, Severity
from streammon.model.signal import (
    CitizenMessage,
    Followers,
    Record,
    Registration,
    Report,
    SceneEvent,
    Submission,
    Watched,
    Withdrawal,
    WorkOrder,
)

RECORD_SCOPE, REGISTRATION_SCOPE = "record", "registration"
"""The scopes: of a message or a report, which is a subject of its own, and of an account in the register."""

LATEST = frozenset({"followers"})
"""Measures of which the newest figure of a day stands for the day; all others are added up."""


def counting_day(record: Record) -> date:
    """Return the local day on which a record counts."""
    match record:
        case CitizenMessage() | WorkOrder():
            return _local(record.received_at)
        case SceneEvent():
            return _local(record.generated_at)
        case Report():
            return _local(record.due_at)
        case Withdrawal():
            return record.on
        case Watched():
            return record.date
        case _:
            return _local(record.at)


def lapses_at(record: Record) -> datetime | None:
    """Return the deadline of what is still open; None where nothing is waited for."""
    match record:
        case CitizenMessage() | WorkOrder() if record.closed_at is None:
            return record.due_at
        case Report() if record.submitted_at is None:
            return record.due_at
        case _:
            return None


def counts_of(record: Record, now: datetime) -> dict[str, int]:
    """Return what a record counts as at `now`, by the name of a measure; what is 0 is left out."""
    return {name: count for name, count in _counts(record, now).items() if count}


def _counts(record: Record, now: datetime) -> dict[str, int]:
    match record:
        case CitizenMessage() | WorkOrder():
            return _handled(record, now)
        case SceneEvent():
            return _scene(record)
        case Report():
            late = _is_late(record.due_at, record.submitted_at, now)
            return {"reports_due": 1, "reports_late": int(late), "reports_malformed": int(record.well_formed is False)}
        case Followers() | Submission() | Watched():
            return _figures(record)
        case _:
            return {}


def _figures(record: Followers | Submission | Watched) -> dict[str, int]:
    match record:
        case Followers():
            return {"followers": record.followers}
        case Submission():
            return {"submitted": 1}
        case Watched():
            return {"looks": record.looks, "misses": record.misses}


def _handled(record: CitizenMessage | WorkOrder, now: datetime) -> dict[str, int]:
    late = _is_late(record.due_at, record.closed_at, now)
    counts = {"received": 1, "closed": int(record.closed_at is not None), "overdue": int(late)}
    if isinstance(record, WorkOrder):
        counts |= {"orders": 1, "returned": record.returned, "warnings": int(record.warned)}
    return counts


def _scene(record: SceneEvent) -> dict[str, int]:
    accepted, discarded = record.accepted_at is not None, record.discarded_at is not None
    return {
        "generated": 1,
        "accepted": int(accepted),
        "discarded": int(discarded),
        "pending": int(not accepted and not discarded),
        "closed": int(record.closed_at is not None),
    }


def finding_of(record: Record, now: datetime) -> Finding | None:
    """Return what is to be mended at `now`; what came too late, but came, is only counted."""
    match record:
        case CitizenMessage() if record.closed_at is None and record.due_at <= now:
            return _finding("message/overdue", str(record.due_at.astimezone(UTC)), since=record.received_at)
        case Report() if record.submitted_at is None and record.due_at <= now:
            return _finding("report/late", str(record.due_at.astimezone(UTC)), wrong=record.name)
        case Report() if record.well_formed is False:
            return _finding("report/malformed", record.name, wrong=record.name)
        case Registration():
            return _misregistered(record.registered_as, record.platform_kind)
        case _:
            return None


def _misregistered(registered: str, real: str) -> Finding | None:
    """Compare the register with the platform: another kind of account, one that is no more, one not registered."""
    if registered == real:
        return None
    name = "type" if registered and real else "deregistered" if registered else "missing"
    return _finding(f"registration/{name}", registered, real, wrong=registered, right=real)


def _finding(rule: str, *evidence: str, since: datetime | None = None, wrong: str = "", right: str = "") -> Finding:
    return Finding(
        rule=rule,
        severity=Severity.ORDINARY,
        evidence=digest(rule, *evidence),
        since=since,
        wrong=wrong,
        right=right,
    )


def _is_late(due_at: datetime, done_at: datetime | None, now: datetime) -> bool:
    """Say whether something was done after its deadline, or was not done when it passed."""
    return done_at > due_at if done_at else due_at <= now


def _local(moment: datetime) -> date:
    return moment.astimezone(LOCAL).date()
