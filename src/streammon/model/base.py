"""What every struct on the wire has in common."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Annotated, ClassVar

import msgspec

Instant = Annotated[datetime, msgspec.Meta(tz=True)]
"""An aware datetime; a naive one is refused when it is decoded."""


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened, as it is written to a topic: JSON, unknown fields tolerated, missing ones refused.

    `version` goes into a header of the record and is raised when a field changes its meaning.
    """

    version: ClassVar[int] = 1


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A struct inside an event or a state."""


def digest(*parts: str) -> str:
    """Return 16 hex digits (BLAKE2b-64) that stand for `parts`; ("ab", "c") and ("a", "bc") differ."""
    hashed = hashlib.blake2b(digest_size=8)
    for part in parts:
        data = part.encode()
        hashed.update(len(data).to_bytes(4, "big") + data)
    return hashed.hexdigest()
