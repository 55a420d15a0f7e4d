"""What a row says: one function for each kind, from its cells to an event."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from streammon.clock import LOCAL
from streammon.errors import ConfigError
from streammon.imports.cells import Cells
from streammon.imports.headers import Kind
from streammon.imports.registry import Registry
from streammon.model.base import digest
from streammon.model.content import Content, content_id
from streammon.model.poll import PageKind
from streammon.model.signal import (
    CitizenMessage,
    Followers,
    Record,
    Registration,
    Report,
    SceneEvent,
    Submission,
    WorkOrder,
)
from streammon.model.source import Source, SourceKind
from streammon.model.task import Task
from streammon.site.registry import ID, address_of
from streammon.words import say

_YES_NO = {"是": True, "否": False, "√": True, "×": False}
_ORIGINAL = {**_YES_NO, "原创": True, "转载": False, "转发": False, "非原创": False}
_REPOST = {**_YES_NO, "转载": True, "转发": True, "原创": False}
_FORMED = {**_YES_NO, "规范": True, "不规范": False, "合格": True, "不合格": False}

KINDS: Mapping[Kind, tuple[SourceKind, ...]] = {
    Kind.MESSAGES: (SourceKind.MAILBOX, SourceKind.ACCOUNT),
    Kind.WORK_ORDERS: (SourceKind.HOTLINE,),
    Kind.SCENES: (SourceKind.SCENE,),
    Kind.REPORTS: (SourceKind.REPORTS,),
    Kind.REGISTRATIONS: (SourceKind.ACCOUNT,),
    Kind.FOLLOWERS: (SourceKind.ACCOUNT,),
    Kind.SUBMISSIONS: (SourceKind.WEBSITE, SourceKind.ACCOUNT),
    Kind.POSTS: (SourceKind.ACCOUNT,),
}
"""The sources that records of a kind belong to; the first kind that fits is meant."""


@dataclass(frozen=True)
class Reading:
    """How a table is read: what it may name, as of when it is true, and the deadline of what bears none itself."""

    kind: Kind
    registry: Registry
    as_of: datetime
    due: Callable[[datetime], datetime] | None = None


Found = Record | Content | Task
"""What a row can be."""


@dataclass(frozen=True)
class Row:
    """A row understood: what it is, and what tells it from others of its source.

    One fact (a number, an address) is for one thing only; several may happen to be the same for two.
    """

    found: Found
    identity: tuple[str, ...]


def understood(cells: Cells, reading: Reading) -> Row | None:
    """Return what a row says; None, and every reason among its problems, where that can't be told."""
    source = None if reading.kind is Kind.TASKS else _source(cells, reading)
    row = _BUILDERS[reading.kind](cells, reading, source or _NOBODY)
    return None if cells.problems else row


_NOBODY = Source(source_id="", unit_id="", board="", name="", url="", host="", cadence="", every=0)
"""Stands for a source that is not found, so that the rest of its row is checked all the same."""


def _source(cells: Cells, reading: Reading) -> Source | None:
    registry, unit = reading.registry, cells.text("unit")
    names = [cells.text("source"), cells.text("platform")]
    if reading.kind is Kind.SCENES:
        names = [name for name in names if name] or [cells.text("event_type")]
    if not unit and not names[0]:
        cells.note("unit" if "unit" in cells.header.columns else "source", say("imports.cell.empty"))
        return None
    try:
        unit_id = registry.unit_id(unit, cells.where("unit")) if unit else ""
        return registry.source(KINDS[reading.kind], unit_id, names, cells.where("source" if any(names) else "unit"))
    except ConfigError as error:
        cells.problems.append(error)
        return None


def _message(cells: Cells, reading: Reading, source: Source) -> Row:
    times = _times(cells, reading)
    event = CitizenMessage(**_whose(source), at=reading.as_of, **times)
    return Row(event, _identity(cells, times["received_at"]))


def _work_order(cells: Cells, reading: Reading, source: Source) -> Row:
    times = _times(cells, reading)
    returned, warned = cells.times("returned"), cells.times("warned") > 0
    event = WorkOrder(**_whose(source), at=reading.as_of, **times, returned=returned, warned=warned)
    return Row(event, _identity(cells, times["received_at"]))


def _times(cells: Cells, reading: Reading) -> dict[str, Any]:
    """Return when something came, is due and was closed; a table without deadlines has the one that is told."""
    received = cells.asked("received_at") or reading.as_of
    closed = cells.moment("closed_at")
    if cells.text("due_at") or reading.due is None:
        due = cells.asked("due_at", closing=True) or reading.as_of
    else:
        due = reading.due(received)
    _check_order(cells, reading, {"received_at": received, "closed_at": closed})
    if not cells.problems and due < received:
        cells.note("due_at", say("imports.cell.too_early", text=cells.text("due_at")))
    return {"received_at": received, "due_at": due, "closed_at": closed}


def _scene(cells: Cells, reading: Reading, source: Source) -> Row:
    generated = cells.asked("generated_at") or reading.as_of
    later: dict[str, Any] = {name: cells.moment(name) for name in ("accepted_at", "discarded_at", "closed_at")}
    _check_order(cells, reading, {"generated_at": generated, **later})
    kind = cells.filled("event_type")
    event = SceneEvent(**_whose(source), at=reading.as_of, event_type=kind, generated_at=generated, **later)
    return Row(event, _identity(cells, generated, kind))


