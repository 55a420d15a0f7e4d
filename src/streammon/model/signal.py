"""Facts that are not content."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from streammon.model.base import Event, Instant, Part
from streammon.model.poll import PageKind, Reason


class Failure(StrEnum):
    """What a failed visit says of the host, or of the way to it."""

    NONE = ""
    """Nothing: the host has answered, if not as was hoped, or it was not asked."""
    UNREACHED = "unreached"
    """It has no address, or does not let us in, or says nothing in time: so it looks when our own line is down, too."""
    BROKEN = "broken"
    """It was reached, and then there was no answer: the secure connection could not be made, or it broke off."""
    SERVER = "server"
    """It answers that it can't (5xx)."""
    OFFLINE = "offline"
    """Our own line is down: nothing is known of the host."""


class Link(Part, frozen=True, kw_only=True):
    """A page or an attachment that a visited page names. `published_at` is the date beside it, if there is one."""

    url: str
    title: str
    kind: PageKind
    published_at: Instant | None = None


class Visit(Event, frozen=True, kw_only=True, tag="visit"):
    """What came of one visit. A failed one makes the source blind; it is never silent.

    `unchanged` is the server's 304: everything that the last visit saw still stands. `status` is 0 when there was no
    answer. `links` are what a list or an article names. For an article or attachment, `gone` means 404 or 410, which
    is an answer (`ok`), not a failure. `failure` is what a failed visit says of the host.
    """

    signal_id: str
    source_id: str
    unit_id: str
    url: str
    kind: PageKind
    why: Reason
    at: Instant
    ok: bool
    reason: str = ""
    failure: Failure = Failure.NONE
    status: int = 0
    unchanged: bool = False
    gone: bool = False
    etag: str = ""
    last_modified: str = ""
    content_id: str = ""
    links: tuple[Link, ...] = ()


class CitizenMessage(Event, frozen=True, kw_only=True, tag="message"):
    """A citizen's message to a mailbox, or a comment on an account, as is known `at` that moment.

    It counts on the day when it was received, and is overdue when it was closed after `due_at`, or not at all by then.
    """

    signal_id: str
    source_id: str
    unit_id: str
    at: Instant
    received_at: Instant
    due_at: Instant
    closed_at: Instant | None = None


class WorkOrder(Event, frozen=True, kw_only=True, tag="work-order"):
    """An order of the 12345 hotline. `returned`: how often it was sent back to be done again."""

    signal_id: str
    source_id: str
    unit_id: str
    at: Instant
    received_at: Instant
    due_at: Instant
    closed_at: Instant | None = None
    returned: int = 0
    warned: bool = False


class SceneEvent(Event, frozen=True, kw_only=True, tag="scene"):
    """An event that a platform of a scene (智慧场景) has made: accepted and closed, or discarded, or neither yet."""

    signal_id: str
    source_id: str
    unit_id: str
    at: Instant
    event_type: str
    generated_at: Instant
    accepted_at: Instant | None = None
    discarded_at: Instant | None = None
    closed_at: Instant | None = None


class Report(Event, frozen=True, kw_only=True, tag="report"):
    """A report that is due from a unit: data for a platform, a monthly summary.

    `well_formed` says that the template's name and header were left as they were; None where nothing was handed in.
    """

    signal_id: str
    source_id: str
    unit_id: str
    at: Instant
    name: str
    due_at: Instant
    submitted_at: Instant | None = None
    well_formed: bool | None = None


class Registration(Event, frozen=True, kw_only=True, tag="registration"):
    """How an account stands in the national register beside what it really is, on the day when somebody looked.

    `registered_as` and `platform_kind` are kinds of account (订阅号, 服务号); empty where the register, or the
    platform, has it no more.
    """

    signal_id: str
    source_id: str
    unit_id: str
    at: Instant
    registered_as: str
    platform_kind: str


class Followers(Event, frozen=True, kw_only=True, tag="followers"):
    """How many follow an account on one day."""

    signal_id: str
    source_id: str
    unit_id: str
    at: Instant
    followers: int


class Submission(Event, frozen=True, kw_only=True, tag="submission"):
    """An item that a unit has handed in for a column; whether it came to be published, the column shows."""

    signal_id: str
    source_id: str
    unit_id: str
    at: Instant
    title: str


class Watched(Event, frozen=True, kw_only=True, tag="watched"):
    """How often the host of a website was looked at on one local `date`, and how often it did not answer.

    It is no import: it is told when the day is over, and again when later news of the day changes it.
    """

    signal_id: str
    source_id: str
    unit_id: str
    at: Instant
    date: date
    looks: int
    misses: int


class Withdrawal(Event, frozen=True, kw_only=True, tag="withdrawal"):
    """Takes the record `signal_id`, which counted `on` a local day, back: it was a mistake, or counts elsewhere now."""

    signal_id: str
    source_id: str
    unit_id: str
    at: Instant
    on: date


Record = CitizenMessage | WorkOrder | SceneEvent | Report | Registration | Followers | Submission | Watched | Withdrawal
"""A signal that is a record, mostly of somebody else's system: true as of its `at`; a later one replaces it.

A later one that counts in another month goes with a `Withdrawal` of the earlier one.
"""

Signal = Visit | Record
"""The type of the topic `signals`."""
