"""Events to bytes and back: JSON that a person can read, the type, its version and the time in the headers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from typing import Any, get_args

import msgspec

from streammon.errors import Poison
from streammon.model.base import Event
from streammon.stream.log import Record

TYPE, AT = "type", "at"
EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)

QUOTED = re.compile(r"""(['"]).*\1""", re.DOTALL)
"""How msgspec cites a value in its errors; names of fields stand in backticks."""

encode = msgspec.json.Encoder().encode
"""Returns an event as JSON."""


def headers(event: Event, at: datetime) -> tuple[tuple[str, bytes], ...]:
    """Return the headers of a record: `type` is name/version, `at` the event's time in microseconds since 1970."""
    return ((TYPE, _label(type(event))), (AT, _stamp(at)))


class Codec:
    """Reads the records of one topic, whose values are of `kind`: a struct, or a tagged union of structs."""

    def __init__(self, kind: Any) -> None:
        self._decode = msgspec.json.Decoder(kind).decode
        self._versions = {member.__name__: member.version for member in members(kind)}
        self._known: dict[bytes, str] = {_label(member): member.__name__ for member in members(kind)}

    def decode(self, record: Record) -> tuple[Any, datetime]:
        """Return the event and its time in the log.

        Raises Poison when the bytes are no such event, lack a field, or come from a newer version of streammon. The
        reason never quotes a value: it may be what leaked.
        """
        found = dict(record.headers)
        label = found.get(TYPE, b"")
        name = self._known.get(label) or self._named(label)
        try:
            return self._decode(record.value), time_of(found)
        except msgspec.DecodeError as error:
            raise Poison(f"not a {name}: {QUOTED.sub('(a value)', str(error))}") from None
        except (UnicodeDecodeError, RecursionError) as error:
            raise Poison(f"not a {name}: {type(error).__name__}") from None

    def _named(self, label: bytes) -> str:
        """Return the name of the type in a header that is not of the present version."""
        name, _, version = label.decode("latin1").partition("/")
        if name not in self._versions or not version.isdecimal():
            raise Poison(f"header {TYPE!r} names no type with its version, expected one of {sorted(self._versions)}")
        if _newer(version, self._versions[name]):
            raise Poison(f"{name} is of a newer version, this program reads up to {self._versions[name]}")
        return name


def time_of(found: Mapping[str, bytes]) -> datetime:
    """Return the time in the headers. Raises Poison when there is none."""
    try:
        return _moment(found[AT])
    except (KeyError, ValueError, OverflowError):
        raise Poison(f"header {AT!r} is missing or no time in microseconds") from None


def members(kind: Any) -> tuple[type[Event], ...]:
    """Return the structs of a union, or the struct itself."""
    return get_args(kind) or (kind,)


def _newer(version: str, known: int) -> bool:
    digits = version.lstrip("0")
    return len(digits) > len(str(known)) or int(digits or 0) > known  # a stranger's may have thousands of digits


# What one event causes bears its time, and events come in bursts: the same moment is written and read again and again.
@lru_cache(maxsize=1024)
def _stamp(at: datetime) -> bytes:
    return b"%d" % ((at - EPOCH) // MICROSECOND)


@lru_cache(maxsize=1024)
def _moment(stamp: bytes) -> datetime:
    return EPOCH + int(stamp) * MICROSECOND


@cache
def _label(kind: type[Event]) -> bytes:
    return f"{kind.__name__}/{kind.version}".encode()
