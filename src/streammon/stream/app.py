"""The Faust application: what of Faust streammon uses, and every setting that differs from Faust's own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import faust
from faust.types import TP

from streammon.stream.log import Log, TopicPartition
from streammon.stream.settings import StreamSettings

FETCH_SIZE = 262_144
"""Bytes fetched per partition at once. With more, the consumer hands over one partition for long, and its runner, which
waits for acknowledgements half of the time, has no others to take turns with. With 1 MiB: two thirds as fast."""

Offer = Callable[[str, TopicPartition, Sequence[Any]], Awaitable[None]]


class App(faust.App):  # type: ignore[misc]
    """Consumer group, assignment, recovery of changelogs, web health. Everything else is ours."""

    log_store: Log
    positions: Callable[[], Mapping[TopicPartition, int]]

    def _create_directories(self) -> None:
        """Make none: tables live in memory and are restored from their changelogs."""

    def is_changelog(self, topic: str) -> bool:
        """Return whether a topic is the changelog of an agent."""
        return topic in self.tables.changelog_topics

    def give_all(self, assignment: Any, partitions: set[TP]) -> None:
        """Tell the assignor that this process has every partition: there is no group to agree with."""
        assignor: Any = self.assignor
        assignor._assignment = assignment  # noqa: SLF001 -- the assignor offers no other way
        assignor._active_tps = partitions  # noqa: SLF001
        assignor._tps_url = dict.fromkeys(partitions, str(self.conf.canonical_url))  # noqa: SLF001


def build(log: Log, settings: StreamSettings) -> App:
    """Return the application, without agents."""
    app = App(
        settings.group,
        broker=log.broker,
        store="memory://",
        autodiscover=False,
        topic_partitions=settings.partitions,
        topic_allow_declare=False,
        topic_disable_leader=True,
        key_serializer="raw",
        value_serializer="raw",
        broker_session_timeout=settings.session_timeout,
        broker_heartbeat_interval=settings.session_timeout / 4,
        broker_commit_interval=1.0,
        broker_max_poll_records=2000,
        consumer_max_fetch_size=FETCH_SIZE,
        consumer_metadata_max_age_ms=30_000,
        stream_buffer_maxsize=16,
        table_standby_replicas=0,
        web_enabled=settings.health_port is not None,
        web_bind=settings.health_host,
        web_host=settings.health_host,
        web_port=settings.health_port or 6066,
        web_tables_enabled=False,
        web_router_enabled=False,
        web_stats_enabled=False,
        web_graph_enabled=False,
    )
    app.log_store = log
    return app


def attach(app: App, name: str, topics: Sequence[str], recover: Callable[[Any], None], offer: Offer) -> str:
    """Make one Faust agent that hands on what it is given, and a table for its changelog; return the changelog's name.

    Every event is acknowledged when it has been handed on: Faust's committed offset is a hint only.
    """
    table = app.Table(
        name, partitions=app.conf.topic_partitions, key_type=bytes, value_type=bytes, recovery_buffer_size=2
    )
    table.apply_changelog_batch = lambda events: recover(record for event in events for record in event.message.value)
    channel = app.topic(*topics, key_serializer="raw", value_serializer="raw")

    async def hand_on(stream: Any) -> None:
        async for event in stream.events():
            message = event.message
            await offer(name, TopicPartition(message.topic, message.partition), message.value)

    app.agent(channel, name=name, concurrency=1)(hand_on)
    changelog: str = table.changelog_topic.get_topic_name()
    return changelog
