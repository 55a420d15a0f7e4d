from dataclasses import replace

import pytest
from counting import COUNT, DOUBLE, TOPICS
from records import SETTINGS

from streammon.assembly.folders import shipped
from streammon.stream import gate, loader, topics
from streammon.stream.desks import layouts
from streammon.stream.log import TopicLayout

AGENTS = [COUNT, DOUBLE]


def open_to_all(**changed: topics.Topic) -> dict[str, topics.Topic]:
    names = ("count", "double")
    return {name: replace(topic, writers=names, readers=names) for name, topic in TOPICS.items()} | changed


def test_the_shipped_agents_and_topics_fit():
    agents, known = loader.load(shipped("agents")), topics.load(shipped("topics"))
    assert gate.wiring(agents.values(), known) == []
    named = {name for agent in agents.values() for name in (*agent.reads, *agent.emits)}
    assert named | {"sources", "dead-letters"} == set(known), "a topic that nobody uses"


def test_every_shipped_topic_names_the_agents_that_use_it_and_no_others():
    agents = loader.load(shipped("agents")).values()
    for name, topic in topics.load(shipped("topics")).items():
        writers = {agent.name for agent in agents if name in agent.emits}
        readers = {agent.name for agent in agents if name in agent.reads}
        assert {w for w in topic.writers if not w.startswith("(")} == writers, name
        assert {r for r in topic.readers if not r.startswith("(")} == readers, name


def test_what_fits_is_no_problem():
    assert gate.wiring(AGENTS, open_to_all()) == []


@pytest.mark.parametrize(
    ("agents", "known", "where", "named"),
    [
        ([replace(DOUBLE, reads=("tics",))], open_to_all(), "agents/double.py", ["tics", "ticks"]),
        ([replace(COUNT, emits=("tacks",))], open_to_all(), "agents/count.py", ["tacks", "tocks"]),
        (
            [DOUBLE],
            open_to_all(ticks=replace(TOPICS["ticks"], readers=("count",))),
            "topics/ticks.toml",
            ["readers", "double"],
        ),
        (
            [DOUBLE],
            open_to_all(tocks=replace(TOPICS["tocks"], writers=("count",))),
            "topics/tocks.toml",
            ["writers", "double"],
        ),
        (
            [COUNT],
            open_to_all(ticks=replace(open_to_all()["ticks"], partitioned_by="seq")),
            "agents/count.py",
            ["key", "seq"],
        ),
        (
            [replace(DOUBLE, emits=("tocks", "tocks-too"))],
            open_to_all(**{"tocks-too": replace(open_to_all()["tocks"], name="tocks-too")}),
            "agents/double.py",
            ["Tock", "tocks", "tocks-too"],
        ),
        (
            AGENTS,
            {name: topic for name, topic in open_to_all().items() if name != "dead-letters"},
            "topics/",
            ["dead-letters.toml"],
        ),
    ],
    ids=["no input", "no output", "not a reader", "not a writer", "not co-partitioned", "two topics", "no letters"],
)
def test_a_contradiction_is_one_sentence(agents, known, where, named):
    (problem,) = gate.wiring(agents, known)
    assert problem.where == where
    assert problem.instead
    for word in named:
        assert word in str(problem)


def test_a_stateless_agent_may_read_what_is_not_co_partitioned():
    known = open_to_all(ticks=replace(open_to_all()["ticks"], partitioned_by="seq"))
    assert gate.wiring([replace(DOUBLE, reads=("ticks", "more-ticks"))], known) == []


def test_every_topic_of_the_contract_and_of_the_kernel_has_its_layout():
    found = {layout.name: layout for layout in layouts(AGENTS, TOPICS, SETTINGS)}
    contract = {f"county.{name}" for name in TOPICS}
    kernel = {"county.due-count", "county.agents-count-changelog", "county.agents-double-changelog"}
    assert found.keys() == contract | kernel
    assert {layout.partitions for layout in found.values()} == {4}
    assert {name for name, layout in found.items() if layout.compacted} == {
        "county.agents-count-changelog",
        "county.agents-double-changelog",
    }, "progress needs every offset of what is consumed"
    assert found["county.dead-letters"].keep is None
    assert found["county.ticks"].keep == 7 * 86_400


def test_a_log_that_lacks_topics_or_has_other_partitions_is_told():
    wanted = [TopicLayout("a", 4), TopicLayout("b", 4), TopicLayout("c", 4)]
    missing, other = gate.layout(wanted, {"a": 4, "c": 8, "d": 1})
    assert "b" in missing.where
    assert "streammon topics create" in missing.instead
    assert "c" in other.where
    assert "8" in other.what
    assert "4" in other.what
    assert gate.layout(wanted, {"a": 4, "b": 4, "c": 4}) == []
