"""The start-up gate: what must hold before the first event is touched. Every problem is one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from streammon.errors import ConfigError
from streammon.model.base import Event
from streammon.stream.agent import Agent, Keyed
from streammon.stream.codec import members
from streammon.stream.desks import LETTERS
from streammon.stream.log import TopicLayout
from streammon.stream.topics import Topic
from streammon.words import say


def wiring(agents: Iterable[Agent], topics: Mapping[str, Topic]) -> list[ConfigError]:
    """Return where agents and topics contradict each other."""
    found = [error for agent in agents for error in _agent(agent, topics)]
    if LETTERS not in topics:
        found.append(
            ConfigError("topics/", say("stream.agent.no_letters", name=LETTERS), say("stream.agent.letters_hint"))
        )
    return found


def layout(wanted: Iterable[TopicLayout], there: Mapping[str, int]) -> list[ConfigError]:
    """Return which topics a log lacks, or has with another number of partitions."""
    found = []
    for name, partitions, *_ in wanted:
        where = say("stream.log.where", name=name)
        if name not in there:
            found.append(ConfigError(where, say("stream.layout.missing"), say("stream.layout.missing_hint")))
        elif there[name] != partitions:
            what = say("stream.layout.partitions", there=there[name], wanted=partitions)
            found.append(ConfigError(where, what, say("stream.layout.partitions_hint")))
    return found


def _agent(agent: Agent, topics: Mapping[str, Topic]) -> Iterator[ConfigError]:
    where = f"agents/{agent.name}.py"
    for name, side in [*((n, "reader") for n in agent.reads), *((n, "writer") for n in agent.emits)]:
        topic = topics.get(name)
        if topic is None:
            hint = say("stream.agent.topics", names=", ".join(sorted(topics)))
            yield ConfigError(where, say("stream.agent.no_topic", name=name), hint)
        elif agent.name not in (topic.readers if side == "reader" else topic.writers):
            what = say(f"stream.agent.not_{side}", agent=agent.name, file=where)
            yield ConfigError(f"topics/{name}.toml", what, say("stream.agent.add", agent=agent.name, file=where))
    if isinstance(agent, Keyed):
        yield from _copartitioned(where, [topics[name] for name in agent.reads if name in topics])
    yield from _unambiguous(where, [topics[name] for name in agent.emits if name in topics])


def _copartitioned(where: str, inputs: list[Topic]) -> Iterator[ConfigError]:
    """A machine must see all of its key in one partition, from whichever topic it comes."""
    by = {topic.partitioned_by for topic in inputs}
    if len(by) > 1:
        what = say("stream.agent.partitioned", names=", ".join(sorted(by)))
        yield ConfigError(where, what, say("stream.agent.partitioned_by"))


def _unambiguous(where: str, outputs: list[Topic]) -> Iterator[ConfigError]:
    names: dict[type[Event], list[str]] = {}
    for topic in outputs:
        for kind in members(topic.kind):
            names.setdefault(kind, []).append(topic.name)
    for kind, carriers in names.items():
        if len(carriers) > 1:
            what = say("stream.agent.ambiguous", kind=kind.__name__, names=", ".join(carriers))
            yield ConfigError(where, what, say("stream.agent.ambiguous_hint"))
