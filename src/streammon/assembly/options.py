"""What a command is told: where things are. Each has a default that fits one small box."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from streammon.assembly.folders import shipped
from streammon.errors import ConfigError
from streammon.stream.kafka.log import KafkaLog
from streammon.stream.log import Log
from streammon.stream.sqlite.log import SqliteLog
from streammon.words import say

ADDRESS = re.compile(r"kafka://[^\s/:,]+:\d{1,5}(,[^\s/:,]+:\d{1,5})*|sqlite://.+")
"""Of a log: one or more brokers, or a file."""


@dataclass(frozen=True)
class Options:
    """Where things are.

    `log` is kafka://HOST:PORT, sqlite://FILE or empty (log.db in `data`); `redis` a Redis URL or empty (a private one
    in `data`). `prefix` goes in front of every topic; `session_timeout` is in seconds, see StreamSettings. `base_url`
    and `inbox` replace those of the site folder. `link_base` is how phones reach the console; empty: no links.
    """

    site: Path
    data: Path = Path("data")
    log: str = ""
    redis: str = ""
    prefix: str = "streammon."
    agents: Path = field(default_factory=lambda: shipped("agents"))
    topics: Path = field(default_factory=lambda: shipped("topics"))
    replication: int = 1
    session_timeout: float = 12.0
    host: str = "127.0.0.1"
    web_port: int = 8600
    health_port: int | None = 6066
    base_url: str | None = None
    inbox: str | None = None
    link_base: str = ""

    @property
    def embedded(self) -> bool:
        """Whether the log is the embedded one: one process, everything in `data`."""
        return not self.log.startswith("kafka://")

    def open_log(self, *, read_only: bool = False) -> Log:
        """Return the log, not yet started. Raises ConfigError for an address that is none."""
        if self.log and not ADDRESS.fullmatch(self.log):
            raise ConfigError("--log", say("stream.log.address", address=self.log), say("stream.log.address_hint"))
        if not self.embedded:
            return KafkaLog(self.log.removeprefix("kafka://"), self.replication)
        file = Path(self.log.removeprefix("sqlite://")) if self.log else self.data / "log.db"
        return SqliteLog(file, read_only=read_only)
