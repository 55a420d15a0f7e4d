"""The contract between agents: one TOML file per topic, loaded from the topics/ folder and checked at start."""

from __future__ import annotations

import re
import tomllib
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

from streammon.errors import ConfigError, Gathering
from streammon.model.base import Event
from streammon.stream.codec import Codec, members
from streammon.words import say

FIELDS = ("doc", "value", "key", "partitioned_by", "keep", "writers", "readers")
DAY = 86_400


@dataclass(frozen=True)
class Topic:
    """One topic: the type of its values, which attribute is the key and which decides the partition, how long it keeps.

    `keep` is in seconds, None for ever. `writers` and `readers` are agents, or doors in parentheses.
    """

    name: str
    doc: str
    value: str
    key: str
    partitioned_by: str
    keep: int | None
    writers: tuple[str, ...]
    readers: tuple[str, ...]

    @cached_property
    def kind(self) -> Any:
        """The type of the values, or the union of the types."""
        module, _, name = self.value.partition(":")
        return getattr(import_module(module), name)

    @cached_property
    def codec(self) -> Codec:
        """Reads the topic's records."""
        return Codec(self.kind)


def partition_of(value: str, partitions: int) -> int:
    """Return the partition of a value: the same on every machine and for ever (CRC-32)."""
    return zlib.crc32(value.encode()) % partitions


def load(folder: Path) -> dict[str, Topic]:
    """Return the topics of a folder by name. Raises ConfigErrors with everything that is wrong."""
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise ConfigError(str(folder), say("stream.folder.no_topics"), say("stream.folder.no_topics_hint"))
    topics, gathering = {}, Gathering()
    for file in files:
        with gathering:
            topics[file.stem] = _topic(file)
    gathering.raise_all()
    return topics


def by_type(topics: Iterable[Topic]) -> dict[type[Event], Topic]:
    """Return which of the topics carries which type; where several do, the first."""
    found: dict[type[Event], Topic] = {}
    for topic in topics:
        for kind in members(topic.kind):
            found.setdefault(kind, topic)
    return found


def _topic(file: Path) -> Topic:
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _wrong(file, "broken", "broken_hint", why=error) from None
    except OSError as error:
        raise _wrong(file, "unreadable", "broken_hint", why=error.strerror) from None
    for name in table:
        if name not in FIELDS:
            raise _wrong(file, "unknown", "keys", name=name, names=", ".join(FIELDS))
    for name in FIELDS:
        if name not in table:
            raise _wrong(file, "missing", "keys", name=name, names=", ".join(FIELDS))
    topic = Topic(
        name=file.stem,
        doc=_text(file, table, "doc"),
        value=_text(file, table, "value"),
        key=_text(file, table, "key"),
        partitioned_by=_text(file, table, "partitioned_by"),
        keep=_seconds(file, table["keep"]),
        writers=_names(file, table, "writers"),
        readers=_names(file, table, "readers"),
    )
    _check_kind(file, topic)
    return topic


def _check_kind(file: Path, topic: Topic) -> None:
    try:
        kinds = members(topic.kind)
    except (ImportError, AttributeError, ValueError):
        raise _wrong(file, "kind", "kind_hint", value=topic.value) from None
    if not all(isinstance(kind, type) and issubclass(kind, Event) for kind in kinds):
        raise _wrong(file, "kind", "kind_hint", value=topic.value)
    for kind in kinds:
        for name, attribute in (("key", topic.key), ("partitioned_by", topic.partitioned_by)):
            if attribute not in (fields := kind.__struct_fields__):
                facts = {"name": name, "attribute": attribute, "kind": kind.__name__, "names": ", ".join(fields)}
                raise _wrong(file, "field", "fields", **facts)


def _text(file: Path, table: Mapping[str, Any], name: str) -> str:
    value = table[name]
    if not isinstance(value, str):
        raise _wrong(file, "text", name=name)
    return value


def _names(file: Path, table: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = table[name]
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _wrong(file, "names", name=name)
    return tuple(value)


def _seconds(file: Path, value: object) -> int | None:
    if value == "for ever":
        return None
    match = re.fullmatch(r"(\d+) days?", str(value))
    if not match:
        raise _wrong(file, "keep", "keep_hint", value=value)
    return int(match[1]) * DAY


def _wrong(file: Path, what: str, instead: str = "", **facts: object) -> ConfigError:
    hint = say(f"stream.topic.{instead}", **facts) if instead else ""
    return ConfigError(str(file), say(f"stream.topic.{what}", **facts), hint)
