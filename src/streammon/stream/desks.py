"""Agents on a log: names of topics and changelogs, and for each agent what its runners share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from streammon.model.step import Due
from streammon.stream.agent import Agent, Context, Keyed
from streammon.stream.log import Log, TopicLayout
from streammon.stream.outbox import Outbox
from streammon.stream.runner import Desk
from streammon.stream.settings import StreamSettings
from streammon.stream.states import States
from streammon.stream.topics import DAY, Topic

LETTERS = "dead-letters"


def due_topic(agent: str) -> Topic:
    """Return the internal topic through which a machine hears that time has passed."""
    return Topic(
        name=f"due-{agent}",
        doc=f"Moments that the states of {agent} had asked for.",
        value=f"{Due.__module__}:{Due.__name__}",
        key="key",
        partitioned_by="key",
        keep=7 * DAY,
        writers=(agent,),
        readers=(agent,),
    )


def changelog_of(agent: str, settings: StreamSettings) -> str:
    """Return the name that Faust gives to an agent's changelog."""
    return f"{settings.group}-{agent}-changelog"


def inputs_of(agent: Agent, topics: Mapping[str, Topic]) -> list[Topic]:
    """Return the topics that an agent reads, its `Due` topic included."""
    found = [topics[name] for name in agent.reads]
    return [*found, due_topic(agent.name)] if isinstance(agent, Keyed) else found


def layouts(agents: Iterable[Agent], topics: Mapping[str, Topic], settings: StreamSettings) -> list[TopicLayout]:
    """Return every topic that must be there: the contract's, and each agent's changelog and `Due` topic."""
    agents = list(agents)
    events = [*topics.values(), *(due_topic(agent.name) for agent in agents if isinstance(agent, Keyed))]
    found = [TopicLayout(settings.prefix + topic.name, settings.partitions, topic.keep) for topic in events]
    changelogs = [changelog_of(agent.name, settings) for agent in agents]
    return found + [TopicLayout(name, settings.partitions, compacted=True) for name in changelogs]


def desk_for(agent: Agent, log: Log, topics: Mapping[str, Topic], context: Context, settings: StreamSettings) -> Desk:
    """Return what the runners of an agent share."""
    return Desk(
        agent=agent,
        log=log,
        context=context,
        inputs={settings.prefix + topic.name: topic for topic in inputs_of(agent, topics)},
        outbox=Outbox([topics[name] for name in agent.emits], settings.partitions, settings.prefix),
        letters=Outbox([topics[LETTERS]], settings.partitions, settings.prefix),
        states=States(agent.state if isinstance(agent, Keyed) else None),
        changelog=changelog_of(agent.name, settings),
    )
