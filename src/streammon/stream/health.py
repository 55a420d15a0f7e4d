"""/healthz (the loop is alive), /readyz (it gets its work done) and /metrics, on Faust's own web server."""

from __future__ import annotations

import socket
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import msgspec
from faust.web import Request, Response, View
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from streammon.errors import ConfigError
from streammon.stream.worker import Worker
from streammon.words import say

OLDEST_SECONDS = 900.0
"""An event that waits longer means that its agent is not getting on."""

Check = Callable[[], Awaitable[Sequence[str]]]
"""Asks a dependency; returns what is wrong with it."""


class Readiness(msgspec.Struct, frozen=True, kw_only=True):
    """What /readyz answers: `ready`, else why not, and how each agent stands."""

    ready: bool
    problems: tuple[str, ...]
    partitions: int
    agents: dict[str, dict[str, Any]]


async def readiness(worker: Worker, check: Check) -> Readiness:
    """Look at a worker and what it depends on."""
    problems = list(await check())
    if not worker.ready.is_set():
        problems.append("no partitions are assigned")
    if worker.failed.is_set():
        problems.append("the worker has failed and must be restarted")
    agents = {}
    for name, desk in worker.desks.items():
        ages = worker.ages(name)
        age = max(ages.values(), default=0.0)
        agents[name] = {"lag": worker.lag(name), "oldest_seconds": round(age, 3), "by_partition": ages}
        if desk.limit.reason:
            problems.append(f"agent {name} has paused: {desk.limit.reason}")
        if desk.waiting:
            problems.append(f"agent {name} waits for something that is down")
        if age > OLDEST_SECONDS:
            problems.append(f"agent {name} has not applied an event of {age:.0f} s ago")
    partitions = len({number for _, number in worker.runners})
    return Readiness(ready=not problems, problems=tuple(problems), partitions=partitions, agents=agents)


def check_address(host: str, port: int | None) -> None:
    """Raise ConfigError where the pages can't be served: Faust would break off in the middle of its start."""
    if port is None:
        return
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        socket.create_server((str(address[0]), port), family=family).close()
    except OSError as error:
        what = say("stream.health.refused", why=error.strerror or error)
        raise ConfigError(f"{host}:{port}", what, say("stream.health.hint")) from None


def serve(worker: Worker, check: Check) -> None:
    """Add the three pages to the worker's web server; before it starts."""
    page = worker.app.page

    @page("/healthz")  # type: ignore[untyped-decorator]
    async def healthz(self: View, _: Request) -> Response:
        return self.json({"alive": True})

    @page("/readyz")  # type: ignore[untyped-decorator]
    async def readyz(self: View, _: Request) -> Response:
        found = await readiness(worker, check)
        body: Mapping[str, Any] = msgspec.to_builtins(found)
        return self.json(body, status=200 if found.ready else 503)

    @page("/metrics")  # type: ignore[untyped-decorator]
    async def metrics(self: View, _: Request) -> Response:
        return self.bytes(generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})
