"""Records of other systems as their exports would hold them, one event each, true when it was last heard of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from streammon.model.base import digest
from streammon.model.signal import CitizenMessage, Followers, Registration, Report, SceneEvent, Submission, WorkOrder
from streammon.model.source import Source
from streammon.replay.items import moment
from streammon.replay.spreading import Span, months_of, spread
from streammon.words import say

LIMIT = timedelta(days=7)
"""How long a message or an order may take."""

SOON, LATE = timedelta(days=2), timedelta(days=9)


def submissions(source: Source, submitted: int, period: Span) -> Iterator[Submission]:
    """Yield `submitted` items that a unit has handed in."""
    for number, day in enumerate(spread(submitted, period), 1):
        yield Submission(
            signal_id=_id("submission", source, number),
            source_id=source.source_id,
            unit_id=source.unit_id,
            at=moment(day),
            title=say("replay.submission", name=source.name, number=number),
        )


def messages(source: Source, received: int, closed: int, period: Span, overdue: int = 0) -> Iterator[CitizenMessage]:
    """Yield `received` messages: the first `overdue` of them closed too late, `closed` of them closed at all."""
    for number, day in enumerate(spread(received, _early(period)), 1):
        began = moment(day)
        ended = began + (LATE if number <= overdue else SOON) if number <= closed else None
        yield CitizenMessage(
            signal_id=_id("message", source, number),
            source_id=source.source_id,
            unit_id=source.unit_id,
            at=ended or moment(period.last),
            received_at=began,
            due_at=began + LIMIT,
            closed_at=ended,
        )


def work_orders(
    source: Source, total: int, overdue: int, returned: int, warned: int, poor: int, period: Span
) -> Iterator[WorkOrder]:
    """Yield `total` orders, of which some were closed too late, others returned, others warned of.

    The first two kinds fall into the first `poor` months of the period; in which ones they fell is not printed.
    """
    months = months_of(period)[:poor]
    bad = [months[number % poor].first + timedelta(days=5) for number in range(overdue + returned)]
    plain = spread(total - len(bad), _early(period))
    for number, day in enumerate([*bad, *plain]):
        began = moment(day)
        ended = began + (LATE if number < overdue else SOON)
        yield WorkOrder(
            signal_id=_id("order", source, number),
            source_id=source.source_id,
            unit_id=source.unit_id,
            at=ended,
            received_at=began,
            due_at=began + LIMIT,
            closed_at=ended,
            returned=int(overdue <= number < len(bad)),
            warned=len(bad) <= number < len(bad) + warned,
        )


def summaries(source: Source, late: int, period: Span) -> Iterator[Report]:
    """Yield one report a month, of which the first `late` never came."""
    for number, month in enumerate(months_of(period)):
        name = say("replay.summary", month=month.first.month)
        yield report(source, name, month.last, came=number >= late, well_formed=True)


def report(source: Source, name: str, due: date, *, came: bool, well_formed: bool) -> Report:
    """Return a report that was due on a day, handed in some hours before or not at all."""
    return Report(
        signal_id=_id("report", source, name),
        source_id=source.source_id,
        unit_id=source.unit_id,
        at=moment(due) + timedelta(hours=8),
        name=name,
        due_at=moment(due) + timedelta(hours=7),
        submitted_at=moment(due) if came else None,
        well_formed=well_formed if came else None,
    )


def scenes(
    source: Source, generated: int, accepted: int, discarded: int, closed: int, period: Span
) -> Iterator[SceneEvent]:
    """Yield `generated` events: first those accepted, of which the first `closed` were closed, then those discarded."""
    for number, day in enumerate(spread(generated, _early(period))):
        began = moment(day)
        taken, ended = began + timedelta(hours=1), began + timedelta(hours=5)
        yield SceneEvent(
            signal_id=_id("scene", source, number),
            source_id=source.source_id,
            unit_id=source.unit_id,
            at=ended,
            event_type=source.name,
            generated_at=began,
            accepted_at=taken if number < accepted else None,
            discarded_at=taken if accepted <= number < accepted + discarded else None,
            closed_at=ended if number < closed else None,
        )


def registration(source: Source, platform_kind: str, on: date) -> Registration:
    """Return how an account stands in the register: as the kind that its row says, beside what it really is."""
    return Registration(
        signal_id=_id("registration", source, str(on)),
        source_id=source.source_id,
        unit_id=source.unit_id,
        at=moment(on),
        registered_as=source.platform.removeprefix("微信"),
        platform_kind=platform_kind,
    )


def followers(source: Source, count: int, on: date) -> Followers:
    """Return how many follow an account on a day."""
    return Followers(
        signal_id=_id("followers", source, str(on)),
        source_id=source.source_id,
        unit_id=source.unit_id,
        at=moment(on),
        followers=count,
    )


def _early(period: Span) -> Span:
    """Return the period without its end, so that what happens in it has ended in it too."""
    return Span(period.first, max(period.first, period.last - timedelta(days=10)))


def _id(kind: str, source: Source, own: int | str) -> str:
    return digest("replay", kind, source.source_id, str(own))
