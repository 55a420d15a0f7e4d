"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from streammon.assembly.folders import shipped
from streammon.words import say

Site = Annotated[Path, typer.Option("--site", help=say("cli.option.site"))]
Data = Annotated[Path, typer.Option("--data", file_okay=False, help=say("cli.option.data"))]
Log = Annotated[str, typer.Option("--log", help=say("cli.option.log"), envvar="STREAMMON_LOG")]
Redis = Annotated[str, typer.Option("--redis", help=say("cli.option.redis"), envvar="STREAMMON_REDIS")]
Prefix = Annotated[str, typer.Option("--prefix", help=say("cli.option.prefix"), envvar="STREAMMON_PREFIX")]
Agents = Annotated[Path, typer.Option("--agents", help=say("cli.option.agents"), envvar="STREAMMON_AGENTS")]
Topics = Annotated[Path, typer.Option("--topics", help=say("cli.option.topics"), envvar="STREAMMON_TOPICS")]
Replication = Annotated[int, typer.Option("--replication", min=1, help=say("cli.option.replication"))]
Session = Annotated[float, typer.Option("--session-timeout", min=1, help=say("cli.option.session"))]
Host = Annotated[str, typer.Option("--host", help=say("cli.option.host"))]
LinkBase = Annotated[str, typer.Option("--link-base", help=say("cli.option.link_base"), envvar="STREAMMON_LINK_BASE")]
Port = Annotated[int, typer.Option("--port", min=0, max=65535, help=say("cli.option.port"))]
HealthPort = Annotated[int, typer.Option("--health-port", min=0, max=65535, help=say("cli.option.health_port"))]

DATA = Path("data")
PREFIX = "streammon."
SESSION = 12.0
AGENTS, TOPICS = shipped("agents"), shipped("topics")
