"""The contract as an AsyncAPI 3 document, made from the topic files and the types of the events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from streammon import __version__
from streammon.stream.codec import AT, TYPE, members
from streammon.stream.topics import Topic


def document(topics: Mapping[str, Topic], prefix: str, partitions: int) -> dict[str, Any]:
    """Return the document as plain data, ready to be printed as JSON."""
    kinds = {kind.__name__: kind for topic in topics.values() for kind in members(topic.kind)}
    _, schemas = msgspec.json.schema_components(kinds.values(), ref_template="#/components/schemas/{name}")
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "streammon", "version": __version__, "description": "What flows between the agents."},
        "defaultContentType": "application/json",
        "channels": {name: _channel(topic, prefix, partitions) for name, topic in topics.items()},
        "operations": dict(_operation(topic, agent, action) for topic, agent, action in _uses(topics)),
        "components": {
            "messages": {name: _message(name, kind) for name, kind in kinds.items()},
            "schemas": schemas,
        },
    }


def _channel(topic: Topic, prefix: str, partitions: int) -> dict[str, Any]:
    keep = -1 if topic.keep is None else topic.keep * 1000
    kafka = {
        "topic": prefix + topic.name,
        "partitions": partitions,
        "topicConfiguration": {"cleanup.policy": ["delete"], "retention.ms": keep},
        "bindingVersion": "0.5.0",
    }
    return {
        "address": prefix + topic.name,
        "description": f"{topic.doc} Partitioned by {topic.partitioned_by}.",
        "messages": {kind.__name__: {"$ref": f"#/components/messages/{kind.__name__}"} for kind in members(topic.kind)},
        "bindings": {"kafka": kafka},
    }


def _message(name: str, kind: Any) -> dict[str, Any]:
    header = {"type": "string", "description": "Name and version of the type.", "const": f"{name}/{kind.version}"}
    time = {"type": "string", "description": "The event's time: microseconds since 1970.", "pattern": "^-?[0-9]+$"}
    return {
        "name": name,
        "summary": (kind.__doc__ or name).strip().splitlines()[0],
        "headers": {"type": "object", "required": [TYPE, AT], "properties": {TYPE: header, AT: time}},
        "payload": {"$ref": f"#/components/schemas/{name}"},
    }


def _uses(topics: Mapping[str, Topic]) -> list[tuple[Topic, str, str]]:
    return [
        (topic, agent, action)
        for topic in topics.values()
        for agents, action in ((topic.writers, "send"), (topic.readers, "receive"))
        for agent in agents
        if not agent.startswith("(")  # a door, no agent
    ]


def _operation(topic: Topic, agent: str, action: str) -> tuple[str, dict[str, Any]]:
    channel = {"$ref": f"#/channels/{topic.name}"}
    return f"{agent}.{action}.{topic.name}", {"action": action, "channel": channel, "tags": [{"name": agent}]}
