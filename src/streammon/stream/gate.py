"""The start-up gate: what must hold before the first event is touched. Every problem is one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from streammon.errors import ConfigError
from streammon.stream.agent import Agent, Keyed
from streammon.stream.codec import members
from streammon.stream.desks import LETTERS
from streammon.stream.log import TopicLayout
from streammon.stream.topics import Topic


def wiring(agents: Iterable[Agent], topics: Mapping[str, Topic]) -> list[ConfigError]:
    """Return where agents and topics contradict each other."""
    found = [error for agent in agents for error in _agent(agent, topics)]
    if LETTERS not in topics:
        found.append(ConfigError("topics/", f"there is no {LETTERS}.toml; every agent needs it."))
    return found


def layout(wanted: Iterable[TopicLayout], there: Mapping[str, int]) -> list[ConfigError]:
    """Return which topics a log lacks, or has with another number of partitions."""
    found = []
    for name, partitions, *_ in wanted:
        if name not in there:
            found.append(ConfigError(f"topic {name}", "is not there.", "`streammon topics create` makes it."))
        elif there[name] != partitions:
            found.append(
                ConfigError(
                    f"topic {name}",
                    f"has {there[name]} partitions, the site folder says {partitions}.",
                    "The number can't be changed later: set it back in site.toml, or begin a new prefix.",
                )
            )
    return found


def _agent(agent: Agent, topics: Mapping[str, Topic]) -> Iterator[ConfigError]:
    where = f"agents/{agent.name}.py"
    for name, side in [*((n, "readers") for n in agent.reads), *((n, "writers") for n in agent.emits)]:
        topic = topics.get(name)
        if topic is None:
            yield ConfigError(where, f"there is no topic {name!r}.", f"Topics are {', '.join(sorted(topics))}.")
        elif agent.name not in getattr(topic, side):
            yield ConfigError(f"topics/{name}.toml", f"{side} lacks {agent.name!r}, which {where} says it is.")
    if isinstance(agent, Keyed):
        yield from _copartitioned(where, [topics[name] for name in agent.reads if name in topics])
    yield from _unambiguous(where, [topics[name] for name in agent.emits if name in topics])


def _copartitioned(where: str, inputs: list[Topic]) -> Iterator[ConfigError]:
    """A machine must see all of its key in one partition, from whichever topic it comes."""
    by = {topic.partitioned_by for topic in inputs}
    if len(by) > 1:
        yield ConfigError(where, f"its inputs are partitioned by {' and '.join(sorted(by))}.", "It must be one thing.")


def _unambiguous(where: str, outputs: list[Topic]) -> Iterator[ConfigError]:
    kinds = [kind for topic in outputs for kind in members(topic.kind)]
    for kind in {kind for kind in kinds if kinds.count(kind) > 1}:
        yield ConfigError(where, f"emits {kind.__name__} to more than one topic.", "A type must have one topic.")
