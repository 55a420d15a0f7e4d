"""Who answers for what, and how they are reached. Stays in the site folder; events name units and contacts by id."""

from __future__ import annotations

from streammon.model.base import Part


class Unit(Part, frozen=True, kw_only=True):
    """A unit (保障单位). `contact_id` is who is told about its problems.

    `group` is what it is summed up under in the circular (乡镇, 部门, a region), if anything.
    """

    unit_id: str
    name: str
    contact_id: str
    group: str = ""


class Contact(Part, frozen=True, kw_only=True):
    """A person. `channels` are Apprise URLs, tried in this order until one has taken the message."""

    contact_id: str
    name: str
    phone: str
    channels: tuple[str, ...]
