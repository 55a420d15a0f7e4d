import json
from collections.abc import Iterator
from typing import Any

import pytest

from streammon.assembly.folders import shipped
from streammon.stream import topics
from streammon.stream.asyncapi import document
from streammon.stream.codec import members

TOPICS = topics.load(shipped("topics"))


@pytest.fixture(scope="module")
def printed() -> dict[str, Any]:
    return json.loads(json.dumps(document(TOPICS, "county.", 4)))


def references(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def resolved(document: dict[str, Any], reference: str) -> Any:
    assert reference.startswith("#/")
    found: Any = document
    for step in reference[2:].split("/"):
        found = found[step]
    return found


def test_it_has_what_asyncapi_3_requires(printed):
    assert printed["asyncapi"] == "3.0.0"
    assert {"title", "version"} <= printed["info"].keys()
    for channel in printed["channels"].values():
        assert channel["address"]
        assert channel["messages"]
    for operation in printed["operations"].values():
        assert operation["action"] in {"send", "receive"}
        assert operation["channel"].keys() == {"$ref"}


def test_every_reference_leads_somewhere(printed):
    found = list(references(printed))
    assert len(found) > 50
    for reference in found:
        assert resolved(printed, reference)


def test_all_topics_and_all_types_are_there(printed):
    assert {channel["address"] for channel in printed["channels"].values()} == {f"county.{name}" for name in TOPICS}
    kinds = {kind.__name__ for topic in TOPICS.values() for kind in members(topic.kind)}
    assert printed["components"]["messages"].keys() == kinds
    assert kinds <= printed["components"]["schemas"].keys()
    for name, topic in TOPICS.items():
        assert printed["channels"][name]["messages"].keys() == {kind.__name__ for kind in members(topic.kind)}


def test_a_message_says_its_headers_and_its_fields(printed):
    message = printed["components"]["messages"]["Content"]
    assert message["headers"]["required"] == ["type", "at"]
    assert message["headers"]["properties"]["type"]["const"] == "Content/1"
    schema = resolved(printed, message["payload"]["$ref"])
    assert {"content_id", "revision", "text"} <= schema["properties"].keys()
    assert "content_id" in schema["required"]
    assert "gone" not in schema["required"]


def test_retention_and_partitions_are_those_of_the_log(printed):
    kafka = printed["channels"]["contents"]["bindings"]["kafka"]
    assert (kafka["topic"], kafka["partitions"]) == ("county.contents", 4)
    assert kafka["topicConfiguration"] == {"cleanup.policy": ["delete"], "retention.ms": 7 * 86_400_000}
    assert printed["channels"]["sources"]["bindings"]["kafka"]["topicConfiguration"]["retention.ms"] == -1


def test_who_sends_and_who_receives(printed):
    uses = {
        (o["tags"][0]["name"], o["action"], o["channel"]["$ref"].rpartition("/")[2])
        for o in printed["operations"].values()
    }
    expected = {
        (agent, action, name)
        for name, topic in TOPICS.items()
        for agents, action in ((topic.writers, "send"), (topic.readers, "receive"))
        for agent in agents
        if not agent.startswith("(")
    }
    assert uses == expected
