"""What the kernel is told at start."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class StreamSettings:
    """How the kernel runs.

    `prefix` goes in front of every topic and of the consumer group, so that several sites can share a cluster;
    `partitions` is the number of partitions of every topic. `session_timeout` is after how many seconds of silence
    Kafka gives a worker's partitions to another. Health is served at `health_host`, `health_port`; None: not at all.
    """

    partitions: int = 8
    prefix: str = "streammon."
    session_timeout: float = 12.0
    health_host: str = "127.0.0.1"
    health_port: int | None = 6066

    @property
    def group(self) -> str:
        """The id of the consumer group, and the beginning of the changelogs' names."""
        return f"{self.prefix}agents"
