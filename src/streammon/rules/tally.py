"""Records of other systems counted by the day: one pure machine per source and month.

A record is true as of its `at`, and the newest version of it counts, in whatever order versions come; so nothing can be
counted twice. What is still open when its deadline passes is overdue from then on, until a later version knows better.
A message or a report that needs mending is a subject of its own (its `signal_id`), so that each ends by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta

import msgspec

from streammon.model.base import Instant, Part, digest
from streammon.model.day import Day
from streammon.model.inspection import Inspection
from streammon.model.signal import Record, Registration
from streammon.model.source import Source
from streammon.model.step import Due, Step
from streammon.rules.looks import source_inspection
from streammon.rules.records import (
    LATEST,
    RECORD_SCOPE,
    REGISTRATION_SCOPE,
    counting_day,
    counts_of,
    finding_of,
    lapses_at,
)

_TICK = timedelta(microseconds=1)


class Tallied(Part, frozen=True, kw_only=True):
    """The newest version of each record that counts on one day, by signal id, and what was last told of the day.

    `lapses_at` is the next deadline of what is still open.
    """

    records: dict[str, Record] = msgspec.field(default_factory=dict)
    counts: dict[str, int] = msgspec.field(default_factory=dict)
    lapses_at: Instant | None = None


class TallyState(Part, frozen=True, kw_only=True):
    """One month of one source.

    `at` is the newest moment known, and `open` the evidence of the finding last told of a record, by signal id.
    """

    days: dict[date, Tallied] = msgspec.field(default_factory=dict)
    open: dict[str, str] = msgspec.field(default_factory=dict)
    at: Instant | None = None


def key_of(record: Record) -> str:
    """Return the key of the state that a record is for: its source, and the local month in which it counts."""
    return f"{record.source_id}/{counting_day(record):%Y-%m}"


def step(state: TallyState, event: Record | Due, now: datetime, sources: Mapping[str, Source]) -> Step[TallyState]:
    """Return what one record, or time that has passed, does to the counts of its source.

    Publishes each day whose counts have changed, and what is wrong with a record when that has changed. A source that
    the registry has lost is counted silently.
    """
    # Versions of a day are told apart by their moment, and a whole file of records is published at one.
    now = max(now, event.at) if isinstance(event, Due) else now
    now = max(now, state.at + _TICK) if state.at else now
    machine = _Machine(state, now)
    if isinstance(event, Due):
        source = sources.get(event.key.partition("/")[0])
    else:
        source = sources.get(event.source_id)
        machine.note(event, source)
    machine.count(source)
    return machine.result()


class _Machine:
    """One step in the making."""

    def __init__(self, state: TallyState, now: datetime) -> None:
        self._now = now
        self._state = state
        self._days, self._open = dict(state.days), dict(state.open)
        self._changed: set[date] = set()
        self._emits: list[Day | Inspection] = []

    def note(self, record: Record, source: Source | None) -> None:
        """Take a record in, unless what is known of it is as new."""
        own = record.signal_id
        was = next((on for on, day in self._days.items() if own in day.records), None)
        known = self._days[was].records[own] if was else None
        if known is not None and _version(known) >= _version(record):
            return
        if was:
            others = {name: other for name, other in self._days[was].records.items() if name != own}
            self._put(was, others)
        on = counting_day(record)
        self._put(on, {**self._days.get(on, Tallied()).records, own: record})
        if source and (isinstance(record, Registration) or isinstance(known, Registration)):
            self._emits.append(_registration(source, record))

    def count(self, source: Source | None) -> None:
        """Count again the days that have changed, and those on which a deadline has passed."""
        for on, day in self._days.items():
            if day.lapses_at is not None and day.lapses_at <= self._now:
                self._changed.add(on)
        for on in sorted(self._changed):
            day = self._days[on]
            counts = dict.fromkeys(day.counts, 0) | _sums(day.records.values(), self._now)
            if source and counts != day.counts:
                self._emits.append(self._day(source, on, counts))
            left = [at for record in day.records.values() if (at := lapses_at(record)) and at > self._now]
            self._days[on] = Tallied(records=day.records, counts=counts, lapses_at=min(left, default=None))
            if source:
                self._emits += self._inspections(source, day.records.values())

    def result(self) -> Step[TallyState]:
        """Return the finished step; its `due` is the next deadline."""
        moments = [day.lapses_at for day in self._days.values() if day.lapses_at is not None]
        at = self._now if self._emits else self._state.at
        state = TallyState(days=self._days, open=self._open, at=at)
        return Step(state, tuple(self._emits), min(moments, default=None))

    def _put(self, on: date, records: dict[str, Record]) -> None:
        self._days[on] = msgspec.structs.replace(self._days.get(on, Tallied()), records=records)
        self._changed.add(on)

    def _day(self, source: Source, on: date, counts: dict[str, int]) -> Day:
        return Day(
            day_id=f"{source.source_id}/{on}/records",
            source_id=source.source_id,
            unit_id=source.unit_id,
            board=source.board,
            date=on,
            at=self._now,
            counts=counts,
        )

    def _inspections(self, source: Source, records: Iterable[Record]) -> Iterator[Inspection]:
        """Yield what is wrong with each record that is a subject, where it differs from what was told last."""
        for record in records:
            finding = None if isinstance(record, Registration) else finding_of(record, self._now)
            evidence, told = finding.evidence if finding else "", self._open.pop(record.signal_id, "")
            if evidence:
                self._open[record.signal_id] = evidence
            if evidence != told:
                inspection = source_inspection(source, RECORD_SCOPE, (finding,) if finding else (), self._now)
                yield _about(inspection, record, record.signal_id)


def _registration(source: Source, record: Record) -> Inspection:
    """Return what is wrong with an account, as somebody saw it; nothing, once that record is withdrawn."""
    finding = finding_of(record, record.at)
    inspection = source_inspection(source, REGISTRATION_SCOPE, (finding,) if finding else (), record.at)
    return _about(inspection, record, source.source_id)


def _about(inspection: Inspection, record: Record, subject_id: str) -> Inspection:
    """Return `inspection` for a subject of its own, told apart from what other versions of the record tell."""
    own = digest(inspection.inspection_id, record.signal_id, *map(str, _version(record)))
    return msgspec.structs.replace(inspection, inspection_id=own, subject_id=subject_id)


def _version(record: Record) -> tuple[datetime, str]:
    """Return what orders the versions of a record; its content decides between two of one moment."""
    return record.at.astimezone(UTC), digest(msgspec.json.encode(record).decode())


def _sums(records: Iterable[Record], now: datetime) -> dict[str, int]:
    """Return the sums of what the records of one day count as."""
    sums: dict[str, int] = {}
    newest: dict[str, tuple[datetime, str]] = {}
    for record in records:
        for name, count in counts_of(record, now).items():
            if name not in LATEST:
                sums[name] = sums.get(name, 0) + count
            elif (version := _version(record)) >= newest.get(name, version):
                sums[name], newest[name] = count, version
    return sums
