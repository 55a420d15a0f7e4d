"""Who answers for what, and how they are reached. Stays in the site folder; events name units and contacts by id."""

from __future__ import annotations

from enum import StrEnum

from streammon.model.base import Instant, Part


class Rank(StrEnum):
    """A rung of the ladder by which a problem climbs while its time runs out."""

    CONTACT = "contact"
    DEPUTY = "deputy"
    HEAD = "head"
    SUPERVISOR = "supervisor"


class Unit(Part, frozen=True, kw_only=True):
    """A unit (保障单位). `contact_id` is who is told about its problems.

    `deputy`, `head` and `supervisor` are the contacts who are told when nothing happens; a rung may be empty. `group`
    is what it is summed up under in the circular (乡镇, 部门, a region), if anything.
    """

    unit_id: str
    name: str
    contact_id: str
    group: str = ""
    deputy: str = ""
    head: str = ""
    supervisor: str = ""


class Shift(Part, frozen=True, kw_only=True):
    """From `begin` to before `end`, `contact_id` stands in for `whose`: a contact, or the contact of a unit."""

    whose: str
    begin: Instant
    end: Instant
    contact_id: str


class Contact(Part, frozen=True, kw_only=True):
    """A person. `channels` are Apprise URLs, tried in this order until one has taken the message."""

    contact_id: str
    name: str
    phone: str
    channels: tuple[str, ...]
