"""What is wrong with a TOML value that should become a struct: all of it, where msgspec stops at the first mistake."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from enum import Enum
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import msgspec

from streammon.site.problems import near
from streammon.words import say

Keys = tuple[str | int, ...]

_EXPECTED = {
    int: "integer",
    float: "number",
    str: "text",
    bool: "boolean",
    time: "time",
    datetime: "moment",
    tuple: "list",
}
_ABOVE_ZERO = frozenset(
    {
        "partitions",
        "requests_at_once",
        "timeout",
        "max_bytes",
        "max_pages",
        "late_days",
        "lookback_days",
        "tries",
        "minutes",
    }
)
_SIGNED = ("at_least", "at_most")
"""Bounds of a measure, and a surplus can be negative. A number of days, seconds or bytes never is."""


@dataclass(frozen=True)
class Mistake:
    """Something wrong at `keys`, the names and positions that lead to it from the top of the file."""

    keys: Keys
    what: str
    instead: str = ""


def mistakes(value: object, kind: Any, keys: Keys = ()) -> Iterator[Mistake]:
    """Yield everything that keeps `value` from becoming a `kind`: a struct, dict, tuple or plain value."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is UnionType:
        kind = inner[0]
    if msgspec.inspect.is_struct_type(kind) and isinstance(value, dict):
        yield from _of_struct(value, kind, keys)
    elif origin is dict and isinstance(value, dict):
        for key, item in value.items():
            yield from _of_plain(key, inner[0], (*keys, key))
            yield from mistakes(item, inner[1], (*keys, key))
    elif origin is tuple and isinstance(value, list):
        for position, item in enumerate(value):
            yield from mistakes(item, inner[0], (*keys, position))
    else:
        yield from _of_plain(value, kind, keys)


def _of_struct(value: dict[str, object], kind: type[msgspec.Struct], keys: Keys) -> Iterator[Mistake]:
    hints = get_type_hints(kind)
    fields = {field.name: field for field in msgspec.structs.fields(kind)}
    for key in [key for key in value if key not in fields]:
        yield Mistake((*keys, key), say("site.key.unknown", name=key), near(key, fields.keys() - value.keys()))
    for name, field in fields.items():
        if name in value:
            yield from mistakes(value[name], hints[name], (*keys, name))
        elif field.required:
            yield Mistake(keys, say("site.key.missing", name=name))


def _of_plain(value: object, kind: Any, keys: Keys) -> Iterator[Mistake]:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        yield Mistake(keys, say("site.key.value", value=value), _expected(value, kind))
        return
    name = keys[-1] if keys else ""
    if not isinstance(value, int | float) or name in _SIGNED:
        return
    if not math.isfinite(value) or value < 0 or (value == 0 and name in _ABOVE_ZERO):
        bound = "above_zero" if name in _ABOVE_ZERO else "not_negative"
        yield Mistake(keys, say("site.key.value", value=value), say(f"site.key.{bound}"))


def _expected(value: object, kind: Any) -> str:
    if isinstance(kind, type) and issubclass(kind, Enum):
        return near(str(value), [str(member.value) for member in kind])
    return say("site.key.expected." + _EXPECTED.get(get_origin(kind) or kind, "table"))