def _report(cells: Cells, reading: Reading, source: Source) -> Row:
    due, name = cells.asked("due_at", closing=True) or reading.as_of, cells.filled("name")
    submitted, formed = cells.moment("submitted_at"), cells.one_of("well_formed", _FORMED)
    _check_order(cells, reading, {"submitted_at": submitted})
    event = Report(
        **_whose(source), at=reading.as_of, name=name, due_at=due, submitted_at=submitted, well_formed=formed
    )
    return Row(event, _identity(cells, due, name))


def _registration(cells: Cells, reading: Reading, source: Source) -> Row:
    at = _fact_at(cells, reading)
    kinds = {name: _account_kind(cells.text(name)) for name in ("registered_as", "platform_kind")}
    return Row(Registration(**_whose(source), at=at, **kinds), (at.isoformat(),))


def _followers(cells: Cells, reading: Reading, source: Source) -> Row:
    at = _fact_at(cells, reading)
    event = Followers(**_whose(source), at=at, followers=cells.whole("followers"))
    return Row(event, (f"{at.astimezone(LOCAL):%Y-%m-%d}",))


def _submission(cells: Cells, reading: Reading, source: Source) -> Row:
    at, title = _fact_at(cells, reading), cells.filled("title")
    return Row(Submission(**_whose(source), at=at, title=title), _identity(cells, at, title))


def _post(cells: Cells, reading: Reading, source: Source) -> Row:
    at, title, url = _fact_at(cells, reading), cells.filled("title"), cells.text("url")
    task_id = _task_id(cells, reading)
    original, repost = cells.one_of("original", _ORIGINAL), cells.one_of("repost", _REPOST)
    text = cells.text("text") or title
    own = url or cells.text("number") or f"{at.isoformat()} {title}"
    event = Content(
        content_id=content_id(source.source_id, own),
        revision=digest(text),
        source_id=source.source_id,
        unit_id=source.unit_id,
        url=url,
        kind=PageKind.ARTICLE,
        title=title,
        text=text,
        published_at=at,
        seen_at=reading.as_of,
        original=not task_id and original is not False and repost is not True,
        task_id=task_id,
    )
    return Row(event, (own,))


def _task(cells: Cells, reading: Reading, _: Source) -> Row:
    at, title, url = cells.asked("at") or reading.as_of, cells.filled("title"), cells.text("url")
    on = at.date()
    task_id = cells.text("number") or f"t{digest(url or title, on.isoformat())}"
    if not ID.fullmatch(task_id):
        cells.note("number", say("site.id.form", text=task_id), say("site.id.forms"))
    if url and address_of(url) is None:
        cells.note("url", say("site.source.url", text=url), say("site.source.url_forms"))
    return Row(Task(task_id=task_id, title=title, url=url, on=on), (task_id,))


_BUILDERS: Mapping[Kind, Callable[[Cells, Reading, Source], Row]] = {
    Kind.MESSAGES: _message,
    Kind.WORK_ORDERS: _work_order,
    Kind.SCENES: _scene,
    Kind.REPORTS: _report,
    Kind.REGISTRATIONS: _registration,
    Kind.FOLLOWERS: _followers,
    Kind.SUBMISSIONS: _submission,
    Kind.POSTS: _post,
    Kind.TASKS: _task,
}


def _whose(source: Source) -> dict[str, Any]:
    """Return what every record has; its id is given when all rows are known."""
    return {"signal_id": "", "source_id": source.source_id, "unit_id": source.unit_id}


def _identity(cells: Cells, at: datetime, *more: str) -> tuple[str, ...]:
    """Return the number that the other system gives, or else what a row shows of itself and will show again."""
    number = cells.text("number")
    return (number,) if number else (at.isoformat(), cells.text("title"), *more)


def _fact_at(cells: Cells, reading: Reading) -> datetime:
    """Return the moment of what is true of one moment only."""
    at = cells.asked("at") or reading.as_of
    _check_order(cells, reading, {"at": at})
    return at


def _check_order(cells: Cells, reading: Reading, moments: Mapping[str, datetime | None]) -> None:
    """Note what is later than the table itself, or on an earlier day than the first of `moments`.

    Days are compared: of a table that names mere days, the hours are not known.
    """
    known = {name: at for name, at in moments.items() if at is not None}
    began = next(iter(known.values()), None)
    for name, at in known.items():
        if at > reading.as_of:
            cells.note(name, say("imports.cell.future", text=cells.text(name)), say("imports.cell.future_hint"))
        elif began is not None and at.date() < began.date():
            cells.note(name, say("imports.cell.too_early", text=cells.text(name)))


def _account_kind(text: str) -> str:
    """Return a kind of account; 微信服务号 is a 服务号, and what is no more has none."""
    bare = text.removeprefix("微信")
    return "" if bare in ("/", "-", "—", "无", "已注销", "未备案", "注销") else bare


def _task_id(cells: Cells, reading: Reading) -> str:
    text = cells.text("task")
    if text in ("", "/", "-", "无"):
        return ""
    try:
        return reading.registry.task_id(text, cells.where("task"))
    except ConfigError as error:
        cells.problems.append(error)
        return ""
