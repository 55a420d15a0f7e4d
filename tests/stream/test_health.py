import socket
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from counting import COUNT, DOUBLE, TOPICS, Tick
from prometheus_client import CONTENT_TYPE_LATEST
from records import NOON, SETTINGS, record

from streammon.errors import ConfigError
from streammon.stream import health
from streammon.stream.agent import Context
from streammon.stream.keyed_runner import KeyedRunner
from streammon.stream.log import Span, TopicPartition, always
from streammon.stream.runner import Claim
from streammon.stream.settings import StreamSettings
from streammon.stream.worker import Worker


async def nothing_wrong() -> Sequence[str]:
    return []


async def redis_is_gone() -> Sequence[str]:
    return ["Redis is gone"]


@pytest.fixture
def worker(log, clock) -> Worker:
    """A worker that has partition 2 of `count`, as after an assignment."""
    worker = Worker(log, [COUNT, DOUBLE], TOPICS, Context(clock), SETTINGS)
    start = dict.fromkeys(worker.desks["count"].inputs, 0)
    claim = Claim(2, start, (1, 1), always, lambda _: None)
    worker.runners["count", 2] = KeyedRunner(worker.desks["count"], claim, lambda: None)
    worker.spans = {TopicPartition(topic, 2): Span(0, 0) for topic in start}
    worker.ready.set()
    return worker


async def test_a_worker_that_gets_its_work_done_is_ready(worker):
    found = await health.readiness(worker, nothing_wrong)
    assert (found.ready, found.problems, found.partitions) == (True, (), 1)
    assert found.agents["count"] == {"lag": 0, "oldest_seconds": 0.0, "by_partition": {}}


async def test_one_without_partitions_is_not(worker):
    worker.ready.clear()
    found = await health.readiness(worker, nothing_wrong)
    assert not found.ready
    assert found.problems == ("no partitions are assigned",)


async def test_one_whose_redis_is_gone_is_not(worker):
    assert (await health.readiness(worker, redis_is_gone)).problems == ("Redis is gone",)


async def test_one_that_has_failed_is_not(worker):
    worker.failed.set()
    assert "must be restarted" in (await health.readiness(worker, nothing_wrong)).problems[0]


async def test_one_with_a_paused_agent_is_not_and_says_why(worker):
    for _ in range(10):
        worker.desks["count"].limit.bad()
    found = await health.readiness(worker, nothing_wrong)
    assert not found.ready
    assert found.problems == ("agent count has paused: 10 dead letters in a row",)


async def test_one_with_an_agent_that_waits_is_not(worker):
    worker.desks["double"].waiting.add(3)
    assert (await health.readiness(worker, nothing_wrong)).problems == (
        "agent double waits for something that is down",
    )


@pytest.mark.parametrize(("age", "ready"), [(899, True), (901, False)])
async def test_one_that_does_not_get_on_is_not(worker, age, ready):
    old = record(Tick(key="a", seq=1), topic="county.ticks", partition=2, at=NOON - timedelta(seconds=age))
    await worker.runners["count", 2].offer("county.ticks", [old, old._replace(offset=1)])
    worker.spans = {**worker.spans, TopicPartition("county.ticks", 2): Span(0, 2)}
    found = await health.readiness(worker, nothing_wrong)
    assert found.agents["count"] == {"lag": 2, "oldest_seconds": age, "by_partition": {2: age}}
    assert found.ready is ready
    assert ready or f"{age} s ago" in found.problems[0]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


async def test_the_pages(log, clock):
    port = free_port()
    settings = replace(SETTINGS, health_port=port)
    worker = Worker(log, [COUNT, DOUBLE], TOPICS, Context(clock), settings)
    problems: list[str] = []

    async def check() -> Sequence[str]:
        return problems

    health.check_address(settings.health_host, settings.health_port)
    health.serve(worker, check)
    await worker.start()
    try:
        await worker.ready.wait()
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
            assert (await client.get("/healthz")).json() == {"alive": True}
            ready = await client.get("/readyz")
            assert (ready.status_code, ready.json()["ready"], ready.json()["partitions"]) == (200, True, 4)
            problems.append("Redis is gone")
            refused = await client.get("/readyz")
            assert (refused.status_code, refused.json()["problems"]) == (503, ["Redis is gone"])
            metrics = (answer := await client.get("/metrics")).text
            assert (answer.status_code, answer.headers["content-type"]) == (200, CONTENT_TYPE_LATEST)
            assert "streammon_assigned_partitions 4.0" in metrics
            assert "# TYPE streammon_lag_events gauge" in metrics
            for path in ("/table/", "/router/", "/stats/", "/graph/"):
                assert (await client.get(path)).status_code == 404, path
        with pytest.raises(ConfigError, match=f"127.0.0.1:{port}"):
            health.check_address(settings.health_host, settings.health_port)
    finally:
        await worker.stop()


async def test_the_pages_are_on_loopback_unless_told_otherwise(log, clock):
    app = Worker(log, [], TOPICS, Context(clock), StreamSettings(partitions=4, prefix="county.")).app
    assert app.conf.web_bind == "127.0.0.1"


def test_an_address_that_can_not_be_had_is_refused_at_the_gate():
    with pytest.raises(ConfigError, match=r"no\.such\.host\.invalid"):
        health.check_address("no.such.host.invalid", 6066)
    health.check_address("no.such.host.invalid", None)
