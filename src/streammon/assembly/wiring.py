"""The agents and the topics, checked against each other, and what the kernel is told."""

from __future__ import annotations

from collections.abc import Iterable

from streammon.assembly.options import Options
from streammon.errors import ConfigErrors
from streammon.site import Site
from streammon.stream import gate, loader, topics
from streammon.stream.agent import Agent
from streammon.stream.log import Log, TopicLayout
from streammon.stream.settings import StreamSettings
from streammon.stream.topics import Topic


def read_wiring(options: Options) -> tuple[dict[str, Agent], dict[str, Topic]]:
    """Load agents/ and topics/ and check them against each other. Raises ConfigErrors."""
    known, agents = topics.load(options.topics), loader.load(options.agents)
    if problems := gate.wiring(agents.values(), known):
        raise ConfigErrors(problems)
    return agents, known


async def check_layout(log: Log, wanted: Iterable[TopicLayout]) -> None:
    """Raise ConfigErrors with every topic that the log lacks, or has with another number of partitions."""
    if problems := gate.layout(wanted, await log.topics()):
        raise ConfigErrors(problems)


def settings_of(options: Options, site: Site) -> StreamSettings:
    """Return what the kernel is told."""
    return StreamSettings(
        partitions=site.partitions,
        prefix=options.prefix,
        session_timeout=options.session_timeout,
        health_host=options.host,
        health_port=options.health_port,
    )
